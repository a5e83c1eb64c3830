"""A list that has far more than the cap is not counted at every page, and nobody is told another's number."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.people.access import lens_of
from derman.tickets.models import Ticket
from derman.tickets.queries import counting
from tests.cast import asks

CAP = 2


@pytest.fixture(autouse=True)
def moments(monkeypatch):
    """Seconds by the clock that does not go back; two tickets over the cap are far more."""
    at = [time.monotonic()]
    monkeypatch.setattr(counting, "MARGIN", 2)
    monkeypatch.setattr(counting, "_full", {})
    monkeypatch.setattr(counting.time, "monotonic", lambda: at[0])
    return at


def counted(person):
    """The counts, and which lists were counted for it."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = counting.capped_counts(person, lens_of(person), CAP)
    text = asked.captured_queries[-1]["sql"]
    return found, {name for name in found if f"'{name}', count" in text}


def test_what_is_full_is_counted_again_after_a_moment(elif_, mert, front_line, moments):
    made = [asks(mert, f"Printer {number}").pk for number in range(5)]
    Ticket.objects.filter(pk__in=made).update(team=front_line)
    found, lists = counted(elif_)
    assert (found["all"], found["my_teams"], found["mine"], found["spam"]) == (CAP, CAP, 0, 0)
    assert {"all", "my_teams", "mine", "spam"} <= lists
    found, lists = counted(elif_)
    assert (found["all"], found["my_teams"], found["mine"]) == (CAP, CAP, 0)
    assert lists == set(found) - {"all", "my_teams", "unassigned"}
    Ticket.objects.filter(pk__in=made[1:]).update(status="resolved")
    moments[0] += counting.HOLDS
    found, lists = counted(elif_)
    assert (found["all"], found["my_teams"], found["resolved"]) == (1, 1, CAP)
    assert lists == set(found)


def test_near_the_cap_it_is_counted_each_time(elif_, mert, front_line):
    made = [asks(mert, f"Printer {number}").pk for number in range(CAP + 1)]
    assert counted(elif_)[0]["all"] == CAP
    Ticket.objects.filter(pk__in=made[1:]).update(status="spam")
    assert counted(elif_)[0]["all"] == 1


def test_what_one_sees_is_not_what_another_sees(elif_, kaan, selin, security):
    made = [asks(selin, f"Salary {number}").pk for number in range(5)]
    Ticket.objects.filter(pk__in=made).update(team=security, assignee=kaan)
    assert [counted(kaan)[0][name] for name in ("all", "my_teams", "mine")] == [CAP, CAP, CAP]
    assert [counted(elif_)[0][name] for name in ("all", "my_teams", "mine")] == [0, 0, 0]
