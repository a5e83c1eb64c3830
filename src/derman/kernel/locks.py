"""Locks on a name, for what no single row stands for."""

from __future__ import annotations

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds `name`, and hold it until the caller's transaction ends."""
    assert connection.in_atomic_block, "outside a transaction the lock would be gone at once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('derman.locks'), hashtext(%s))", [name])
