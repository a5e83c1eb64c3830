"""Questions about news, each with a fixed number of SQL statements."""

from __future__ import annotations

from derman.notify.access import visible_to
from derman.notify.models import Choices, Notice, NoticeKind
from derman.people.models import Person

PAGE = 40


def latest(asker: Person, *, before: int = 0, size: int = PAGE) -> list[Notice]:
    """One's own news, the latest first, with what it is of and who did it; `before` is the id of the last one read.

    1 statement.
    """
    found = visible_to(asker).select_related("ticket", "translation__newest", "major__announcement", "problem", "actor")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def choices_of(asker: Person) -> Choices:
    """Of what one wants a mail. 1 statement."""
    return Choices.objects.filter(person=asker).first() or Choices(person=asker)


def kinds() -> list[tuple[str, str]]:
    """(code, name) of what one can be told."""
    return [(str(code), str(name)) for code, name in NoticeKind.choices]
