"""How runbooks are walked: how often, with which end, and where people give up. No figure without its count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q

from derman.kernel import clock
from derman.runbooks.keeping import KEPT
from derman.runbooks.models import Runbook, Taken, Walk

LEFT_AFTER = timedelta(hours=2)  # a walk on which nothing happened for so long was given up where it stands


@dataclass(slots=True)
class StepFigures:
    """Of one step: how many walks came to it, what they answered, and how many were given up there."""

    reached: int = 0
    given_up: int = 0
    answers: dict[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(self.answers.values())


@dataclass(slots=True)
class Figures:
    """Of one runbook, for walks begun since `since`."""

    since: datetime
    walks: int = 0
    solved: int = 0
    article: int = 0
    ticket: int = 0
    escalated: int = 0
    given_up: int = 0
    walking: int = 0
    by_desk: int = 0  # of the walks: those of agents beside a ticket
    steps: dict[str, StepFigures] = field(default_factory=dict)

    @property
    def over(self) -> int:
        """How many walks have an end, giving up among them: what shares are of."""
        return self.walks - self.walking

    def share(self, count: int) -> int | None:
        """Per cent of the walks that are over; None where there is none."""
        return round(100 * count / self.over) if self.over else None


def _left(moment: datetime) -> Q:
    return Q(state=Walk.State.WALKING, moved_at__lt=moment - LEFT_AFTER)


def _ends(moment: datetime) -> dict[str, Count]:
    return {
        "walks": Count("pk"),
        "solved": Count("pk", filter=Q(state=Walk.State.SOLVED)),
        "article": Count("pk", filter=Q(state=Walk.State.ARTICLE)),
        "ticket": Count("pk", filter=Q(state=Walk.State.TICKET)),
        "escalated": Count("pk", filter=Q(state=Walk.State.ESCALATED)),
        "given_up": Count("pk", filter=_left(moment)),
        "walking": Count("pk", filter=Q(state=Walk.State.WALKING) & ~_left(moment)),
        "by_desk": Count("pk", filter=Q(by_desk=True)),
    }


def figures(runbook: Runbook, *, number: int | None = None) -> Figures:
    """Of one runbook and each of its steps, in one version or in all of them together. 4 statements."""
    moment = clock.now()
    since = moment - KEPT
    walks = Walk.objects.filter(runbook=runbook, started_at__gte=since)
    taken = Taken.objects.filter(walk__runbook=runbook, walk__started_at__gte=since)
    if number is not None:
        walks, taken = walks.filter(version__number=number), taken.filter(walk__version__number=number)
    made = Figures(since=since, **walks.aggregate(**_ends(moment)))
    for step, reached in taken.values_list("step").annotate(n=Count("walk", distinct=True)):
        made.steps.setdefault(step, StepFigures()).reached = reached
    for step, answer, count in taken.exclude(answer="").values_list("step", "answer").annotate(n=Count("pk")):
        made.steps.setdefault(step, StepFigures()).answers[answer] = count
    for step, count in walks.filter(_left(moment)).values_list("step").annotate(n=Count("pk")).order_by():
        made.steps.setdefault(step, StepFigures()).given_up = count
    return made


def walked_versions(runbook: Runbook) -> list[tuple[int, int]]:
    """Which versions were walked since then, the newest first, and how often. 1 statement."""
    walks = Walk.objects.filter(runbook=runbook, started_at__gte=clock.now() - KEPT).order_by()
    rows = walks.values_list("version__number").annotate(n=Count("pk")).order_by("-version__number")
    return [(number, count) for number, count in rows]


def figures_of_all() -> dict[int, Figures]:
    """The ends alone, of every runbook. 1 statement."""
    moment = clock.now()
    since = moment - KEPT
    names = list(_ends(moment))
    rows = Walk.objects.filter(started_at__gte=since).order_by().values("runbook").annotate(**_ends(moment))
    return {
        runbook: Figures(since=since, **dict(zip(names, counts, strict=True)))
        for runbook, *counts in rows.values_list("runbook", *names)
    }
