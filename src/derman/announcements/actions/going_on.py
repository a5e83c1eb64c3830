"""An outage goes on: its state, what is told of it, and that told too early is taken back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements.actions.locking import locked, save
from derman.announcements.errors import NotFound, WrongInput
from derman.announcements.models import Announcement, State, Update
from derman.announcements.words import texts_of
from derman.kernel import clock
from derman.people.models import Person

UNDO = timedelta(minutes=1)  # the mails leave once an update can no longer be taken back


def go_on(*, actor: Person, announcement: int, state: str, texts: object = None, revision: int | None = None) -> Update:
    """Say how far an outage is; `over` ends it. Whoever it affects is told by mail.

    Raises NotFound, NotAllowed, Overtaken, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, announcement, revision=revision)
        if not row.is_outage:
            raise WrongInput(_("Only an outage goes on."), field="state")
        if state not in State:
            raise WrongInput(_("Say how far it is."), field="state")
        if not row.is_shown(clock.now()) and not row.is_over:
            raise WrongInput(_("Publish it first."), field="state")
        words = texts_of(texts)
        if state == row.state and not words:
            raise WrongInput(_("Choose another state, or write what is new."), field="state")
        made = Update.objects.create(announcement=row, state=state, before=row.state, texts=words, by=actor)
        stands(row, state)
    return made


def take_back(*, actor: Person, announcement: int, update: int) -> Announcement:
    """As if the latest update had not been written; within a minute, before its mails leave.

    Raises NotFound, NotAllowed, and WrongInput where it is too late.
    """
    with transaction.atomic():
        row = locked(actor, announcement)
        latest = row.updates.first()
        if latest is None or latest.pk != update:
            raise NotFound(_("There is no such update, or another came after it."))
        if latest.told_at is not None or latest.at + UNDO <= clock.now():
            raise WrongInput(_("It has been mailed. Write another update instead."))
        latest.delete()
        stands(row, latest.before)
    return row


def stands(row: Announcement, state: str) -> None:
    """The outage is so far; it is over since that was said first."""
    ended = row.updates.filter(state=State.OVER).first() if state == State.OVER else None
    row.state, row.over_at = state, ended.at if ended is not None else None
    save(row, "state", "over_at")
