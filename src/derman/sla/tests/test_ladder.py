"""The ladder of a policy up to its top: who is on call is paged, the next one after them, and the ticket moves up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from derman.desk.on_call import RotaGiven, save_rota
from derman.kernel import clock
from derman.notify.jobs import tell_next
from derman.notify.models import Notice
from derman.sla.actions import acknowledge, save_policy
from derman.sla.given import Given
from derman.sla.jobs import announce_due
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.cast import asks

NIGHT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # eleven at night in Istanbul
NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TARGETS = {"normal": {"first_response": 1800, "always": True}}
LADDER = [
    {"at": "late", "after": 0, "tell": ["assignee", "on_call"]},
    {"at": "late", "after": 900, "tell": ["on_call"]},
    {"at": "late", "after": 1800, "tell": ["on_call", "lead"]},
    {"at": "late", "after": 3600, "tell": ["up"]},
]


@pytest.fixture
def rota(leyla, front_line, elif_, derya) -> None:
    given = RotaGiven(
        people=[elif_.pk, derya.pk], first_day=date(2026, 11, 23), zone="Europe/Istanbul", change_at=time(9)
    )
    save_rota(actor=leyla, team=front_line.pk, given=given)


def opens(mert, moment: datetime) -> Ticket:
    with clock.frozen_at(NOON - timedelta(days=1)):
        save_policy(actor=None, given=Given(name="Standard", targets=TARGETS, ladder=LADDER))
    with clock.frozen_at(moment):
        return asks(mert)


def announce(moment: datetime) -> None:
    with clock.frozen_at(moment):
        announce_due()


def told(kind: str) -> list[int]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("person", flat=True))


def test_at_night_who_is_on_call_is_paged_and_then_the_next(mert, elif_, derya, leyla, rota) -> None:
    ticket = opens(mert, NIGHT)
    announce(NIGHT + 30 * MINUTE)
    assert told("paged") == [elif_.pk]
    announce(NIGHT + 45 * MINUTE)
    assert told("paged") == [elif_.pk, derya.pk]
    announce(NIGHT + 60 * MINUTE)
    assert told("paged") == [elif_.pk, derya.pk, elif_.pk] and leyla.pk in told("late")
    steps = ticket.events.filter(kind="promise.step").order_by("seq")
    assert [step.details["paged"] for step in steps][-3:] == [[elif_.pk], [derya.pk], [elif_.pk]]


def test_a_page_waits_for_nothing(mert, elif_, rota, helpdesk_mails) -> None:
    opens(mert, NIGHT)
    announce(NIGHT + 30 * MINUTE)
    with clock.frozen_at(NIGHT + 30 * MINUTE):
        assert tell_next()
    assert Notice.objects.get(kind="paged").told_at == NIGHT + 30 * MINUTE


@pytest.fixture
def helpdesk_mails(desk) -> None:
    """Nobody is told of anything else meanwhile."""
    Notice.objects.all().delete()


def test_whoever_has_seen_it_stops_the_calls(mert, elif_, derya, rota) -> None:
    ticket = opens(mert, NIGHT)
    announce(NIGHT + 30 * MINUTE)
    with clock.frozen_at(NIGHT + 35 * MINUTE):
        acknowledge(actor=elif_, ticket=ticket.pk)
    announce(NIGHT + 90 * MINUTE)
    assert told("paged") == [elif_.pk]
    ticket.refresh_from_db()
    assert ticket.tier == 1


def test_within_business_hours_the_team_is_told_and_nobody_paged(mert, elif_, rota) -> None:
    opens(mert, NOON)
    announce(NOON + 30 * MINUTE)
    assert told("paged") == [] and elif_.pk in told("late")


def test_without_a_rota_the_lead_hears_of_it_at_night(mert, leyla, front_line, elif_) -> None:
    opens(mert, NIGHT)
    announce(NIGHT + 30 * MINUTE)
    assert told("paged") == [] and leyla.pk in told("late")


def test_what_nobody_has_seen_moves_up_a_tier_and_says_why(mert, rota, network, front_line) -> None:
    ticket = opens(mert, NIGHT)
    announce(NIGHT + 90 * MINUTE)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.tier) == (network, 2)
    moved = ticket.events.filter(kind="team.changed").order_by("-seq").first()
    assert (moved.details["why"], moved.details["because"]["target"], moved.actor) == ("late", "first_response", None)


def test_a_ticket_that_waits_to_be_accepted_stays_with_its_team(mert, rota, network, elif_, derya, security) -> None:
    ticket = opens(mert, NIGHT)
    with clock.frozen_at(NIGHT + MINUTE):
        actions.escalate(
            actor=elif_, ticket=ticket.pk, team=network, wrong="VPN is down", tried="Restarted", asked="Look at it"
        )
    announce(NIGHT + 90 * MINUTE)
    ticket.refresh_from_db()
    assert ticket.team == network
