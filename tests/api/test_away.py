"""A database that is away or has no room: programs get a problem document, whatever part of the desk noticed it."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError

from derman.people.models import Person
from tests.api.conftest import Of


@pytest.mark.parametrize("noticed_by", ["derman.web.language.the_desk", "derman.api.tickets.person_of"])
def test_a_database_that_is_away(
    program_of: Of, elif_: Person, monkeypatch: pytest.MonkeyPatch, noticed_by: str
) -> None:
    program = program_of(elif_)
    program.client.raise_request_exception = False

    def refuse(*_arguments: object, **_named: object) -> None:
        raise OperationalError("connection to server on socket failed: secret detail")

    monkeypatch.setattr(noticed_by, refuse)
    answer = program.get("/tickets")
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]
    assert "secret" not in str(answer.json)


def test_a_full_disk_of_the_database(program_of: Of, elif_: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull("could not extend file")

    monkeypatch.setattr("derman.api.tickets.person_of", refuse)
    assert program_of(elif_).get("/tickets").status == 507
