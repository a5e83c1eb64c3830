"""Mails that a rule of the desk writes to an address. In the transaction in which the rule is written down."""

from __future__ import annotations

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, subject_of, write_mail
from derman.kernel import sql
from derman.tickets.models import Ticket


def write(ticket: Ticket, address: str, text: str) -> bool:
    """Put a mail about a ticket into the outbox; not to an address of the desk itself, which would be a loop."""
    if address.casefold() in {ours for (ours,) in sql.rows("SELECT folded FROM mail_mailbox")}:
        return False
    mailbox = mailbox_of(ticket)
    write_mail(
        kind=OutgoingKind.RULE,
        mailbox=mailbox,
        to=[address],
        subject=subject_of(ticket, answers=False),
        language=language_of(None, None, mailbox),
        about=ticket,
        text=text,
    )
    return True
