"""The worker: takes jobs as they come, in shifts. One ends when the database goes, the next begins when it is back."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.utils import connector_params

from derman.kernel import jobs

log = logging.getLogger("derman.jobs")

LONGEST_END = 3.8  # seconds between SIGTERM and the end of a worker, whatever it is at
CONNECTIONS = 2  # for taking and ending jobs, a matter of milliseconds; each costs 4 MiB in PostgreSQL
LONGEST_WAIT = 3.0  # seconds for a connection, then the database counts as away
STALLED = 20  # seconds without a sign of life, then a worker's jobs are another's


def work(*, concurrency: int = 4) -> None:
    """Be a worker until SIGTERM: takes jobs as they come, `concurrency` at a time."""
    asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    stopping = asyncio.Event()

    def stop() -> None:
        stopping.set()
        # a job that goes on and on must not hold the end up; it is safe to be left to another worker
        end = threading.Timer(LONGEST_END, os._exit, [0])
        end.daemon = True
        end.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    while not stopping.is_set():
        try:
            await _shift(concurrency, stopping)
        except exceptions.ConnectorException as error:
            if not _is_away(error):
                raise
        if not stopping.is_set():
            log.warning("The worker waits for the database")
            await _until_it_answers(stopping)


def _is_away(error: BaseException) -> bool:
    return isinstance(error.__cause__, psycopg.OperationalError)


async def _until_it_answers(stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        with suppress(psycopg.OperationalError):
            await (await psycopg.AsyncConnection.connect(**connector_params())).close()
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), 0.5)


async def _shift(concurrency: int, stopping: asyncio.Event) -> None:
    """Work until SIGTERM, or until the database goes away (which may raise ConnectorException)."""
    # with a connection of its own, not Django's, and a pool that does not wait for long: a new shift has a new pool
    connector = procrastinate.PsycopgConnector(
        kwargs=connector_params(), timeout=LONGEST_WAIT, min_size=1, max_size=CONNECTIONS
    )
    app = queue.with_connector(connector)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=3,
                update_heartbeat_interval=5,
                stalled_worker_timeout=STALLED,
                install_signal_handlers=False,
                listen_notify=True,
            )
        )
        beside = [asyncio.create_task(each) for each in (_rescue_stalled(app), _look_out(app), stopping.wait())]
        await asyncio.wait({worker, *beside}, return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()
        for task in beside:
            task.cancel()
        await asyncio.wait({worker, *beside})
        if not worker.cancelled():
            worker.result()


async def _look_out(app: procrastinate.App) -> None:
    """Queue what is to be done now, unless it waits already. Ends when the database is away."""
    while True:
        for work, when in jobs.woken:
            try:
                (found,) = (await app.connector.execute_query_one_async(when)).values()
                if found:
                    waiting = app.configure_task(
                        work.name, queue=work.queue, priority=work.priority, queueing_lock=work.name
                    )
                    await waiting.defer_async()
            except exceptions.AlreadyEnqueued:
                pass
            except Exception as error:
                if _is_away(error):
                    return
                log.exception("Could not look whether there is work for %s", work.name)
        await asyncio.sleep(1)


async def _rescue_stalled(app: procrastinate.App) -> None:
    """Give back the jobs of workers that were killed. Ends when the database is away."""
    while True:
        try:
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                await app.job_manager.retry_job(stalled)
            await app.job_manager.prune_stalled_workers(seconds_since_heartbeat=60)
        except Exception as error:
            if _is_away(error):
                return
            log.exception("Could not look for stalled jobs")
        await asyncio.sleep(10)
