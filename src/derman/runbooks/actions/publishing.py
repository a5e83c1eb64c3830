"""Publishing: a draft that holds becomes what people walk; every version is kept and can come back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.runbooks import tree as trees
from derman.runbooks.actions.locking import locked, touch
from derman.runbooks.checking import faults_of
from derman.runbooks.errors import NotReady, RunbookNotFound
from derman.runbooks.facts import RunbookPublished, RunbookWithdrawn
from derman.runbooks.models import Runbook, Version


def publish(*, actor: Person, runbook: int, revision: int | None = None) -> Runbook:
    """Make the draft what people walk. Walks that are on their way end in the version in which they began.

    Raises NotReady with all that is to be mended, and as `locked`.
    """
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        faults = faults_of(trees.read(held.draft), get_language() or "en")
        if faults:
            raise NotReady(_("This guided fix cannot be published yet."), faults)
        put_live(held, actor)
        audit(actor=actor, kind="runbook.published", runbook=held.pk, slug=held.slug)
    return held


def put_live(held: Runbook, actor: Person | None) -> None:
    """Within a transaction: keep the draft as a version and have people walk it. A draft that is live stays so."""
    if held.live is not None and held.live.tree == held.draft:
        return
    held.live = keep(held, actor, published=True)
    held.live_since = held.live.at
    touch(held, "live", "live_since")
    announce(RunbookPublished(runbook=held.pk, version=held.live.pk))


def keep(held: Runbook, actor: Person | None, *, published: bool) -> Version:
    """Put the draft aside as a version of its own."""
    latest = held.versions.first()
    number = latest.number + 1 if latest is not None else 1
    return Version.objects.create(runbook=held, number=number, tree=held.draft, author=actor, published=published)


def withdraw(*, actor: Person, runbook: int) -> Runbook:
    """Nobody walks it any more; the draft and every version stay. Raises as `locked`."""
    with transaction.atomic():
        held = locked(actor, runbook)
        if held.live_id is not None:
            held.live = held.live_since = None
            touch(held, "live", "live_since")
            announce(RunbookWithdrawn(runbook=held.pk))
            audit(actor=actor, kind="runbook.withdrawn", runbook=held.pk, slug=held.slug)
    return held


def restore_version(*, actor: Person, runbook: int, number: int, revision: int | None = None) -> Runbook:
    """Make a version the draft again; a draft that differs is put aside first. Raises as `locked`."""
    with transaction.atomic():
        held = locked(actor, runbook, revision=revision)
        wanted = held.versions.filter(number=number).first() if 0 < number < 2**31 else None
        if wanted is None:
            raise RunbookNotFound(_("There is no such version."))
        if wanted.tree != held.draft:
            latest = held.versions.first()
            if latest is None or latest.tree != held.draft:
                keep(held, actor, published=False)
            held.draft, held.draft_by = wanted.tree, actor
            touch(held, "draft", "draft_by")
    return held


def remove(*, actor: Person, runbook: int) -> Runbook:
    """Take it away; `bring_back` undoes it. Raises as `locked`."""
    with transaction.atomic():
        held = locked(actor, runbook)
        was_live = held.live_id is not None
        held.removed_at, held.live, held.live_since = clock.now(), None, None
        touch(held, "removed_at", "live", "live_since")
        if was_live:
            announce(RunbookWithdrawn(runbook=held.pk))
        audit(actor=actor, kind="runbook.removed", runbook=held.pk, slug=held.slug)
    return held


def bring_back(*, actor: Person, runbook: int) -> Runbook:
    """What was taken away is there again, as a draft. Raises as `locked`."""
    with transaction.atomic():
        held = locked(actor, runbook, removed=True)
        held.removed_at = None
        touch(held, "removed_at")
        audit(actor=actor, kind="runbook.restored", runbook=held.pk, slug=held.slug)
    return held
