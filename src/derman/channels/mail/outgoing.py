"""Writing mails into the outbox. Everything here runs in the transaction of the change that causes the mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from itertools import pairwise
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from derman.channels.mail.marks import digest_of_id, new_message_id
from derman.channels.mail.models import Mailbox, MailReference, OutgoingKind, OutgoingMail, OutgoingState
from derman.desk.queries import the_desk
from derman.kernel import clock, jobs, recalling, sql
from derman.kernel.gathering import gather
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person
from derman.tickets.actions import UNDO_TIME, Beside
from derman.tickets.models import Message, Ticket
from derman.tickets.queries import guest_token

CLOSE = timedelta(seconds=1)
AFTER_UNDO = UNDO_TIME + timedelta(seconds=3)  # a click on “Undo” needs its way to the desk


_at_hand: ContextVar[list[Mailbox] | None] = ContextVar("mailboxes", default=None)


@contextmanager
def using_mailboxes(boxes: list[Mailbox]) -> Iterator[None]:
    """Inside the block `mailbox_of` looks into what the caller has just read, instead of asking once more."""
    token = _at_hand.set(boxes)
    try:
        yield
    finally:
        _at_hand.reset(token)


def mailbox_of(ticket: Ticket | None) -> Mailbox | None:
    """The mailbox that a ticket came to, else the default one, else any. 1 statement at most."""
    wanted = ticket.origin.get("mailbox") if ticket else None
    for box in _at_hand.get() or ():
        if box.pk == wanted and box.active:
            return box
    return _mailbox(wanted)[0]


def addresses_of_desk(ticket: Ticket | None) -> set[str]:
    """The folded addresses of all mailboxes; read together with the one that the ticket came to. 1 statement."""
    return _mailbox(ticket.origin.get("mailbox") if ticket else None)[1]


_MAILBOX = """
SELECT ARRAY(SELECT folded FROM mail_mailbox), {columns} FROM (SELECT 1) AS desk LEFT JOIN LATERAL (
    SELECT * FROM mail_mailbox AS box WHERE box.active
    ORDER BY (box.id = %s) DESC NULLS LAST, box.is_default DESC, box.id LIMIT 1
) AS t ON true
"""


def _mailbox(wanted: object) -> tuple[Mailbox | None, set[str]]:
    asked = wanted if isinstance(wanted, int) else None

    def read() -> tuple[Mailbox | None, set[str]]:
        found = sql.shape(Mailbox)
        ((addresses, *row),) = sql.rows(_MAILBOX.format(columns=found.columns("t")), [asked])
        return cast("Mailbox | None", found.make(row)), set(addresses)

    return recalling.recall(("mailbox", asked), read)


def from_address(mailbox: Mailbox | None) -> str:
    """From where the desk writes; a desk without a mailbox writes from its public host."""
    if mailbox is not None:
        return mailbox.address
    host = urlsplit(settings.DERMAN_URL).hostname or "localhost"
    return f"help@{host}" if "." in host and not host.replace(".", "").isdigit() else "help@localhost"


def language_of(person: Person | None, ticket: Ticket | None, mailbox: Mailbox | None) -> str:
    """In which of the desk's languages to write: the person's, else as they wrote, else the mailbox's, the desk's."""
    known = dict(settings.LANGUAGES)
    wishes = (person and person.language, ticket and ticket.language, mailbox and mailbox.language)
    return next((wish for wish in wishes if wish in known), None) or the_desk().language


def address_of(person: Person, ticket: Ticket | None = None) -> str:
    """Where a person gets mail: at the address that they wrote from about this ticket, else the primary one."""
    if not person.is_active:
        return ""
    used = str(ticket.origin.get("address", "")) if ticket and ticket.requester_id == person.pk else ""
    if used and used != person.email:
        try:
            if person.addresses.filter(folded=fold_address(used)).exists():
                return used
        except BadAddress:
            pass
    return person.email


def link_to(ticket: Ticket, reader: Person | None = None) -> str:
    """The ticket's page on the portal; for a `reader` who alone gets the mail, one that opens without signing in.

    Whoever works at the desk signs in in any case: such a link must not speak for them.
    """
    if reader is not None and not reader.is_staff_member:
        return f"{settings.DERMAN_PORTAL_URL}/r/{guest_token(ticket.pk, reader.pk)}/"
    return f"{settings.DERMAN_PORTAL_URL}/requests/{ticket.pk}/"


def subject_of(ticket: Ticket, *, answers: bool = True) -> str:
    """The subject of a mail about a ticket, with its number for people to see."""
    mark = f"[#{ticket.pk}]"
    subject = ticket.subject if mark in ticket.subject else f"{mark} {ticket.subject}"
    return f"Re: {subject}" if answers else subject


def write_mail(
    *,
    kind: OutgoingKind,
    mailbox: Mailbox | None,
    to: Sequence[str],
    subject: str,
    language: str,
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    ticket: Ticket | None = None,
    about: Ticket | None = None,
    message: Message | None = None,
    person: Person | None = None,
    text: str = "",
    sealed: str = "",
    not_before: datetime | None = None,
    state: str = OutgoingState.WAITING,
    beside: Beside | None = None,
    keyed: bool = True,
) -> OutgoingMail:
    """Put a mail into the outbox; it leaves at `not_before` (now if None), once this transaction is committed.

    `about`: the ticket of which it tells, where it is no part of its conversation. With another `state` the caller
    sends it. `beside`: what is written together with a ticket that is being changed; the mail may be as well, and is
    where nobody needs its key at once (not `keyed`).
    """
    sender = from_address(mailbox)
    # what somebody outside is sent proves nothing about the ticket
    outside = kind in (OutgoingKind.FORWARD, OutgoingKind.VENDOR)
    signed_for = ticket.pk if ticket is not None and not outside else None
    row = OutgoingMail(
        kind=kind,
        ticket=ticket,
        about=about,
        message=message,
        mailbox=mailbox,
        person=person,
        from_address=sender,
        to=list(to),
        cc=list(cc),
        bcc=list(bcc),
        subject=subject[:400],
        # what somebody outside is sent proves nothing about the ticket
        header_id=new_message_id(signed_for, sender.rpartition("@")[2]),
        language=language,
        text=text,
        sealed=sealed,
        not_before=not_before or clock.now(),
        state=state,
    )
    key = sql.spare_key(OutgoingMail) if beside is not None else None
    if beside is not None and (key is not None or not keyed):
        row.pk = key
        beside.insert(row)
    else:
        sql.insert(row)
    if message is not None and about is None:
        recalling.remember(("mail with", message.pk), row)
    if state == OutgoingState.WAITING:
        _wake(mailbox, not_before)
    return row


def remember(row: OutgoingMail) -> None:
    """Keep the Message-ID of a mail of a ticket for the References of those that follow."""
    if row.ticket_id is None or row.kind in (OutgoingKind.AGENT, OutgoingKind.FORWARD, OutgoingKind.VENDOR):
        return
    reference = MailReference(hash=digest_of_id(row.header_id), header=row.header_id, ticket_id=row.ticket_id)
    reference.message = row.message
    MailReference.objects.bulk_create([reference], ignore_conflicts=True)


def _wake_at(moments: list[datetime]) -> None:
    """One that is woken sends all that is due by then: moments that lie close together need one job."""
    from derman.channels.mail.jobs import send_due

    *some, last = sorted(moments)
    apart = [one for one, following in pairwise([*some, last]) if following - one > CLOSE]
    jobs.enqueue_each_at((send_due, {}, moment) for moment in [*apart, last])


def _wake(mailbox: Mailbox | None, not_before: datetime | None) -> None:
    """Have the worker send; with no server to send by, the mail waits until one is named."""
    from derman.channels.mail.jobs import send_due

    if not settings.DERMAN_MAIL_URL and not (mailbox and mailbox.host):
        return
    if not_before is not None:
        gather(_wake_at, not_before)
    else:
        transaction.on_commit(lambda: jobs.enqueue_unless_waiting(send_due))
