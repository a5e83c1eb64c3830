"""The tables of a new desk in one go.

Walking through every migration since the first draws all models anew for each of them: most of a minute. A new desk
gets what they lead to at once, from `tables.sql`, which `make tables` writes; only younger migrations are left to do.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = Path(__file__).with_name("tables.sql")


def are_missing(connection: BaseDatabaseWrapper) -> bool:
    """Is there nothing at all in the database, and are tables made in the schema that `tables.sql` names?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema() = 'public' AND NOT EXISTS ("
            "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S'))"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def create(connection: BaseDatabaseWrapper) -> None:
    """Make them, with the few rows that a desk begins with: all of it or, where something fails, nothing.

    Raises:
        django.db.Error: the server does not know what `tables.sql` says, or forbids it.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        [before] = cursor.fetchone()
        cursor.execute(TABLES.read_text(encoding="utf-8"))
        cursor.execute("SELECT set_config('search_path', %s, true)", [before])
