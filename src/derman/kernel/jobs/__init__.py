"""Jobs: work for the worker. The only room that knows the queue library (procrastinate).

A job is queued on Django's own connection, so it exists if and only if the surrounding transaction commits.
Jobs must be safe to run twice: a worker that is killed half way leaves them to another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import procrastinate
import psycopg
from django.db import OperationalError, close_old_connections
from procrastinate import exceptions
from procrastinate import jobs as queue_jobs
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from derman.kernel import clock, facts

# always Django's connection, also inside a worker, where the app's own connector commits by itself
_manager = JobManager(DjangoConnector())

URGENT, NORMAL, IDLE = 10, 0, -10


class GiveUp(Exception):
    """Raised by a job that must not be tried again; it shows under “jobs that failed”."""


class Backoff(procrastinate.BaseRetryStrategy):
    """Wait `first` seconds, then twice as long each time, `tries` runs at most, an hour between two at most."""

    def __init__(self, *, tries: int, first: int = 2) -> None:
        self.tries = tries
        self.first = first

    def get_retry_decision(
        self, *, exception: BaseException, job: queue_jobs.Job
    ) -> procrastinate.RetryDecision | None:
        if isinstance(exception, GiveUp) or job.attempts + 1 >= self.tries:
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": min(3600, self.first * 2**job.attempts)})


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: call it to do the work here and now, `enqueue` it to have the worker do it."""

    name: str
    queue: str
    priority: int
    run: Callable[..., None]

    def __call__(self, **arguments: Any) -> None:
        self.run(**arguments)


def job(
    name: str,
    *,
    queue_name: str = "desk",
    priority: int = NORMAL,
    tries: int = 8,
    every: str | None = None,
) -> Callable[[Callable[..., None]], Job]:
    """Make a function of keyword arguments (JSON values) a job called `name`.

    `tries` counts all runs. `every` is a cron line (minute first; with six fields, seconds last) for periodic work.
    """

    def decorate(function: Callable[..., None]) -> Job:
        @wraps(function)
        def run(**arguments: Any) -> None:
            close_old_connections()
            try:
                function(**arguments)
            finally:
                close_old_connections()

        if every is None:
            queue.task(name=name, queue=queue_name, retry=Backoff(tries=tries))(run)
        else:

            def periodic(timestamp: int) -> None:
                run()

            task = queue.task(
                name=name, queue=queue_name, retry=Backoff(tries=1), queueing_lock=name, pass_context=False
            )(periodic)
            queue.periodic(cron=every)(task)
        return Job(name=name, queue=queue_name, priority=priority, run=function)

    return decorate


def enqueue(work: Job, *, at: datetime | None = None, priority: int | None = None, **arguments: Any) -> None:
    """Queue `work` in the present transaction, to run now or `at` a moment (aware).

    Raises OperationalError where the database is away, as every statement does.
    """
    with _as_django_says_it():
        _manager.defer_job(_row(work, arguments, at=at, priority=priority))


def enqueue_many(works: Iterable[tuple[Job, dict[str, Any]]]) -> None:
    """Queue several jobs with one statement."""
    _enqueue([_row(work, arguments) for work, arguments in works])


def enqueue_each_at(works: Iterable[tuple[Job, dict[str, Any], datetime]]) -> None:
    """Queue several jobs with one statement, each to run at its moment (aware)."""
    _enqueue([_row(work, arguments, at=at) for work, arguments, at in works])


def _enqueue(rows: list[queue_jobs.Job]) -> None:
    if rows:
        with _as_django_says_it():
            _manager.batch_defer_jobs(rows)


@contextmanager
def _as_django_says_it() -> Iterator[None]:
    """The queue library has its own word for a database that went away; nobody above knows it."""
    try:
        yield
    except exceptions.ConnectorException as error:
        if isinstance(error.__cause__, psycopg.OperationalError):
            raise OperationalError(str(error.__cause__)) from error.__cause__
        raise


def enqueue_unless_waiting(work: Job) -> None:
    """Queue `work` (without arguments) unless it already waits to be started.

    Call it after the commit of what the job shall find: a job that still waits will see it.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE queue_name = %s AND task_name = %s AND status = 'todo'"
            " AND scheduled_at IS NULL LIMIT 1",
            [work.queue, work.name],
        )
        if cursor.fetchone() is None:
            enqueue(work)


def enqueue_once(work: Job, *, soon: timedelta, **arguments: Any) -> None:
    """Queue `work` to run in `soon`, unless the same waits already and will start well after this transaction ends.

    For what many changes in a short time ask for. `soon` is longer than any change takes.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE queue_name = %s AND task_name = %s AND status = 'todo'"
            " AND scheduled_at > %s AND args = %s::jsonb LIMIT 1",
            [work.queue, work.name, clock.now() + soon / 2, json.dumps(arguments)],
        )
        if cursor.fetchone() is None:
            enqueue(work, at=clock.now() + soon, **arguments)


def _row(
    work: Job, arguments: dict[str, Any], *, at: datetime | None = None, priority: int | None = None
) -> queue_jobs.Job:
    return queue_jobs.Job(
        id=None,
        status=queue_jobs.Status.TODO.value,
        queue=work.queue,
        lock=None,
        queueing_lock=None,
        task_name=work.name,
        priority=work.priority if priority is None else priority,
        task_kwargs=arguments,
        scheduled_at=at,
        attempts=0,
    )


@job("kernel.react", tries=8)
def react(*, fact: str, details: dict[str, Any], handler: str) -> None:
    """One *after* reaction to a fact."""
    facts.react(fact, details, handler)


@job("kernel.clean_up", every="17 3 * * *")
def clean_up() -> None:
    """Delete jobs that succeeded more than a day ago; failed ones stay until a person decides."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'succeeded' AND id IN"
            " (SELECT job_id FROM procrastinate_events WHERE type = 'succeeded' AND at < now() - interval '1 day')"
        )


def seen_within(limit: timedelta) -> bool:
    """Has any worker shown a sign of life within `limit`?"""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [limit.total_seconds()],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


woken: list[tuple[Job, str]] = []  # what `wake` was told


def wake(work: Job, *, when: str) -> None:
    """Have every worker ask each second whether there is something to do, and queue `work` where there is.

    For what is due to the second. `when` is a statement that answers true or false; it must cost next to nothing.
    """
    woken.append((work, when))
