"""Which ticket does a mail carry on? By what the desk signed or stored, never by a number that anybody can write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from derman.channels.mail.marks import (
    agent_of_address,
    digest_of_id,
    forward_of_address,
    ticket_of_address,
    ticket_of_message_id,
)
from derman.channels.mail.models import IncomingMail, IncomingState, MailReference, OutgoingKind, OutgoingMail
from derman.channels.mail.reading import Mail
from derman.people.models import Person
from derman.tickets.actions import had_blind_copy, takes_part
from derman.tickets.incoming import Proof
from derman.tickets.models import Forward, Ticket

_NUMBER = re.compile(r"\[#(\d{1,15})\]|(?<![\w&])#(\d{4,15})\b")
MOST_REFERENCES = 50


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket that a mail answers and how that is proven; or the one that its subject merely names."""

    ticket: int | None = None
    proof: Proof = Proof.NONE
    mentioned: int | None = None
    outside: int | None = None  # the tickets.Forward that it answers
    blind: bool = False  # by somebody who had a blind copy

    @property
    def aside(self) -> bool:
        """Is it of somebody who takes no part in the conversation, for agents alone?"""
        return self.blind or self.outside is not None


def find(mail: Mail, recipients: Iterable[str], sender: Person) -> Thread:
    """The thread of a mail. A ticket in which the sender takes no part is named, but not answered."""
    recipients = list(recipients)
    if (forward := _forward(mail, recipients)) is not None:
        return Thread(forward.ticket_id, Proof.TOKEN, outside=forward.pk)
    candidates = _candidates(mail, recipients)
    if candidates:
        tickets = Ticket.objects.in_bulk([ticket for ticket, _ in candidates])
        for number, proof in candidates:
            if number in tickets and takes_part(sender, tickets[number]):
                return Thread(number, proof)
        for number, proof in candidates:
            # the desk's own mark is known to those whom it wrote to; an earlier Message-ID proves less
            if number in tickets and proof == Proof.TOKEN and had_blind_copy(sender, number):
                return Thread(number, proof, blind=True)
        for number, _proof in candidates:
            if number in tickets:
                return Thread(mentioned=number)
    return Thread(mentioned=_named(mail.subject))


def _forward(mail: Mail, recipients: list[str]) -> Forward | None:
    """What the mail answers of what was forwarded: by its address, else by the Message-ID. 1 statement, or none."""
    for address in recipients:
        if (number := forward_of_address(address)) is not None:
            return Forward.objects.filter(pk=number, answers=True).first()
    named = (mail.in_reply_to, *mail.references[-3:])
    ids = [known for known in named if known and ticket_of_message_id(known) == 0]
    if not ids:
        return None
    kinds = (OutgoingKind.FORWARD, OutgoingKind.VENDOR)
    sent = OutgoingMail.objects.filter(header_id__in=ids, kind__in=kinds).values("message__forward")
    return Forward.objects.filter(pk__in=sent, answers=True).first()


def _candidates(mail: Mail, recipients: Iterable[str]) -> list[tuple[int, Proof]]:
    """Tickets that the mail points at, the surest and latest first."""
    found: dict[int, Proof] = {}
    for address in recipients:
        if (number := ticket_of_address(address)) is not None:
            found.setdefault(number, Proof.TOKEN)
        elif (signed := agent_of_address(address)) is not None:
            found.setdefault(signed[0], Proof.TOKEN)  # an agent gave it on to somebody who takes part
    ids = message_ids(mail)
    for message_id in ids:
        if number := ticket_of_message_id(message_id):
            found.setdefault(number, Proof.TOKEN)
    if ids and not found:
        keys = [digest_of_id(message_id) for message_id in ids]
        stored = dict(MailReference.objects.filter(hash__in=keys).values_list("hash", "ticket_id"))
        for key in keys:
            if key in stored:
                found.setdefault(stored[key], Proof.REFERENCE)
    return list(found.items())


def message_ids(mail: Mail) -> list[str]:
    """The Message-IDs that the mail answers, the latest first; of a report, first the one that it is about."""
    ids = [mail.reported_id, mail.in_reply_to, *reversed(mail.references[-MOST_REFERENCES:])]
    return list(dict.fromkeys(message_id for message_id in ids if message_id))


def waits(mail: Mail, row: IncomingMail) -> bool:
    """Does it answer a mail that is stored but not filed yet, so that nobody knows its ticket? 1 statement at most."""
    keys = [digest_of_id(message_id) for message_id in message_ids(mail)]
    if not keys:
        return False
    found = IncomingMail.objects.filter(message_id_hash__in=keys, state=IncomingState.STORED)
    return found.exclude(pk=row.pk).exists()


def _named(subject: str) -> int | None:
    match = _NUMBER.search(subject)
    return int(match[1] or match[2]) if match else None
