"""What a policy would have done: counted by hand, and nothing is changed by asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.kernel import clock
from derman.sla import trying
from derman.sla.actions import save_policy
from derman.sla.errors import NotAllowed
from derman.sla.given import Given
from derman.sla.models import Clock, Policy, Target
from derman.sla.trying import Differs, try_policy
from derman.tickets import actions
from derman.tickets.models import Event
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
HOUR = timedelta(hours=1)
NOW = Given(name="Standard", targets={"normal": {"first_response": 4 * 3600, "resolution": 16 * 3600}})
STRICTER = Given(name="Standard", targets={"normal": {"first_response": 3600, "resolution": 16 * 3600}})


@pytest.fixture
def policy(desk) -> Policy:
    with clock.frozen_at(MONDAY - HOUR):
        return save_policy(actor=None, given=NOW)


@pytest.fixture
def past(policy, front_line, elif_, mert, selin) -> list[int]:
    """Three tickets: answered after two hours, after five (three of them waiting for approval), and not yet."""
    with clock.frozen_at(MONDAY):
        quick, slow, open_ = asks(mert), asks(selin), asks(mert, "Printer", "It jams.")
    with clock.frozen_at(MONDAY + HOUR):
        actions.wait(actor=elif_, ticket=slow.pk, waiting_for="approval")
    with clock.frozen_at(MONDAY + 2 * HOUR):
        actions.reply(actor=elif_, ticket=quick.pk, text="Which network?")
    with clock.frozen_at(MONDAY + 4 * HOUR):
        actions.reopen(actor=elif_, ticket=slow.pk)
    with clock.frozen_at(MONDAY + 5 * HOUR):
        actions.reply(actor=elif_, ticket=slow.pk, text="Done?")
    return [quick.pk, slow.pk, open_.pk]


def tried(actor, given: Given, policy: Policy | None):
    with clock.frozen_at(MONDAY + 6 * HOUR):
        return try_policy(actor=actor, given=given, policy=policy.pk if policy else None)


def counts(of) -> tuple[int, int]:
    return of[Target.FIRST_RESPONSE].kept, of[Target.FIRST_RESPONSE].late


def test_a_stricter_policy_says_whom_it_would_have_made_late(leyla, policy, past) -> None:
    before = list(Clock.objects.order_by("pk").values()), Event.objects.count(), list(Policy.objects.values())
    trial = tried(leyla, STRICTER, policy)
    assert (trial.tickets, trial.of) == (3, 3)
    assert counts(trial.before) == (2, 1)  # the one without an answer is late after six hours
    assert counts(trial.after) == (0, 3)
    assert [(one.number, one.before, one.after) for one in trial.shown] == [
        (past[1], "kept", "late"),
        (past[0], "kept", "late"),
    ]
    assert (list(Clock.objects.order_by("pk").values()), Event.objects.count(), list(Policy.objects.values())) == before


def test_what_stands_still_is_the_policys_own_affair(leyla, policy, past) -> None:
    running_on = Given(name="Standard", targets=NOW.targets, pauses=())
    trial = tried(leyla, running_on, policy)
    assert trial.shown == [Differs(past[1], trial.shown[0].subject, Target.FIRST_RESPONSE, "kept", "late")]


def test_a_policy_that_is_only_thought_of_stands_behind_the_others(leyla, policy, past) -> None:
    assert tried(leyla, STRICTER, None).differing == 0
    nothing = Given(name="Standard", targets=NOW.targets, active=False)
    assert counts(tried(leyla, nothing, policy).after) == (0, 0)


def test_many_tickets_are_a_sample_and_cost_no_more_statements(leyla, policy, past, monkeypatch) -> None:
    with CaptureQueriesContext(connection) as all_of_them:
        tried(leyla, STRICTER, policy)
    monkeypatch.setattr(trying, "MOST", 2)
    with CaptureQueriesContext(connection) as some:
        trial = tried(leyla, STRICTER, policy)
    assert (trial.tickets, trial.of) == (2, 3)
    assert len(some) == len(all_of_them) <= 9


def test_only_leads_look_and_a_closed_teams_tickets_are_not_counted(leyla, elif_, policy, secret) -> None:
    with pytest.raises(NotAllowed):
        try_policy(actor=elif_, given=STRICTER, policy=policy.pk)
    assert try_policy(actor=leyla, given=STRICTER, policy=policy.pk).of == 0


def test_the_page_shows_it_and_saves_nothing(client, leyla, policy) -> None:
    client.force_login(leyla)
    form = {"name": "Other", "soon": "75", "sooner": "90", "normal-first_response": "1 h", "active": "on", "try": "on"}
    page = client.post(f"/desk/settings/promises/{policy.pk}/", form)
    assert page.status_code == 200 and "The last quarter by this policy" in page.content.decode()
    policy.refresh_from_db()
    assert policy.name == "Standard"
