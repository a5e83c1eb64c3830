"""A major incident with all that its room shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from derman.majors.access import joined_visible_to, may_lead
from derman.majors.models import Action, Happening, Joined, Likely, MajorIncident, Seat, Update
from derman.majors.queries.lists import find, likely_for
from derman.people.access import people_visible_to
from derman.people.models import Person
from derman.problems.access import visible_to as problems_visible_to
from derman.tickets.access import visible_to as tickets_visible_to

MOST_HAPPENINGS = 300
SHOWN = 20  # tickets


@dataclass(frozen=True, slots=True)
class Opened:
    """One, for somebody who may see it."""

    row: MajorIncident
    seats: list[Seat]
    joined: list[Joined]  # those that the reader may see, the latest first; SHOWN at most
    hidden: int  # joined tickets that the reader may not see
    likely: list[Likely]
    updates: list[Update]  # the latest first
    happenings: list[Happening]  # the latest first
    numbers: frozenset[int]  # tickets named there that the reader may see
    names: dict[int, str]  # of people named there
    actions: list[Action]
    may_lead: bool
    sees_problem: bool

    @property
    def latest(self) -> Update | None:
        return self.updates[0] if self.updates else None


def opened(person: Person, pk: int) -> Opened:
    """12 statements at most. Raises MajorNotFound."""
    row = find(person, pk)
    seen = joined_visible_to(person).filter(major=row)
    rows = list(seen.select_related("ticket__requester").order_by("-pk")[:SHOWN])
    visible = len(rows) if len(rows) < SHOWN else seen.count()
    happenings = list(row.happenings.select_related("actor").order_by("-at", "-pk")[:MOST_HAPPENINGS])
    named = {number for one in happenings for number in one.details.get("tickets", ())}
    numbers = tickets_visible_to(person).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    people = {one.details[key] for one in happenings for key in ("before", "after", "lead", "owner")
              if isinstance(one.details.get(key), int)}  # fmt: skip
    names = dict(people_visible_to(person).filter(pk__in=people).values_list("pk", "name")) if people else {}
    problem = row.problem_id
    return Opened(
        row=row,
        seats=list(row.seats.select_related("person")),
        joined=rows,
        hidden=max(0, row.joined - visible),
        likely=likely_for(person, row.pk) if row.is_open else [],
        updates=list(row.updates.select_related("by")[:50]),
        happenings=happenings,
        numbers=frozenset(numbers),
        names=names,
        actions=list(row.actions.select_related("owner")) if not row.is_open else [],
        may_lead=may_lead(person, row),
        sees_problem=problem is not None and problems_visible_to(person).filter(pk=problem).exists(),
    )


def seen_details(one: Happening, found: Opened) -> dict[str, Any]:
    """The details of a line of the timeline, without tickets and problems that the reader may not see."""
    shown = dict(one.details)
    if "tickets" in shown:
        shown["tickets"] = [number for number in shown["tickets"] if number in found.numbers]
    if "problem" in shown and not (found.sees_problem and shown["problem"] == found.row.problem_id):
        shown["problem"] = None
    return shown


@dataclass(frozen=True, slots=True)
class Around:
    """What a list shows beside its rows: seats by major incident, and the problems that the reader may see."""

    seats: dict[int, list[Seat]]
    problems: frozenset[int]


def around_rows(person: Person, rows: Sequence[MajorIncident]) -> Around:
    """2 statements."""
    seats: dict[int, list[Seat]] = {}
    for one in Seat.objects.filter(major__in=[row.pk for row in rows]).select_related("person"):
        seats.setdefault(one.major_id, []).append(one)
    behind = [row.problem_id for row in rows if row.problem_id is not None]
    seen = problems_visible_to(person).filter(pk__in=behind).values_list("pk", flat=True) if behind else ()
    return Around(seats, frozenset(seen))
