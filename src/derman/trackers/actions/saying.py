"""Commenting an issue from here."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.settling import GRACE, UNDO_TIME
from derman.trackers.actions.opening import locked, soon
from derman.trackers.actions.telling import tell
from derman.trackers.errors import IssueNotFound, WrongInput
from derman.trackers.models import IssueComment, Stage

LONGEST = 20_000


def say(*, actor: Person, issue: int, text: str) -> IssueComment:
    """Write to the makers. It leaves after the undo time. Raises IssueNotFound, WrongInput."""
    with transaction.atomic():
        row = locked(actor, issue)
        if row.stage == Stage.UNLINKED:
            raise WrongInput(_("It is not linked any more."))
        words = text.replace("\0", "").replace("\r\n", "\n").strip()
        if not words:
            raise WrongInput(_("Write a comment."), field="text")
        if len(words) > LONGEST:
            raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST}, field="text")
        made = IssueComment.objects.create(
            issue=row, by=actor, author=str(actor)[:120], marker=uuid.uuid4(), text=words, at=clock.now()
        )
        tell(row, actor, events.IssueSaid(issue=row.pk, comment=made.pk, theirs=False))
        row.next_at = clock.now() + UNDO_TIME + GRACE
        row.save(update_fields=["next_at"])
        soon(row)
    return made


def take_back(*, actor: Person, issue: int, comment: int) -> None:
    """What was written and has not left yet does not leave. Raises IssueNotFound, WrongInput."""
    with transaction.atomic():
        row = locked(actor, issue)
        found = row.comments.select_for_update().filter(pk=comment, by=actor, key="").first()
        if found is None:
            raise IssueNotFound(_("There is no such comment that could be taken back."))
        if found.begun_at is not None:
            raise WrongInput(_("It has left already."))
        found.delete()
