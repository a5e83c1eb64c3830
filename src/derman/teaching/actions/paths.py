"""Learning paths as a whole: begun, described, published, taken away and brought back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.teaching.actions.enrolling import enrol
from derman.teaching.actions.locking import locked_path, require_writer, touch
from derman.teaching.errors import WrongInput
from derman.teaching.models import LearningPath
from derman.teaching.words import texts_of, titles_of

LONGEST_SUMMARY = 500


def start(*, actor: Person, titles: object, summaries: object = None) -> LearningPath:
    """A new path, a draft without steps. Raises NotAllowed, WrongInput."""
    require_writer(actor)
    return LearningPath.objects.create(
        titles=titles_of(titles, field="titles"),
        summaries=texts_of(summaries, field="summaries", longest=LONGEST_SUMMARY),
        written_by=actor,
    )


def describe(
    *, actor: Person, path: int, titles: object = None, summaries: object = None, revision: int | None = None
) -> LearningPath:
    """Titles and summaries by language; what is None stays. Raises NotFound, Overtaken, WrongInput."""
    with transaction.atomic():
        found = locked_path(actor, path, revision=revision)
        if titles is not None:
            found.titles = titles_of(titles, field="titles")
        if summaries is not None:
            found.summaries = texts_of(summaries, field="summaries", longest=LONGEST_SUMMARY)
        touch(found, "titles", "summaries")
    return found


def publish(*, actor: Person, path: int) -> LearningPath:
    """Learners see it from now on. Raises NotFound, WrongInput for a path without steps."""
    with transaction.atomic():
        found = locked_path(actor, path)
        if found.published_at is not None:
            return found
        if not found.steps.filter(removed_at=None).exists():
            raise WrongInput(_("Add an article or a check first."), field="steps")
        found.published_at = clock.now()
        touch(found, "published_at")
        enrol(found.pk)
    return found


def withdraw(*, actor: Person, path: int) -> LearningPath:
    """Back to a draft: no learner sees it, nobody is reminded. What they did is kept. Raises NotFound."""
    with transaction.atomic():
        found = locked_path(actor, path)
        if found.published_at is not None:
            found.published_at = None
            touch(found, "published_at")
    return found


def remove(*, actor: Person, path: int) -> LearningPath:
    """Take a path away; it can be brought back with all that was learned. Raises NotFound."""
    with transaction.atomic():
        found = locked_path(actor, path)
        found.removed_at = clock.now()
        touch(found, "removed_at")
    return found


def bring_back(*, actor: Person, path: int) -> LearningPath:
    """The opposite of `remove`. Raises NotFound."""
    with transaction.atomic():
        found = locked_path(actor, path, removed=True)
        found.removed_at = None
        touch(found, "removed_at")
        enrol(found.pk)
    return found
