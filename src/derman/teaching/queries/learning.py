"""What a learner sees: one's own paths, one with its steps, one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from derman.knowledge.models import Translation
from derman.knowledge.queries.reading import texts_of_articles
from derman.people.models import Person
from derman.teaching.access import visible_to
from derman.teaching.actions.locking import LARGEST
from derman.teaching.errors import NotFound
from derman.teaching.models import Learner, LearningPath, Progress, Step
from derman.teaching.words import desks_day


@dataclass(frozen=True, slots=True)
class SeenStep:
    """A step as one learner sees it. `text` is the article in their language; None is a check or not theirs to read."""

    step: Step
    text: Translation | None
    progress: Progress | None

    @property
    def is_open(self) -> bool:
        return self.step.is_check or self.text is not None

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.done_at is not None


@dataclass(frozen=True, slots=True)
class Outline:
    """A path with its steps and how far its learner is. What they may not read does not count."""

    path: LearningPath
    learner: Learner
    steps: Sequence[SeenStep]
    today: date

    @property
    def counting(self) -> list[SeenStep]:
        return [step for step in self.steps if step.is_open]

    @property
    def all(self) -> int:
        return len(self.counting)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.counting)

    @property
    def next(self) -> SeenStep | None:
        """The first that is still to be taken."""
        return next((step for step in self.counting if not step.is_done), None)

    @property
    def is_finished(self) -> bool:
        return self.learner.finished_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_finished and self.learner.due_on is not None and self.learner.due_on < self.today

    def at(self, step: int) -> tuple[int, SeenStep]:
        """Its place from 1 on among those that count, and the step. Raises NotFound."""
        for place, one in enumerate(self.counting, start=1):
            if one.step.pk == step:
                return place, one
        raise NotFound(_("There is no such step."))


def mine(person: Person, lang: str) -> list[Outline]:
    """One's own paths: what is overdue and due first, finished ones last. 4 statements."""
    found = _outlines(person, list(_own(person)), lang)
    return sorted(found, key=_urgency)


def one(person: Person, path: int, lang: str) -> Outline:
    """One's own path with its steps. 4 statements. Raises NotFound."""
    row = _own(person).filter(path=path).first() if 0 < path < LARGEST else None
    if row is None:
        raise NotFound(_("There is no such learning path."))
    return _outlines(person, [row], lang)[0]


def _own(person: Person) -> QuerySet[Any]:
    """Each with `today`, the desk's."""
    rows = Learner.objects.filter(person=person, path__in=visible_to(person).values("pk"))
    return rows.select_related("path").annotate(today=desks_day())


def _urgency(outline: Outline) -> tuple[Any, ...]:
    learner = outline.learner
    if learner.finished_at is not None:
        return (1, -learner.finished_at.timestamp(), learner.pk)
    return (0, (learner.due_on or date.max).toordinal(), learner.pk)


def _outlines(person: Person, rows: Sequence[Any], lang: str) -> list[Outline]:
    paths = [row.path_id for row in rows]
    steps = list(Step.objects.filter(path__in=paths, removed_at=None))
    taken = {row.step_id: row for row in Progress.objects.filter(person=person, step__in=[one.pk for one in steps])}
    texts = texts_of_articles(person, [one.article_id for one in steps if one.article_id is not None], lang)
    return [
        Outline(row.path, row, [_seen(one, texts, taken) for one in steps if one.path_id == row.path_id], row.today)
        for row in rows
    ]


def _seen(step: Step, texts: Mapping[int, Translation], taken: Mapping[int, Progress]) -> SeenStep:
    return SeenStep(step, texts.get(step.article_id or 0), taken.get(step.pk))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many paths somebody is to learn, and how many of them are overdue."""

    open: int
    overdue: int


def waiting(person: Person) -> Waiting:
    """What one's first page says of it. 1 statement."""
    unfinished = Learner.objects.filter(
        person=person, ended_at=None, finished_at=None, path__published_at__isnull=False, path__removed_at=None
    )
    counted = unfinished.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=desks_day())))
    return Waiting(counted["open"], counted["overdue"])
