"""The outbox: every mail that left or will leave, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from derman.channels.mail.access import outbox_visible_to, outgoing_content_visible_to
from derman.channels.mail.errors import MailNotFound
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.channels.mail.own_links import without_keys
from derman.channels.mail.recipients import FAILED, has_fate, recipients_of
from derman.people.models import Person

from .pages import PAGE, MailPage


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One line of the outbox. `hidden`: it belongs to a ticket that the reader may not see."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    words: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    text: str  # of what the desk wrote by itself, without keys of links; empty for replies and sign-in links
    mailbox: str
    ticket: int | None
    tries: int
    created_at: datetime
    not_before: datetime
    done_at: datetime | None
    lost: list[str]  # recipients at whom it failed, of a mail that others got
    hidden: bool


def outbox(asker: Person, *, state: str = "", before: int = 0, size: int = PAGE) -> MailPage[OutboxRow]:
    """One page of the outbox, the latest first. 1 statement."""
    found = outbox_visible_to(asker)
    if state:
        found = found.filter(state=state)
    if before:
        found = found.filter(pk__lt=before)
    open_to = outgoing_content_visible_to(asker).filter(pk=OuterRef("pk"))
    rows = list(found.select_related("mailbox").annotate(open_to=Exists(open_to)).order_by("-pk")[: size + 1])
    return MailPage([_outbox_row(row) for row in rows[:size]], rows[size - 1].pk if len(rows) > size else 0)


def outbox_mail(asker: Person, number: int) -> OutboxRow:
    """One line of the outbox. 1 statement. Raises MailNotFound."""
    rows = outbox(asker, before=number + 1, size=1).rows if 0 < number < 2**62 else []
    if not rows or rows[0].id != number:
        raise MailNotFound(_("There is no such mail that you may see."))
    return rows[0]


def failed_count(asker: Person, *, cap: int = 100) -> int:
    """How many mails could not be sent, counted up to `cap`. 1 statement."""
    return outbox_visible_to(asker).filter(state=OutgoingState.FAILED).order_by()[:cap].count()


def _outbox_row(row: OutgoingMail) -> OutboxRow:
    hidden = not row.open_to  # type: ignore[attr-defined]
    return OutboxRow(
        id=row.pk,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        words="" if hidden else row.words,
        to=[] if hidden else list(row.to),
        cc=[] if hidden else list(row.cc),
        bcc=[] if hidden else list(row.bcc),
        subject="" if hidden else row.subject,
        text="" if hidden else without_keys(row.text),
        mailbox=row.mailbox.address if row.mailbox else "",
        ticket=None if hidden else row.ticket_id,
        tries=row.tries,
        created_at=row.created_at,
        not_before=row.not_before,
        done_at=row.done_at,
        lost=[] if hidden or row.state != OutgoingState.SENT else _lost(row),
        hidden=hidden,
    )


def _lost(row: OutgoingMail) -> list[str]:
    return [address for address in recipients_of(row) if has_fate(row, address, FAILED)]
