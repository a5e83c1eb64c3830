"""How far one long piece of work is, seen by others while its transaction is still open.

A row would be seen only at the end. The state of a sequence is set at once, also from within a transaction. Each name
has a sequence, made by a migration.
"""

from __future__ import annotations

from django.db import connection

DEMO = "kernel_progress_demo"


def set_progress(name: str, percent: float) -> None:
    """Say how far the work is; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s, %s)", [name, max(0, min(100, round(percent)))])


def progress(name: str) -> int:
    """How far the work is, in percent; 0 before it begins; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(pg_sequence_last_value(%s::regclass), 0)", [name])
        return int(cursor.fetchone()[0])
