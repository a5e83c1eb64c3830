"""A problem that is being worked on: who may, locked, and saved with a line on its timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from derman.kernel import clock, live
from derman.people.models import Person
from derman.problems.access import visible_to
from derman.problems.errors import Overtaken, ProblemNotFound
from derman.problems.models import Happening, Problem

LARGEST = 2**63


def locked(actor: Person, pk: int, *, revision: int | None = None) -> Problem:
    """One that `actor` may see, until the transaction ends. Raises ProblemNotFound, Overtaken."""
    rows = visible_to(actor).filter(pk=pk).select_for_update(of=("self",), no_key=True)
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise ProblemNotFound(_("There is no such problem."))
    if revision is not None and revision != found.revision:
        raise Overtaken(_("Somebody else changed this in the meantime. Look at what they wrote."))
    return found


def save(row: Problem, *fields: str) -> None:
    """Save what changed, and tell open screens."""
    row.revision += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*fields, "revision", "updated_at"])
    tell_screens(row)


def tell_screens(row: Problem) -> None:
    """A signal to whoever may see the problem."""
    team = row.team
    live.signal("problem", row.pk, audience=[f"team:{team.pk}" if team is not None and team.closed else "agents"])


def happened(row: Problem, kind: str, actor: Person | None, **details: Any) -> Happening:
    """A line on the problem's timeline."""
    return Happening.objects.create(problem=row, kind=kind, actor=actor, details=details)
