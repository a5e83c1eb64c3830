"""How every action takes hold of what it changes: seen by the actor, locked, and not overtaken."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.teaching.access import may_assign, may_write, news_at_desk, seen_at_desk, tips_at_desk
from derman.teaching.errors import NotAllowed, NotFound, Overtaken
from derman.teaching.models import LearningPath, News, Tip

LARGEST = 2**63


def require_writer(actor: Person) -> None:
    """Raises NotAllowed for everybody but people of the desk."""
    if not may_write(actor):
        raise NotAllowed(_("Only people of the desk write learning paths, news and tips."))


def require_lead(actor: Person) -> None:
    """Raises NotAllowed for everybody but leads and administrators."""
    if not may_assign(actor):
        raise NotAllowed(_("Only leads and administrators say who is to learn."))


def locked_path(actor: Person, pk: int, *, revision: int | None = None, removed: bool = False) -> LearningPath:
    """A path to be changed, locked. `revision` is the one that the actor has seen.

    Raises NotFound, Overtaken.
    """
    found = _locked(seen_at_desk(actor).filter(removed_at__isnull=not removed), pk)
    if found is None:
        raise NotFound(_("There is no such learning path."))
    if revision is not None and revision != found.revision:
        raise overtaken()
    return found


def locked_of[R: (News, Tip)](rows: QuerySet[R], pk: int, *, revision: int | None = None, removed: bool = False) -> R:
    """One of `rows` (news or tips that the actor may work on), locked. Raises NotFound, Overtaken."""
    found = rows.filter(removed_at__isnull=not removed, pk=pk).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound(_("This does not exist any more."))
    if revision is not None and revision != found.revision:
        raise overtaken()
    return found


def overtaken() -> Overtaken:
    """The error of whoever comes second."""
    return Overtaken(_("Somebody else changed this in the meantime. Look at what they wrote."))


def _locked(rows: QuerySet[LearningPath], pk: int) -> LearningPath | None:
    return rows.filter(pk=pk).select_for_update().first() if 0 < pk < LARGEST else None


def held(*, actor: Person, path: int) -> LearningPath:
    """A path locked within the caller's transaction, for a look at its state before a change. Raises NotFound."""
    return locked_path(actor, path)


def held_news(*, actor: Person, news: int) -> News:
    """The same of a piece of news."""
    return locked_of(news_at_desk(actor), news)


def held_tip(*, actor: Person, tip: int) -> Tip:
    """The same of a tip."""
    return locked_of(tips_at_desk(actor), tip)


def touch(path: LearningPath, *fields: str) -> None:
    """Save what changed, and that it did."""
    path.revision += 1
    path.changed_at = clock.now()
    path.save(update_fields=[*fields, "revision", "changed_at"])
