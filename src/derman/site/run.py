"""`derman run`: the whole desk in one process tree. A part that dies is started again; SIGTERM ends all."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, cast

from derman.site import postgres

log = logging.getLogger("derman.run")

PATIENCE = 4.0  # seconds between SIGTERM and SIGKILL
PR_SET_PDEATHSIG = 1
M_ARENA_MAX, HEAPS = -8, 2  # see mallopt(3)


def web() -> None:
    """Serve pages, API and live signals until SIGTERM."""
    import asyncio

    from granian.constants import Interfaces
    from granian.server.embed import Server

    from derman.site.asgi import app
    from derman.site.environment import environment

    env = environment()
    server = Server(
        app,
        address=env.host,
        port=env.port,
        interface=Interfaces.ASGI,
        log_access=False,
        log_enabled=False,
        backlog=1024,
    )

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        serving = asyncio.create_task(server.serve())
        await asyncio.wait({serving, asyncio.create_task(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
            return
        cast(Any, server).stop()
        await asyncio.wait({serving}, timeout=2)

    asyncio.run(serve())
    # open streams must not hold the end up
    os._exit(0)


def worker() -> None:
    """Do jobs and fetch mail until SIGTERM."""
    from derman.channels.mail.fetching import fleet
    from derman.kernel import languages
    from derman.kernel.jobs.worker import work

    languages.put_together()
    fetchers = fleet.begin()
    work()
    fetchers.stop()


def smtp() -> None:
    """Accept mail until SIGTERM."""
    from derman.channels.mail.smtp import serve

    serve()


PARTS: dict[str, Callable[[], None]] = {"web": web, "worker": worker, "smtp": smtp}


class Tree:
    """The parent of all parts."""

    def __init__(self, own_database: Path | None) -> None:
        self.own_database = own_database
        self.children: dict[int, str] = {}
        self.started: dict[str, float] = {}
        self.starting: subprocess.Popen[bytes] | None = None  # what starts the database again
        self.stopping = False

    def start(self, name: str) -> None:
        """Fork one part; it shares the memory of what is loaded already."""
        wait = 1.0 - (time.monotonic() - self.started.get(name, 0.0))
        if wait > 0 and name in self.started:
            time.sleep(wait)
        self.started[name] = time.monotonic()
        parent = os.getpid()
        child = os.fork()
        if child:
            self.children[child] = name
            return
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            # a parent that is killed takes its parts along, so that a new one finds its ports free
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(0)
            PARTS[name]()
            status = 0
        except BaseException:
            log.exception("%s stopped", name)
        finally:
            sys.stderr.flush()
            os._exit(status)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True
        for child in self.children:
            os.kill(child, signal.SIGTERM)

    def keep_database(self, folder: Path) -> None:
        """Start the own PostgreSQL again should it have been killed; the parts find it by themselves.

        Does not wait: a long crash recovery holds up neither SIGTERM nor a part that is to be started.
        """
        if self.starting is not None and self.starting.poll() is None:
            return
        if not postgres.is_running(folder):
            log.warning("PostgreSQL ended; it is started again")
            self.starting = postgres.start_again(folder)

    def watch(self) -> None:
        """Wait for parts to end: start them again, or, when stopping, wait for all and then use force."""
        deadline: float | None = None
        looked = time.monotonic()
        while self.children:
            if self.own_database is not None and not self.stopping and time.monotonic() - looked > 1:
                self.keep_database(self.own_database)
                looked = time.monotonic()
            if self.stopping and deadline is None:
                deadline = time.monotonic() + PATIENCE
            if deadline is not None and time.monotonic() > deadline:
                for child in self.children:
                    os.kill(child, signal.SIGKILL)
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                time.sleep(0.05)
                continue
            name = self.children.pop(child, None)
            if name is not None and not self.stopping:
                log.warning("%s ended (%s); it is started again", name, os.waitstatus_to_exitcode(status))
                self.start(name)


PRELOADED = (
    "derman.channels.mail.fetching.fleet",
    "derman.channels.mail.smtp",
    "derman.kernel.jobs.worker",
    "derman.site.asgi",
    "derman.site.stream",
)


def preload() -> None:
    """Load what all parts need before the fork, and keep the collector from touching it afterwards."""
    from django.db import connections
    from django.urls import get_resolver

    for name in PRELOADED:
        import_module(name)
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    _give_back()
    gc.freeze()


def _give_back() -> None:
    """Give the system back what loading took and needs no more, and let the threads to come share their memory.

    Each thread would keep a heap of its own, in which a page's worth of pieces lies about; glibc alone knows these.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim"):
        libc.mallopt(M_ARENA_MAX, HEAPS)
        libc.malloc_trim(0)


def run(*, own_database: bool) -> int:
    """Bring the desk up: migrations, static files, then the parts. Returns when SIGTERM has ended them.

    `own_database`: PostgreSQL lies in the data folder, and is looked after as well.
    """
    from derman.site.environment import environment
    from derman.site.preparation import prepare

    env = environment()
    prepare(pages=True)
    parts = ["web", "worker"] + (["smtp"] if env.smtp_port is not None else [])
    preload()
    tree = Tree(env.data / "postgres" if own_database else None)
    signal.signal(signal.SIGTERM, tree.stop)
    signal.signal(signal.SIGINT, tree.stop)
    for name in parts:
        tree.start(name)
    announce_when_ready(tree)
    tree.watch()
    return 0


def announce_when_ready(tree: Tree) -> None:
    """Print the line that says the desk answers, once it does; and the set-up link while nobody is administrator."""
    from derman.site.environment import environment

    env = environment()
    host = "127.0.0.1" if env.host in ("0.0.0.0", "::") else env.host  # noqa: S104
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not tree.stopping:
        try:
            with urllib.request.urlopen(f"http://{host}:{env.port}/health/ready", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    if tree.stopping:
        return
    from django.db import connections

    from derman.desk.actions import new_setup_link

    link = new_setup_link()
    connections.close_all()
    print(f"ready {env.url}", flush=True)
    if link:
        print(f"set up {link}", flush=True)
