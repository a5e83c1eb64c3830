"""What the log leaves out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import OperationalError
from django.test import Client

from derman.site import health


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the handler of the settings writes."""
    (handler,) = (found for found in logging.getLogger().handlers if getattr(found, "filters", None))
    assert isinstance(handler, logging.StreamHandler)
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.django_db
def test_a_desk_that_is_not_ready_says_so_to_who_asks_and_not_in_the_log(log, monkeypatch) -> None:
    monkeypatch.setattr(health, "_smtp", lambda: False)
    assert Client().get("/health/ready").status_code == 503
    logging.getLogger("django.request").error("Something else")
    assert log.getvalue().split(": ", 1)[1] == "Something else\n"


@pytest.mark.django_db
def test_what_breaks_a_probe_is_logged(log, monkeypatch) -> None:
    monkeypatch.setattr(health, "_smtp", lambda: 1 / 0)
    Client(raise_request_exception=False).get("/health/ready")
    assert "ZeroDivisionError" in log.getvalue()


@pytest.mark.django_db
def test_a_wrong_host_is_one_line_of_the_log(log) -> None:
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400
    assert "evil.example" in log.getvalue()
    assert "Traceback" not in log.getvalue()


@pytest.mark.django_db
def test_a_database_that_is_away_is_one_line_for_each_request(log, monkeypatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OperationalError("connection failed:\nno such file")

    monkeypatch.setattr("derman.web.language.the_desk", refuse)
    assert Client(raise_request_exception=False).get("/accounts/login/").status_code == 503
    assert "connection failed: no such file" in log.getvalue()
    assert len(log.getvalue().splitlines()) == 1
