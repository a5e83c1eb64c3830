"""Databases for tests with processes of their own: copies of a migrated one, made in the blink of an eye."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connections

TEMPLATE = "derman_template"


def _address(database: str) -> str:
    """The address of another database on the server of the suite."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _admin(*statements: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, and a copy of it while nothing but the migrations has written to it."""
    with django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
        connections.close_all()
    _admin(f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE} TEMPLATE {name}")


@dataclass
class Clone:
    """A desk's database and data folder for processes; `environment` leads a process there."""

    url: str
    environment: dict[str, str]

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row that `query` finds; None where it finds nothing."""
        with psycopg.connect(self.url, autocommit=True) as database:
            row = database.execute(query, values).fetchone()
        return row[0] if row else None

    def wait_for(self, query: str, *values: Any, timeout: float = 30) -> Any:
        """What `one` gives, once it is true. Raises AssertionError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if found := self.one(query, *values):
                return found
            time.sleep(0.05)
        raise AssertionError(f"not within {timeout} s: {query}")

    @contextmanager
    def process(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run `derman WORDS` beside the block; it is ended with the block. What it said explains a failure."""
        log = Path(self.environment["DERMAN_DATA"]) / f"{words[0]}.log"
        with log.open("wb") as output:
            started = subprocess.Popen(
                [str(Path(sys.executable).parent / "derman"), *words],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield started
        except BaseException as error:
            error.add_note(f"derman {words[0]} (exit {started.poll()}) said:\n{log.read_text()[-4000:]}")
            raise
        finally:
            started.terminate()
            try:
                started.wait(timeout=15)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


@pytest.fixture
def cloned(db: None, tmp_path: Path) -> Iterator[Callable[[], Clone]]:
    """Makes clones, as many as a test asks for; they go when it ends."""
    made: list[str] = []

    def clone() -> Clone:
        name = f"derman_clone_{secrets.token_hex(6)}"
        _admin(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        made.append(name)
        data = tmp_path / name
        data.mkdir()
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("DERMAN_", "DJANGO_"))},
            "DATABASE_URL": _address(name),
            "DERMAN_DATA": str(data),
            "DERMAN_SMTP_PORT": "off",
        }
        return Clone(_address(name), environment)

    yield clone
    _admin(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in made))


@pytest.fixture
def clone(cloned: Callable[[], Clone]) -> Clone:
    """One clone."""
    return cloned()
