"""A major incident that is being written on: who may, locked, and saved with what hears of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from derman.desk.actions import count_majors
from derman.kernel import live
from derman.majors.access import may_lead, visible_to
from derman.majors.errors import MajorNotFound, NotAllowed, Overtaken
from derman.majors.models import OPEN, Happening, MajorIncident, Rules
from derman.people.models import Person, Role, Team

LARGEST = 2**63


def the_rules() -> Rules:
    """How this desk handles major incidents. 1 statement."""
    return Rules.objects.first() or Rules()


def locked(actor: Person, pk: int, *, leads: bool = False, revision: int | None = None) -> MajorIncident:
    """One that `actor` may see, until the transaction ends; with `leads` one that they may lead.

    Raises MajorNotFound, NotAllowed, Overtaken.
    """
    rows = visible_to(actor).filter(pk=pk).select_related("announcement", "team")
    found = rows.select_for_update(of=("self",), no_key=True).first() if 0 < pk < LARGEST else None
    if found is None:
        raise MajorNotFound(_("There is no such major incident."))
    if leads and not may_lead(actor, found):
        raise NotAllowed(_("Its lead, whoever has a role in it, and leads of the desk do this."))
    if revision is not None and revision != found.revision:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at what they wrote."))
    return found


def save(row: MajorIncident, *fields: str) -> None:
    """Save what changed, and tell open screens."""
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
    if "state" in fields:
        count_open()
    tell_screens(row.pk, row.team)


def count_open() -> None:
    """Every page of the desk knows whether any goes on."""
    count_majors(MajorIncident.objects.filter(state__in=OPEN).count)


def tell_screens(pk: int, team: Team | None) -> None:
    """A signal to whoever may see it."""
    live.signal("major", pk, audience=[f"team:{team.pk}" if team is not None and team.closed else "agents"])


def happened(row: MajorIncident, kind: str, actor: Person | None, **details: Any) -> Happening:
    """A line on its timeline."""
    return Happening.objects.create(major=row, kind=kind, actor=actor, details=details)


def of_the_desk(row: MajorIncident, pk: int) -> Person | None:
    """Somebody who works at the desk and may see it. 1 statement, 2 for a closed team."""
    found = Person.objects.filter(pk=pk, is_active=True).exclude(role=Role.REQUESTER).first() if pk < LARGEST else None
    if found is not None and row.team_id is not None and row.team is not None and row.team.closed:
        return found if row.team.memberships.filter(person=found).exists() else None
    return found
