"""Who has learned what: for leads of their people, for administrators of all; overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from derman.people.access import teams_visible_to
from derman.people.models import Membership, Person
from derman.teaching.access import learners_visible_to
from derman.teaching.models import Learner, LearningPath, Progress, Step
from derman.teaching.words import desks_day

PAGE = 50
NEVER = date(9999, 12, 31)
STATES = ("overdue", "open", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which learners; empty asks for all."""

    path: int | None = None
    team: int | None = None
    state: str = ""  # of STATES


@dataclass(frozen=True, slots=True)
class Line:
    """How far one person is with one path. Articles that they may not read are among `of`, until they have finished."""

    learner: Learner
    done: int
    of: int
    checks: int  # passed
    at_once: int  # of these, with the first answer
    state: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all that fit, but for the state asked for."""

    overdue: int
    open: int
    done: int

    @property
    def all(self) -> int:
        return self.overdue + self.open + self.done


def _fitting(asker: Person, wanted: Wanted) -> QuerySet[Learner]:
    found = learners_visible_to(asker).filter(path__published_at__isnull=False)
    if wanted.path is not None:
        found = found.filter(path=wanted.path)
    if wanted.team is not None:
        known = teams_visible_to(asker).filter(pk=wanted.team).values("pk")
        found = found.filter(person__in=Membership.objects.filter(team__in=known).values("person"))
    return found


def _of_state(state: str) -> Q:
    match state:
        case "overdue":
            return Q(finished_at=None, due_on__lt=desks_day())
        case "open":
            return Q(finished_at=None) & (Q(due_on=None) | Q(due_on__gte=desks_day()))
        case "done":
            return Q(finished_at__isnull=False)
    return Q()


def counts(asker: Person, wanted: Wanted) -> Counts:
    """How many are overdue, on their way, done. 1 statement."""
    found = _fitting(asker, wanted).aggregate(
        **{state: Count("pk", filter=_of_state(state)) for state in STATES},
    )
    return Counts(**found)


def report(asker: Person, wanted: Wanted, *, key: str = "", size: int = PAGE) -> tuple[list[Line], str]:
    """Learners, those who are overdue the longest first, finished ones last; and the key of the next page.

    3 statements.
    """
    finished = Case(When(finished_at=None, then=Value("0")), default=Value("1"), output_field=CharField())
    found = _fitting(asker, wanted).filter(_of_state(wanted.state)).select_related("person", "path")
    found = found.annotate(today=desks_day(), rank=finished, day=Cast(Coalesce(F("due_on"), Value(NEVER)), CharField()))
    rank, day, number = (*key.split("~"), "", "")[:3]
    if rank in ("0", "1") and len(day) == 10 and number.isascii() and number.isdecimal() and len(number) < 19:
        later = Q(rank=rank, day__gt=day) | Q(rank=rank, day=day, pk__gt=int(number))
        found = found.filter(Q(rank__gt=rank) | later)
    rows = list(found.order_by("rank", "day", "pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    following = f"{last.rank}~{last.day}~{last.pk}" if last is not None else ""
    return _lines(rows[:size]), following


def _lines(rows: Sequence[Any]) -> list[Line]:
    """`rows` are learners with `today`."""
    paths, people = {row.path_id for row in rows}, {row.person_id for row in rows}
    live = Step.objects.filter(path__in=paths, removed_at=None)
    lengths = dict(live.values_list("path").annotate(n=Count("pk")).values_list("path", "n"))
    taken = Progress.objects.filter(person__in=people, step__in=live, done_at__isnull=False)
    counted = taken.values_list("person", "step__path").annotate(
        done=Count("pk"),
        checks=Count("pk", filter=Q(step__kind="check")),
        first=Count("pk", filter=Q(right_at_once=True)),
    )
    told = {(person, path): (done, checks, first) for person, path, done, checks, first in counted}
    lines = []
    for row in rows:
        done, checks, first = told.get((row.person_id, row.path_id), (0, 0, 0))
        late = row.due_on is not None and row.due_on < row.today
        state = "done" if row.finished_at is not None else "overdue" if late else "open"
        lines.append(Line(row, done, lengths.get(row.path_id, 0), checks, first, state))
    return lines


def reported_paths(asker: Person) -> list[LearningPath]:
    """The paths of which there is something to report. 1 statement."""
    return list(LearningPath.objects.filter(pk__in=learners_visible_to(asker).values("path")).order_by("pk")[:200])
