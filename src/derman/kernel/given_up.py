"""Jobs that were given up, and wait for a person to decide: to be tried again, or dropped.

They are read from the queue's own table, whose name is all that is known of the queue here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up. `fact` and `handler` are set where it was a reaction to a fact."""

    id: int
    name: str
    attempts: int
    failed_at: datetime | None
    arguments: dict[str, Any]

    @property
    def fact(self) -> str:
        return str(self.arguments.get("fact", "")).rpartition(":")[2]

    @property
    def handler(self) -> str:
        return str(self.arguments.get("handler", "")).replace("derman.", "")

    @property
    def about(self) -> str:
        """The ids that it works on; nothing else, because texts and tokens may stand beside them."""
        given = self.arguments.get("details", self.arguments)
        return ", ".join(f"{name} {value}" for name, value in given.items() if type(value) is int)


def failed_jobs(*, before: int = 0, limit: int = 40) -> list[FailedJob]:
    """Jobs that were given up, the latest first; `before` is the id behind which to go on. 1 statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id, job.task_name, job.attempts, job.args,"
            " (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'failed')"
            " FROM procrastinate_jobs AS job WHERE job.status = 'failed' AND (%s = 0 OR job.id < %s)"
            " ORDER BY job.id DESC LIMIT %s",
            [before, before, limit],
        )
        rows = cursor.fetchall()
    return [
        FailedJob(number, name, attempts, at, json.loads(arguments) if isinstance(arguments, str) else arguments)
        for number, name, attempts, arguments, at in rows
    ]


def count_failed(*, cap: int = 100) -> int:
    """How many jobs were given up, counted up to `cap`. 1 statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM procrastinate_jobs WHERE status = 'failed' LIMIT %s) AS part", [cap]
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def retry(job_id: int) -> bool:
    """Give a failed job to the worker again, with all its tries. False where it no longer stands as failed."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL"
                " WHERE id = %s AND status = 'failed' RETURNING id",
                [job_id],
            )
            return cursor.fetchone() is not None
    except IntegrityError:
        # the next run of this periodic job waits already: it does the same work
        return drop(job_id)


def drop(job_id: int) -> bool:
    """Delete a failed job: its work will not be done. False where it no longer stands as failed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed' RETURNING id", [job_id])
        return cursor.fetchone() is not None
