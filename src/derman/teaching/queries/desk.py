"""What those who write paths and assign them see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from derman.knowledge.models import Translation
from derman.knowledge.queries.desk import named_articles
from derman.people.models import Person
from derman.teaching.access import assignments_visible_to, seen_at_desk
from derman.teaching.actions.locking import LARGEST
from derman.teaching.errors import NotFound
from derman.teaching.models import Assignment, LearningPath, Step

PAGE = 50


def paths(asker: Person, *, removed: bool = False, after: int = 0, size: int = PAGE) -> list[LearningPath]:
    """The paths as the desk sees them, with `learning`, `finished` and `length`, one more than `size`. 1 statement."""
    in_force = Q(learners__ended_at=None) | Q(learners__finished_at__isnull=False)
    found = seen_at_desk(asker).filter(removed_at__isnull=not removed, pk__gt=after)
    counted = found.annotate(
        length=Count("steps", filter=Q(steps__removed_at=None), distinct=True),
        learning=Count("learners", filter=in_force, distinct=True),
        finished=Count("learners", filter=Q(learners__finished_at__isnull=False), distinct=True),
    )
    return list(counted.order_by("pk")[: size + 1])


def path_at_desk(asker: Person, pk: int) -> LearningPath:
    """One path, a draft too. 1 statement. Raises NotFound."""
    found = seen_at_desk(asker).filter(pk=pk, removed_at=None).first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such learning path."))
    return found


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as its writer sees it. `text` names the article; None is a check or an article not theirs to see."""

    step: Step
    text: Translation | None


def steps(asker: Person, path: LearningPath) -> list[WrittenStep]:
    """The steps of a path. 2 statements."""
    rows = list(path.steps.filter(removed_at=None))
    texts = named_articles(asker, [row.article_id for row in rows if row.article_id is not None])
    return [WrittenStep(row, texts.get(row.article_id or 0)) for row in rows]


def step(asker: Person, path: LearningPath, pk: int) -> WrittenStep:
    """One step. 2 statements. Raises NotFound."""
    for row in steps(asker, path):
        if row.step.pk == pk:
            return row
    raise NotFound(_("There is no such step."))


def assignments(asker: Person, path: LearningPath) -> Sequence[Assignment]:
    """Who is to learn it, for leads. 1 statement."""
    found: QuerySet[Assignment] = assignments_visible_to(asker).filter(path=path)
    return list(found.select_related("person", "team", "organisation", "assigned_by").order_by("pk"))


def unreadable(path: LearningPath) -> int:
    """How many articles of a path are not for everybody who is signed in: some may not read them. 1 statement."""
    rows = path.steps.filter(removed_at=None, article__isnull=False)
    return rows.exclude(article__audience__in=("everyone", "signed_in")).count()
