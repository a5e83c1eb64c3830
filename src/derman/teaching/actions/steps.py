"""The steps of a path: articles and checks, their order, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from derman.kernel import clock, jobs
from derman.knowledge.access import seen_at_desk as articles_at_desk
from derman.people.models import Person
from derman.teaching.actions.locking import LARGEST, locked_path, touch
from derman.teaching.errors import NotFound, WrongInput
from derman.teaching.models import LearningPath, Step, StepKind
from derman.teaching.words import choice_of, texts_of, titles_of

MOST_STEPS = 60
MOST_CHOICES = 8
LONGEST_QUESTION = 500
_KEYS = "abcdefgh"


def add_article(*, actor: Person, path: int, article: int) -> Step:
    """The last step of a path becomes an article that the actor may read at the desk. Raises NotFound, WrongInput."""
    with transaction.atomic():
        found = locked_path(actor, path)
        known = articles_at_desk(actor).filter(pk=article, removed_at=None) if 0 < article < LARGEST else None
        if known is None or not known.exists():
            raise WrongInput(_("There is no such article."), field="article")
        if found.steps.filter(article=article, removed_at=None).exists():
            raise WrongInput(_("This article is in the path already."), field="article")
        return _added(found, Step(path=found, kind=StepKind.ARTICLE, article_id=article))


def add_check(
    *, actor: Person, path: int, questions: object, choices: object, explanations: object = None
) -> Step:  # fmt: skip
    """The last step becomes a check. `choices` is a list of `{words: {en: …}, right: bool}`.

    Raises NotFound, WrongInput.
    """
    with transaction.atomic():
        found = locked_path(actor, path)
        step = Step(path=found, kind=StepKind.CHECK)
        _ask(step, questions, choices, explanations)
        return _added(found, step)


def change_check(
    *,
    actor: Person,
    path: int,
    step: int,
    questions: object = None,
    choices: object = None,
    explanations: object = None,
    revision: int | None = None,
) -> Step:
    """What a check asks; what is None stays. Whoever has passed it has passed it. Raises NotFound, WrongInput."""
    with transaction.atomic():
        found = locked_path(actor, path, revision=revision)
        kept = _step(found, step)
        if not kept.is_check:
            raise WrongInput(_("Only a check has a question."), field="questions")
        _ask(
            kept,
            kept.questions if questions is None else questions,
            kept.choices if choices is None else choices,
            kept.explanations if explanations is None else explanations,
        )
        kept.save(update_fields=["questions", "choices", "explanations"])
        touch(found)
    return kept


def move_step(*, actor: Person, path: int, step: int, place: int) -> None:
    """Put a step at a place, 1 is the first; the others close up. Raises NotFound."""
    with transaction.atomic():
        found = locked_path(actor, path)
        kept = _step(found, step)
        others = [one for one in found.steps.filter(removed_at=None) if one.pk != kept.pk]
        others.insert(max(0, min(place - 1, len(others))), kept)
        for number, one in enumerate(others, start=1):
            one.place = number
        Step.objects.bulk_update(others, ["place"])
        touch(found)


def remove_step(*, actor: Person, path: int, step: int) -> Step:
    """Take a step out; it can be brought back. Whoever has all others has finished then. Raises NotFound."""
    from derman.teaching.jobs import settle

    with transaction.atomic():
        found = locked_path(actor, path)
        kept = _step(found, step)
        kept.removed_at = clock.now()
        kept.save(update_fields=["removed_at"])
        touch(found)
        jobs.enqueue(settle, path=found.pk)
    return kept


def bring_step_back(*, actor: Person, path: int, step: int) -> Step:
    """The opposite of `remove_step`. Raises NotFound."""
    with transaction.atomic():
        found = locked_path(actor, path)
        kept = _step(found, step, removed=True)
        kept.removed_at = None
        kept.save(update_fields=["removed_at"])
        touch(found)
    return kept


def _added(path: LearningPath, step: Step) -> Step:
    live = path.steps.filter(removed_at=None)
    if live.count() >= MOST_STEPS:
        raise WrongInput(_("A path has %(most)s steps at most.") % {"most": MOST_STEPS}, field="steps")
    step.place = (live.aggregate(last=Max("place"))["last"] or 0) + 1
    step.save()
    touch(path)
    return step


def _step(path: LearningPath, pk: int, *, removed: bool = False) -> Step:
    rows = path.steps.filter(removed_at__isnull=not removed, pk=pk)
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise NotFound(_("There is no such step."))
    return found


def _ask(step: Step, questions: object, choices: object, explanations: object) -> None:
    step.questions = titles_of(questions, field="questions", longest=LONGEST_QUESTION)
    step.explanations = texts_of(explanations, field="explanations")
    step.choices = _choices(choices, set(step.questions))


def _choices(given: object, languages: set[str]) -> list[dict[str, Any]]:
    """Choices with keys that stay theirs; empty ones fall away."""
    rows = given if isinstance(given, list) else []
    kept: list[dict[str, Any]] = []
    for row in rows:
        if not isinstance(row, Mapping):
            raise WrongInput(_("A choice has words and says whether it is right."), field="choices")
        words = choice_of(row.get("words"))
        if not words:
            continue
        if missing := languages - set(words):
            raise WrongInput(
                _("Write each choice in the languages of the question (%(language)s is missing).")
                % {"language": ", ".join(sorted(missing))},
                field="choices",
            )
        kept.append({"key": str(row.get("key") or ""), "words": words, "right": row.get("right") is True})
    if not 2 <= len(kept) <= MOST_CHOICES:
        raise WrongInput(_("A check has two to %(most)s choices.") % {"most": MOST_CHOICES}, field="choices")
    rights = sum(choice["right"] for choice in kept)
    if rights == 0:
        raise WrongInput(_("Say which choice is right."), field="choices")
    if rights == len(kept):
        raise WrongInput(_("A check needs a choice that is not right."), field="choices")
    used = [choice["key"] for choice in kept if choice["key"] in _KEYS and choice["key"]]
    free = iter([key for key in _KEYS if key not in used])
    seen: set[str] = set()
    for choice in kept:
        if choice["key"] not in used or choice["key"] in seen:
            choice["key"] = next(free)
        seen.add(choice["key"])
    return kept
