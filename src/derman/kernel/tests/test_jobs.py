"""Queueing a job fails as every other statement does."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from derman.kernel import jobs


def test_a_database_that_went_away_is_called_as_django_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = psycopg.OperationalError("server closed the connection unexpectedly")

    def defer(*_arguments: object) -> None:
        raise ConnectorException from gone

    monkeypatch.setattr(jobs._manager, "defer_job", defer)
    monkeypatch.setattr(jobs._manager, "batch_defer_jobs", defer)
    work = jobs.Job(name="test", queue="test", priority=0, run=lambda: None)
    for queue in (lambda: jobs.enqueue(work), lambda: jobs.enqueue_many([(work, {})])):
        with pytest.raises(OperationalError, match="unexpectedly") as caught:
            queue()
        assert caught.value.__cause__ is gone
