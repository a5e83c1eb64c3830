"""What people do about a surge: make a problem of it, dismiss it, bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from derman.majors import actions as majors
from derman.majors.models import Joined, MajorIncident
from derman.people.models import Person
from derman.problems import actions as problems
from derman.problems.models import Incident, Problem
from derman.radar.access import visible_to
from derman.radar.errors import SurgeNotFound, SurgeOver
from derman.radar.models import Surge
from derman.tickets.access import visible_to as tickets_visible_to

MOST = 200  # tickets linked at once


class Declared(TypedDict, total=False):
    """What is said of a major incident that a surge becomes; see `majors.declare`."""

    said: Required[majors.Words]
    lead: int | None
    roles: Mapping[str, int | None] | None
    update_every: int | None
    began_at: datetime | None


def _locked(actor: Person, pk: int) -> Surge:
    row = visible_to(actor).filter(pk=pk).select_for_update(of=("self",)).first() if 0 < pk < 2**63 else None
    if row is None:
        raise SurgeNotFound(_("There is no such surge."))
    return row


def dismiss(*, actor: Person, surge: int) -> Surge:
    """It is none. Nobody hears of the same again while it goes on. Raises SurgeNotFound, SurgeOver."""
    with transaction.atomic():
        row = _locked(actor, surge)
        if row.state in (Surge.State.PROBLEM, Surge.State.MAJOR):
            raise SurgeOver(_("A problem or a major incident was made of it already."))
        row.state, row.by = Surge.State.DISMISSED, actor
        row.save(update_fields=["state", "by"])
    return row


def bring_back(*, actor: Person, surge: int) -> Surge:
    """It is one after all. Raises SurgeNotFound."""
    with transaction.atomic():
        row = _locked(actor, surge)
        if row.state == Surge.State.DISMISSED:
            row.state, row.by = Surge.State.SEEN, None
            row.save(update_fields=["state", "by"])
    return row


def make_problem(*, actor: Person, surge: int) -> Problem:
    """A problem with the tickets of the surge that `actor` may see; where there is one, that.

    Raises SurgeNotFound, problems.NotAllowed.
    """
    with transaction.atomic():
        row = _locked(actor, surge)
        if row.problem is not None:
            return row.problem
        seen = tickets_visible_to(actor).filter(pk__in=row.rows.values("ticket"), merged_into=None).order_by("pk")
        tickets = list(seen.values_list("pk", "subject", "team")[:MOST])
        if not tickets:
            raise SurgeNotFound(_("There is no such surge."))
        made = problems.begin(
            actor=actor,
            title=tickets[0][1][:200] or _("Many tickets about one thing"),
            priority="high",
            owner=actor.pk,
            tickets=[number for number, _subject, _team in tickets],
            way=Incident.Way.SURGE,
        )
        row.state, row.by, row.problem = Surge.State.PROBLEM, actor, made
        row.save(update_fields=["state", "by", "problem"])
    return made


def tickets_of(*, actor: Person, surge: int) -> list[int]:
    """The tickets of a surge that `actor` may see. Raises SurgeNotFound."""
    row = visible_to(actor).filter(pk=surge).first() if 0 < surge < 2**63 else None
    if row is None:
        raise SurgeNotFound(_("There is no such surge."))
    seen = tickets_visible_to(actor).filter(pk__in=row.rows.values("ticket"), merged_into=None).order_by("pk")
    return list(seen.values_list("pk", flat=True)[:MOST])


def declare_major(*, actor: Person, surge: int, **given: Unpack[Declared]) -> MajorIncident:
    """A major incident with the tickets of the surge that `actor` may see; where there is one, that.

    Raises SurgeNotFound, majors.NotAllowed, majors.WrongInput.
    """
    with transaction.atomic():
        row = _locked(actor, surge)
        if row.major is not None:
            return row.major
        numbers = tickets_of(actor=actor, surge=surge)
        if not numbers:
            raise SurgeNotFound(_("There is no such surge."))
        made = majors.declare(actor=actor, tickets=numbers, way=Joined.Way.SURGE, problem=row.problem_id, **given)
        row.state, row.by, row.major = Surge.State.MAJOR, actor, made
        row.save(update_fields=["state", "by", "major"])
    return made
