"""What a learner does: reads an article, answers a check, takes back that it was read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.teaching.access import visible_to
from derman.teaching.actions.enrolling import counting, finish_if_done
from derman.teaching.actions.locking import LARGEST
from derman.teaching.errors import NotFound, WrongInput
from derman.teaching.models import Learner, LearningPath, Progress, Step


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: how far one is with the step, and whether the whole path is finished now."""

    progress: Progress
    finished: bool


def read(*, actor: Person, path: int, step: int) -> Taken:
    """An article was read. Twice is once. Raises NotFound, WrongInput for a check."""
    with transaction.atomic():
        found, learner, chosen = _held(actor, path, step)
        if chosen.is_check:
            raise WrongInput(_("Choose an answer."), field="choices")
        progress, _made = Progress.objects.get_or_create(step=chosen, person=actor)
        if progress.done_at is None:
            progress.done_at = clock.now()
            progress.save(update_fields=["done_at"])
        return Taken(progress, finish_if_done(found, learner, actor))


def unread(*, actor: Person, path: int, step: int) -> None:
    """It was not read after all: a path that is still theirs to learn is open again.

    Raises NotFound, WrongInput.
    """
    with transaction.atomic():
        _found, learner, chosen = _held(actor, path, step)
        if chosen.is_check:
            raise WrongInput(_("An answer cannot be taken back."), field="step")
        Progress.objects.filter(step=chosen, person=actor).update(done_at=None)
        if learner.finished_at is not None and learner.ended_at is None:
            learner.finished_at = None
            learner.save(update_fields=["finished_at"])


def answer(*, actor: Person, path: int, step: int, chosen: Collection[str]) -> Taken:
    """An answer to a check; it is passed with exactly the right choices. What is passed stays so, and is not counted.

    Raises NotFound, WrongInput.
    """
    with transaction.atomic():
        found, learner, check = _held(actor, path, step)
        known = {str(choice["key"]) for choice in check.choices}
        given = set(chosen)
        if not check.is_check or not given or not given <= known:
            raise WrongInput(_("Choose an answer."), field="choices")
        progress, _made = Progress.objects.get_or_create(step=check, person=actor)
        if progress.done_at is None:
            right = given == check.right
            progress.tries = min(progress.tries + 1, 30_000)
            progress.chosen = sorted(given)
            progress.right_at_once = right and progress.tries == 1
            progress.done_at = clock.now() if right else None
            progress.save()
        return Taken(progress, finish_if_done(found, learner, actor))


def _held(actor: Person, path: int, step: int) -> tuple[LearningPath, Learner, Step]:
    """A step that counts for the actor; their row is locked, so that two clicks are one after the other."""
    found = visible_to(actor).filter(pk=path).first() if 0 < path < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such learning path."))
    learner = Learner.objects.select_for_update(of=("self",)).filter(path=found, person=actor).first()
    chosen = next((one for one in counting(found, actor) if one.pk == step), None)
    if learner is None or chosen is None:
        raise NotFound(_("There is no such step."))
    return found, learner, chosen
