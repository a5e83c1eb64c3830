"""The processes of a measured desk: started here, watched through /proc, and ended again."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")
_COMMAND = "from derman.site.cli import main; main()"


class NotStarted(Exception):
    """A part of the desk did not start; the message says which."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the measured parts listen."""

    port: int

    @property
    def smtp_port(self) -> int:
        return self.port + 1

    def environment(self) -> dict[str, str]:
        settings = connection.settings_dict
        # mail that is written meanwhile must not leave the house
        return os.environ | {
            "DERMAN_HOST": "127.0.0.1",
            "DERMAN_PORT": str(self.port),
            "DERMAN_SMTP_PORT": str(self.smtp_port),
            "DERMAN_URL": f"http://127.0.0.1:{self.port}",
            "DERMAN_MAIL_URL": "",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or address_of(settings),
        }


def address_of(settings: dict[str, object], name: str = "") -> str:
    """The address of Django's database as DATABASE_URL has it; with `name`, of another one on the same server."""
    host = str(settings["HOST"])
    port = settings["PORT"] or "5432"
    login = f"{settings['USER']}:{settings['PASSWORD']}".rstrip(":")
    name = name or str(settings["NAME"])
    if host.startswith("/"):
        return f"postgresql://{login}@/{name}?host={host}"
    return f"postgresql://{login}@{host}:{port}/{name}"


@contextlib.contextmanager
def part(name: str, desk: Desk) -> Iterator[int]:
    """Run one part of the desk (`web`, `worker`, `smtp`) for as long as the block lasts; gives its process id."""
    command = [sys.executable, "-c", _COMMAND, name]
    # what a part says on its start stands in nobody's figures
    process = subprocess.Popen(command, env=desk.environment(), stdout=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_web(desk: Desk, pid: int) -> None:
    """Return once the web process answers. Raises NotStarted."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and _lives(pid):
        try:
            client = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=5)
            client.request("GET", "/health/live")
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise NotStarted(f"The web process did not start on port {desk.port}. Choose a free one with --port.")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def cpu_seconds(pid: int) -> float:
    """What a process and its ended children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def children(pid: int) -> list[int]:
    """The living children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if entry.joinpath("stat").read_text().rpartition(")")[2].split()[1] == str(pid):
                    found.append(int(entry.name))
    return found


def postgres() -> int | None:
    """The process id of the PostgreSQL server, where it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with contextlib.suppress(OSError, IndexError):
        parent = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
        if "postgres" in Path(f"/proc/{parent}/stat").read_text():
            return parent
    return None


def cpu_of_postgres() -> float:
    """What the other connections to this database have used so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        backends = [row[0] for row in cursor.fetchall()]
    total = 0.0
    for backend in backends:
        with contextlib.suppress(OSError):
            total += cpu_seconds(backend)
    return total


def proportional_mib(pid: int) -> float:
    """The memory of a process in MiB, shared pages in proportion (PSS); 0 where this may not be read."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
