"""A POST that is sent again is not done again."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from derman.api.jobs import forget_answers
from derman.api.models import IdempotentAnswer
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.models import Ticket
from tests.api.conftest import Of

BODY = {"subject": "Printer", "text": "It jams."}


def test_the_same_request_again_gives_the_same_answer(program_of: Of, elif_: Person) -> None:
    program = program_of(elif_)
    first = program.post("/tickets", BODY, Idempotency_Key="k1")
    second = program.post("/tickets", BODY, Idempotency_Key="k1")
    assert (first.status, second.status) == (201, 201)
    assert second.json == first.json
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Ticket.objects.count() == 1
    assert program.post("/tickets", BODY, Idempotency_Key="k2").json["number"] != first.json["number"]
    assert program.post("/tickets", BODY).status == 201
    assert Ticket.objects.count() == 3


def test_another_request_needs_another_key(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program = program_of(elif_)
    assert program.post("/tickets", BODY, Idempotency_Key="k").status == 201
    for address, body in (("/tickets", {**BODY, "text": "Other"}), (f"/tickets/{vpn.pk}/messages", {"text": "x"})):
        refused = program.post(address, body, Idempotency_Key="k")
        assert refused.status == 422
        assert refused.json["type"].endswith("#key-reused")


def test_two_people_may_choose_the_same_key(program_of: Of, elif_: Person, mert: Person) -> None:
    first = program_of(elif_).post("/tickets", BODY, Idempotency_Key="k")
    second = program_of(mert).post("/tickets", BODY, Idempotency_Key="k")
    assert first.json["number"] != second.json["number"]


def test_what_went_wrong_may_be_tried_again(program_of: Of, elif_: Person, vpn: Ticket) -> None:
    program = program_of(elif_)
    assert program.post("/tickets", {"subject": "x"}, Idempotency_Key="k").status == 422
    assert program.post("/tickets", BODY, Idempotency_Key="k").status == 201


def test_an_answer_is_forgotten_after_a_day(program_of: Of, elif_: Person) -> None:
    program = program_of(elif_)
    with clock.frozen_at(clock.now() - timedelta(hours=25)):
        first = program.post("/tickets", BODY, Idempotency_Key="old")
    again = program.post("/tickets", BODY, Idempotency_Key="old")
    assert again.json["number"] != first.json["number"]
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        forget_answers()
    assert not IdempotentAnswer.objects.exists()


def test_a_key_is_short_and_plain(program_of: Of, elif_: Person) -> None:
    refused = program_of(elif_).post("/tickets", BODY, Idempotency_Key="k" * 201)
    assert refused.status == 422
    assert list(refused.json["errors"]) == ["Idempotency-Key"]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done(program_of: Of, elif_: Person) -> None:
    programs = [program_of(elif_) for _one in range(4)]
    answers = []

    def send(position: int) -> None:
        try:
            answers.append(programs[position].post("/tickets", BODY, Idempotency_Key="race"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(position,)) for position in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["number"] for answer in answers}) == 1
    assert Ticket.objects.count() == 1
