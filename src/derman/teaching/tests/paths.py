"""Small verbs for the tests of teaching."""

from __future__ import annotations

from typing import Any

from derman.knowledge.tests.writing import published
from derman.people.models import Person
from derman.teaching import actions
from derman.teaching.models import LearningPath, Step

CHOICES = [
    {"words": {"en": "Give it to them"}, "right": False},
    {"words": {"en": "Call them back"}, "right": True},
]


def check(writer: Person, path: LearningPath, **given: Any) -> Step:
    """What would you do when somebody asks for a password?"""
    asked = {"questions": {"en": "Somebody asks for a password"}, "choices": CHOICES} | given
    return actions.add_check(actor=writer, path=path.pk, **asked)


def path_of(writer: Person, title: str = "First week", **details: Any) -> LearningPath:
    """A published path with an article (`details` are its own) and a check."""
    made = actions.start(actor=writer, titles={"en": title})
    article = published(writer, f"How we work: {title}", **details)
    actions.add_article(actor=writer, path=made.pk, article=article.article_id)
    check(writer, made, explanations={"en": "The number in the directory is **theirs**."})
    return actions.publish(actor=writer, path=made.pk)


def take(learner: Person, path: LearningPath) -> actions.Taken:
    """Read and answer everything."""
    taken = None
    for step in path.steps.filter(removed_at=None):
        if step.is_check:
            taken = actions.answer(actor=learner, path=path.pk, step=step.pk, chosen=step.right)
        else:
            taken = actions.read(actor=learner, path=path.pk, step=step.pk)
    assert taken is not None
    return taken
