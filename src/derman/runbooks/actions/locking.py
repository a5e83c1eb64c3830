"""How every action takes hold of what it changes: seen by the actor, locked, and not overtaken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.runbooks.access import may_write, seen_at_desk
from derman.runbooks.errors import NotAllowed, Overtaken, RunbookNotFound
from derman.runbooks.models import Runbook


def require_writer(actor: Person) -> None:
    """Raises NotAllowed for everybody but leads and administrators."""
    if not may_write(actor):
        raise NotAllowed(_("Only leads and administrators write guided fixes."))


def locked(actor: Person, pk: int, *, revision: int | None = None, removed: bool = False) -> Runbook:
    """A runbook to be changed, locked. `revision` is the one that the actor has seen.

    Raises RunbookNotFound, NotAllowed, Overtaken.
    """
    seen = seen_at_desk(actor).filter(pk=pk, removed_at__isnull=not removed)
    found = seen.select_for_update().first() if 0 < pk < 2**63 else None
    if found is None:
        raise RunbookNotFound(_("There is no such guided fix."))
    require_writer(actor)
    if revision is not None and revision != found.revision:
        raise Overtaken(_("Somebody else changed this guided fix in the meantime. Look at what they wrote."))
    return found


def touch(runbook: Runbook, *fields: str) -> None:
    """Save what changed, and that it did."""
    runbook.revision += 1
    runbook.changed_at = clock.now()
    runbook.save(update_fields=[*fields, "revision", "changed_at"])
