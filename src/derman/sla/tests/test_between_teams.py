"""Between teams: a clock for each stay in a team, which the requester never sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from derman.desk import calendars
from derman.kernel import clock
from derman.people.models import Team
from derman.sla.actions import save_policy
from derman.sla.errors import WrongInput
from derman.sla.given import Given
from derman.sla.jobs import announce_due, follow_policies
from derman.sla.models import Clock, State, Target
from derman.sla.queries import standings
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
HOUR = timedelta(hours=1)
TARGETS = {"normal": {"resolution": 40 * 3600}}
LADDER = [{"at": "late", "after": 0, "tell": ["lead"]}]


@pytest.fixture
def vpn(desk, front_line, network, mert) -> Ticket:
    stays = {front_line.pk: 7200, network.pk: 3600}
    with clock.frozen_at(MONDAY - HOUR):
        save_policy(actor=None, given=Given(name="Standard", targets=TARGETS, stays=stays, ladder=LADDER))
    with clock.frozen_at(MONDAY):
        return asks(mert)


def stays(ticket: Ticket) -> list[tuple[str, str, int]]:
    rows = Clock.objects.filter(ticket=ticket, target=Target.TEAM).order_by("started_at")
    return [(row.team.name, row.state, row.seconds) for row in rows]


def moves(elif_, ticket: Ticket, team: Team | None, hours: float) -> None:
    with clock.frozen_at(MONDAY + hours * HOUR):
        actions.hand_over(actor=elif_, ticket=ticket.pk, team=team)


def test_each_stay_has_a_clock_and_ends_where_it_is_handed_on(vpn, elif_, network, front_line) -> None:
    assert stays(vpn) == [("L1 Front line", State.RUNNING, 7200)]
    moves(elif_, vpn, network, 1)
    assert stays(vpn) == [("L1 Front line", State.MET, 7200), ("L2 Network", State.RUNNING, 3600)]
    moves(elif_, vpn, front_line, 3)
    assert [state for _team, state, _seconds in stays(vpn)] == [State.MET, State.MISSED, State.RUNNING]
    with clock.frozen_at(MONDAY + 4 * HOUR):
        actions.resolve(actor=elif_, ticket=vpn.pk)
    assert [state for _team, state, _seconds in stays(vpn)] == [State.MET, State.MISSED, State.MET]


def test_it_stands_still_with_the_requester_and_runs_on_when_reopened(vpn, elif_) -> None:
    with clock.frozen_at(MONDAY + HOUR):
        actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="requester")
    with clock.frozen_at(MONDAY + 5 * HOUR):
        actions.reopen(actor=elif_, ticket=vpn.pk)
    row = Clock.objects.get(ticket=vpn, target=Target.TEAM)
    assert (row.state, row.due_at) == (State.RUNNING, MONDAY + 6 * HOUR)


def test_the_requester_is_promised_nothing_by_it(vpn) -> None:
    vpn.refresh_from_db()
    assert vpn.promise == Target.RESOLUTION
    assert [one.target for one in standings(vpn)] == [Target.RESOLUTION]
    assert {one.target for one in standings(vpn, inside=True)} == {Target.RESOLUTION, Target.TEAM}


def test_a_stay_that_is_too_long_is_said(vpn, leyla) -> None:
    with clock.frozen_at(MONDAY + 2 * HOUR):
        announce_due()
    step = vpn.events.get(kind="promise.step", details__what="late")
    assert (step.details["target"], leyla.pk in step.details["told"]) == ("team", True)


def test_a_team_without_a_time_of_its_own_has_no_clock(vpn, elif_, security, aylin) -> None:
    other = Team.objects.create(name="L3 Experts", tier=3)
    moves(elif_, vpn, other, 1)
    assert stays(vpn) == [("L1 Front line", State.MET, 7200)]


def test_a_policy_that_begins_to_ask_counts_from_then_on(vpn, front_line) -> None:
    Clock.objects.filter(target=Target.TEAM).delete()
    with clock.frozen_at(MONDAY + 3 * HOUR):
        follow_policies()
    assert Clock.objects.get(ticket=vpn, target=Target.TEAM).started_at == MONDAY + 3 * HOUR


def test_what_makes_no_sense_is_refused_by_name(desk, front_line) -> None:
    for given, field in (({987654: 3600}, "stays"), ({front_line.pk: 5}, f"stay-{front_line.pk}")):
        with pytest.raises(WrongInput) as refused:
            save_policy(actor=None, given=Given(name="Standard", targets=TARGETS, stays=given))
        assert refused.value.field == field
    with pytest.raises(WrongInput):
        save_policy(actor=None, given=Given(name="Standard", targets={"normal": {"team": 3600}}))


def test_a_stay_counts_by_the_hours_of_the_team_and_the_promises_by_those_of_the_policy(
    vpn, elif_, aylin, network
) -> None:
    weekly = {str(day): [["12:00", "13:00"]] for day in range(5)}
    given = calendars.Given(name="Network", zone="Europe/Istanbul", weekly=weekly, teams=[network.pk])
    with clock.frozen_at(MONDAY):
        row = calendars.save_calendar(actor=aylin, given=given)
    moves(elif_, vpn, network, 1)
    stay = Clock.objects.get(ticket=vpn, target=Target.TEAM, state=State.RUNNING)
    assert stay.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # noon, and an hour
    promised = Clock.objects.get(ticket=vpn, target=Target.RESOLUTION)
    assert promised.due_at == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    with clock.frozen_at(MONDAY + 2.25 * HOUR):
        (shown,) = [
            one for one in standings(vpn, counted=True, inside=True) if one.target == "team" and not one.ended_at
        ]
        assert shown.left == 2700
        weekly = {str(day): [["12:30", "13:00"]] for day in range(5)}
        calendars.save_calendar(actor=aylin, given=replace(given, weekly=weekly), calendar=row.pk)
        follow_policies()
    stay.refresh_from_db()
    assert stay.due_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
