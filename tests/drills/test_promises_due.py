"""10,000 promises come due in one minute, and 10,000 clocks follow a policy that was changed.

How long it takes is printed and not asserted. `DERMAN_DRILL_SIZE=small`: 1,000.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Count

from derman.kernel import clock
from derman.notify.models import Notice
from derman.sla.actions import save_policy
from derman.sla.given import Given
from derman.sla.jobs import announce_due, follow_some
from derman.sla.models import Clock, Policy
from derman.tickets.models import Event, Ticket
from tests.cast import asks
from tests.drills.test_kill import SMALL

MANY = 1_000 if SMALL else 10_000
OPENED = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LADDER = [{"at": "late", "after": 0, "tell": ["assignee", "lead"]}]


def given(hours: int) -> Given:
    return Given(name="Standard", targets={"normal": {"resolution": hours * 3600}}, warnings=(50,), ladder=LADDER)


def copy(model: type[models.Model], by: str, key: Any, **instead: str) -> None:
    """MANY copies of a row behind it; `instead`: what stands in some columns, with `g` from 1 on."""
    left_out = {by} if by == "id" else set()
    fields = [field for field in model._meta.concrete_fields if not field.generated and field.column not in left_out]
    columns = [field.column for field in fields]
    values = [instead.get(column, f't."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    words = (
        "INSERT INTO",
        table,
        f"({names})",
        "SELECT",
        ", ".join(values),
        "FROM",
        table,
        "t, generate_series(1, %s) g",
    )
    into = " ".join(words)
    with connection.cursor() as cursor:
        cursor.execute(f"{into} WHERE t.{by} = %s", [MANY - 1, key])
        cursor.execute(f"ANALYZE {table}")


@pytest.fixture
def policy(desk) -> Policy:
    with clock.frozen_at(OPENED - HOUR):
        return save_policy(actor=None, given=given(4))


@pytest.fixture
def many(policy, front_line, leyla, mert) -> Ticket:
    """MANY tickets with a clock each, the first due four hours after OPENED, the last a minute later."""
    with clock.frozen_at(OPENED):
        ticket = asks(mert)
    row = Clock.objects.get()
    later = f"+ (g * 60.0 / {MANY}) * interval '1 second'"
    copy(Ticket, "number", ticket.pk, number="t.number + g", due_at=f"t.due_at {later}")
    copy(
        Clock,
        "id",
        row.pk,
        ticket_id="t.ticket_id + g",
        marks=f"ARRAY[t.marks[1] {later}]",
        due_at=f"t.due_at {later}",
        next_at=f"t.next_at {later}",
    )
    return ticket


def said(what: str) -> int:
    """How many tickets were said to be so; fails where it was said twice of one."""
    found = Event.objects.filter(kind="promise.step", details__what=what).values("ticket").annotate(times=Count("pk"))
    counted = list(found.values_list("times", flat=True))
    assert set(counted) <= {1}
    return len(counted)


@pytest.mark.drill
def test_many_in_one_minute_are_each_said_once_within_seconds(many, leyla) -> None:
    with clock.frozen_at(OPENED + 3 * HOUR):  # the warnings at half time lie behind
        announce_due()
    assert said("soon") == MANY
    busy_until, behind, work = 0.0, 0.0, 0.0
    for second in range(62):
        began = time.perf_counter()
        with clock.frozen_at(OPENED + 4 * HOUR + second * SECOND):
            announce_due()
        took = time.perf_counter() - began
        busy_until, work = max(busy_until, float(second)) + took, work + took
        behind = max(behind, busy_until - second + 1)  # what came due at the beginning of that second
    print(f"\n{MANY} due in one minute: {work:.1f} s of work, {work / MANY * 1000:.2f} ms each, {behind:.1f} s behind")
    assert said("late") == MANY
    assert Notice.objects.filter(kind="late", person=leyla).count() == MANY


@pytest.mark.drill
def test_after_the_worker_was_down_each_is_said_once_that_it_is_late(many, leyla) -> None:
    began = time.perf_counter()
    with clock.frozen_at(OPENED + 6 * HOUR):
        announce_due()
        announce_due()
    print(f"\n{MANY} after the worker was down: {time.perf_counter() - began:.1f} s")
    assert (said("soon"), said("late")) == (0, MANY)


@pytest.mark.drill
def test_many_clocks_follow_a_changed_policy(many, policy, aylin) -> None:
    began = time.perf_counter()
    with clock.frozen_at(OPENED + HOUR):
        save_policy(actor=aylin, given=given(6), policy=policy.pk)
        after: int | None = 0
        while after is not None:
            after = follow_some(after)
    took = time.perf_counter() - began
    print(f"\n{MANY} clocks reckoned anew: {took:.1f} s")
    assert Clock.objects.filter(seconds=6 * 3600, due_at__gte=OPENED + 6 * HOUR).count() == MANY
