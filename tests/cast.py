"""The people and desks of the tests: one small vocabulary, so that a test reads as a sentence of the trade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from derman.desk import actions as desk_actions
from derman.desk import calendars
from derman.desk.models import Calendar, Desk
from derman.desk.queries import the_desk
from derman.people import actions as people_actions
from derman.people.models import Person, Role, Team, Tier
from derman.tickets import actions
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Ticket

PASSWORD = "a good long password"


def _person(name: str, role: str = Role.REQUESTER, language: str = "en", teams: tuple[int, ...] = ()) -> Person:
    first = name.split()[0].casefold().replace("ı", "i")
    return people_actions.add_person(
        actor=None,
        email=f"{first}@ege.example",
        name=name,
        role=role,
        password=PASSWORD,
        verified=True,
        language=language,
        teams=teams,
    )


@pytest.fixture
def desk(db: None) -> Desk:
    """A desk in English, in Istanbul's time."""
    return desk_actions.change_desk(actor=None, name="Ege Holding", language="en", languages=["en", "tr"])


@pytest.fixture
def front_line(desk: Desk) -> Team:
    """L1: the default team; its agents pull."""
    return people_actions.save_team(actor=None, name="L1 Front line", tier=Tier.L1, is_default=True)


@pytest.fixture
def network(desk: Desk) -> Team:
    """L2: tickets are pushed to its members."""
    return people_actions.save_team(actor=None, name="L2 Network", tier=Tier.L2, placing=Team.Placing.PUSH)


@pytest.fixture
def security(desk: Desk) -> Team:
    """A closed team: only Kaan sees its tickets."""
    return people_actions.save_team(actor=None, name="Security", tier=Tier.L3, closed=True)


@pytest.fixture
def elif_(front_line: Team) -> Person:
    """An agent of the front line."""
    return _person("Elif Yıldız", Role.AGENT, teams=(front_line.pk,))


@pytest.fixture
def derya(network: Team) -> Person:
    """An agent of the network team."""
    return _person("Derya Aydın", Role.AGENT, language="tr", teams=(network.pk,))


@pytest.fixture
def kaan(security: Team) -> Person:
    """An agent of the closed team."""
    return _person("Kaan Er", Role.AGENT, teams=(security.pk,))


@pytest.fixture
def leyla(front_line: Team) -> Person:
    """The lead of the front line."""
    return _person("Leyla Tan", Role.LEAD, teams=(front_line.pk,))


@pytest.fixture
def aylin(desk: Desk) -> Person:
    """The administrator; in no team."""
    return _person("Aylin Su", Role.ADMINISTRATOR)


@pytest.fixture
def mert(desk: Desk) -> Person:
    """A requester who writes English."""
    return _person("Mert Kaya")


@pytest.fixture
def selin(desk: Desk) -> Person:
    """A requester who writes Turkish."""
    return _person("Selin Aksoy", language="tr")


def asks(requester: Person, subject: str = "VPN drops", text: str = "It drops every ten minutes.") -> Ticket:
    """The requester writes to the desk; the ticket as it stands then."""
    return actions.receive(
        Incoming(channel="portal", sender=requester, subject=subject, text=text, proof=Proof.SIGNED_IN)
    ).ticket


@pytest.fixture
def vpn(front_line: Team, mert: Person) -> Ticket:
    """Mert's ticket, in the queue of the front line."""
    return asks(mert)


@pytest.fixture
def secret(security: Team, kaan: Person, selin: Person) -> Ticket:
    """Selin's ticket, in the closed team."""
    ticket = asks(selin, "Badge stolen", "Somebody took my badge.")
    return actions.hand_over(actor=None, ticket=ticket.pk, team=security)


def works_by(
    aylin: Person, *, zone: str, weekly: dict[str, list[list[str]]], holidays: Sequence[tuple[date, str]] = ()
) -> Calendar:
    """The desk works by these hours, closed on these days."""
    known = the_desk().calendar_id
    given = calendars.Given(
        name="Business hours",
        zone=zone,
        weekly=weekly,
        days=[calendars.Day(day=day, name=name) for day, name in holidays],
        is_desk=True,
    )
    return calendars.save_calendar(actor=aylin, given=given, calendar=known)
