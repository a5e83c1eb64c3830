"""A major incident that was declared by mistake is none: withdrawn, and for a minute as if nobody had said it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.kernel import clock, jobs
from derman.majors import clock as promised
from derman.majors import words
from derman.majors.actions.leading import require_open
from derman.majors.actions.locking import happened, locked, save
from derman.majors.actions.telling import UNDO, unwrite, write
from derman.majors.errors import WrongInput
from derman.majors.models import MajorIncident, State
from derman.people.models import Person


def withdraw(*, actor: Person, major: int, texts: object | None = None, revision: int | None = None) -> MajorIncident:
    """It was declared by mistake. Within a minute nobody hears of it; later whoever was told hears that it is none.

    `texts`: what they read then, in each language; else what the desk has for it. Its tickets go on by themselves.
    `reopen` takes it back. Raises MajorNotFound, NotAllowed, Overtaken, WrongInput.
    """
    from derman.majors.jobs import tell as work  # which counts on this file

    moment = clock.now()
    with transaction.atomic():
        row = locked(actor, major, leads=True, revision=revision)
        require_open(row)
        latest = row.updates.first()
        if latest is not None and latest.told_at is None and latest.at + UNDO > moment:
            unwrite(row, latest)
            happened(row, "untold", actor, state=row.state)
        before, heard = row.state, was_heard_of(row)
        if heard:
            said = words.news(texts if texts is not None else words.drafts(row, State.WITHDRAWN))
            write(actor, row, said, State.WITHDRAWN)
        else:
            announcements.hide_commanded(announcement=row.announcement_id)
            jobs.enqueue(work, at=moment + UNDO)
        row.state, row.resolved_at = State.WITHDRAWN, moment
        promised.stop(row)
        happened(row, "withdrawn", actor, before=before)
        save(row, "state", "resolved_at", "update_due_at", "stage", "step_at")
    return row


def was_heard_of(row: MajorIncident) -> bool:
    """May anybody outside of the desk have read of it? 2 statements at most."""
    if row.declared_at + UNDO <= clock.now():
        return True
    return row.updates.exists() or row.rows.filter(told_first_at__isnull=False).exists()


def stand_again(row: MajorIncident) -> str:
    """Within a transaction, for a locked one that was withdrawn: people may read of it again; in which state it was."""
    last = row.happenings.filter(kind="withdrawn").order_by("-pk").first()
    announcements.show_commanded(announcement=row.announcement_id)
    return str(last.details["before"]) if last is not None else State.INVESTIGATING.value


def require_real(row: MajorIncident) -> None:
    """Raises WrongInput: nothing is learned from what was none."""
    if row.state == State.WITHDRAWN:
        raise WrongInput(_("It was declared by mistake: there is nothing to review. Reopen it if it is one after all."))
