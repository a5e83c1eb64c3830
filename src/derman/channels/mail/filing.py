"""Filing: a stored mail becomes a ticket, a message, the fate of one of our mails, or something that is ignored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from derman.channels.mail import bounces, contents, conversations
from derman.channels.mail.agents import answering
from derman.channels.mail.errors import NotYet, Unfileable
from derman.channels.mail.intake import plain
from derman.channels.mail.language import detect
from derman.channels.mail.marks import digest_of_id, ticket_of_message_id
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.channels.mail.outgoing import using_mailboxes
from derman.channels.mail.reading import Automatic, Mail, read_mail
from derman.channels.mail.trust.gate import Gate
from derman.channels.mail.trust.policy import Known
from derman.channels.mail.trust.verdict import SenderProof, Verdict
from derman.kernel import clock, sql
from derman.kernel.recalling import forget, recall
from derman.people.actions import find_or_add_requester, learn_name
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.incoming import Incoming
from derman.tickets.models import Channel

MOST_IN_COPY = 20


ANSWER_WAITS = timedelta(minutes=1)  # for the mail that it answers, where that was stored and is not filed yet


@dataclass(slots=True)
class Prepared:
    """A mail that was read and whose sender was looked at: what is left to do needs nobody but the database."""

    row: IncomingMail
    mail: Mail
    known: Known
    verdict: Verdict
    twin: tuple[int | None, int | None] | None = None  # ticket and message of the same mail, filed already


def mailboxes() -> list[Mailbox]:
    """The addresses of the desk, the default one first. 1 statement."""
    return recall("mailboxes", lambda: sql.read(Mailbox, "ORDER BY t.is_default DESC, t.address"))


def read(row: IncomingMail, raw: bytes) -> Mail:
    """Read a mail of the ledger, and note on `row` what it says of itself."""
    mail = read_mail(raw, [box.folded for box in mailboxes()])
    _describe(row, mail)
    return mail


def file_mail(prepared: Prepared) -> list[Any] | None:
    """File one mail of the ledger, inside the caller's transaction, and set what became of it on its row.

    Gives the values of the MailReference that belongs to it. Raises Unfileable for a mail that needs a person,
    NotYet for one that must wait for another.
    """
    row, mail = prepared.row, prepared.mail
    boxes = mailboxes()
    row.mailbox = _mailbox(row, mail, boxes)
    if _is_own(mail, boxes):
        _done(row, IncomingState.IGNORED, reason="own")
        return None
    if prepared.twin is not None:
        row.ticket_id, row.filed_as_id = prepared.twin
        _done(row, IncomingState.IGNORED, reason="duplicate", detail=f"#{row.ticket_id}")
        return None
    if mail.bounce is not None and (fate := bounces.report(mail)) is not None:
        row.ticket_id, row.filed_as_id = fate.ticket_id, fate.message_id
        _done(row, IncomingState.FILED, reason="bounce")
        return None
    if mail.complaint is not None and (sent := bounces.complaint(mail)) is not None:
        row.ticket_id, row.filed_as_id = sent.ticket_id, sent.message_id
        _done(row, IncomingState.FILED, reason="complaint")
        return None
    if (sent := bounces.receipt(mail)) is not None:
        row.ticket_id, row.filed_as_id = sent.ticket_id, sent.message_id
        _done(row, IncomingState.FILED, reason="receipt")
        return None
    return _receive(row, mail, boxes, Gate(row, mail, prepared.known, prepared.verdict))


def _describe(row: IncomingMail, mail: Mail) -> None:
    row.sender = plain(mail.author.email)[:254] if mail.author else ""
    row.subject = plain(mail.subject)[:300]
    seen = "\n".join(
        (
            row.sender,
            row.subject,
            str(mail.date),
            mail.text,
            mail.html,
            *(f"{file.name} {file.type} {file.size}" for file in mail.attachments),
        )
    )
    row.content = hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()


def _done(row: IncomingMail, state: str, *, reason: str = "", detail: str = "") -> None:
    row.state, row.reason, row.detail, row.done_at = state, reason, detail[:500], clock.now()


def _is_own(mail: Mail, boxes: list[Mailbox]) -> bool:
    """A mail of the desk that comes back: by its sender, or by a Message-ID that the desk signed."""
    if mail.bounce is not None:
        return False
    if mail.automatic == Automatic.OWN or ticket_of_message_id(mail.message_id) is not None:
        return True
    return mail.author is not None and _bare(mail.author.email) in {box.folded for box in boxes}


def _bare(address: str) -> str:
    """The folded address without its +tag; empty for what is none."""
    try:
        local, _at, domain = fold_address(address).rpartition("@")
    except BadAddress:
        return ""
    return f"{local.partition('+')[0]}@{domain}"


def _folded(address: str) -> str:
    try:
        return fold_address(address)
    except BadAddress:
        return ""


def recipients(row: IncomingMail, mail: Mail) -> list[str]:
    """Every address that the mail went to, those of the envelope first."""
    traced = [mail.headers.get(name) for name in ("delivered-to", "x-original-to", "envelope-to")]
    return [*row.envelope_to, *filter(None, traced), *(to.email for to in (*mail.to, *mail.cc))]


def _mailbox(row: IncomingMail, mail: Mail, boxes: list[Mailbox]) -> Mailbox | None:
    """The mailbox that the mail came for; the default one for an address that the desk does not know."""
    by_address = {box.folded: box for box in boxes}
    for address in recipients(row, mail):
        box = by_address.get(_folded(address)) or by_address.get(_bare(address))
        if box is not None:
            return box
    if boxes:
        return next((box for box in boxes if box.is_default), boxes[0])
    return _first_mailbox(row)


def _first_mailbox(row: IncomingMail) -> Mailbox | None:
    """A desk without any mailbox answers from the address that it was first written to."""
    for address in row.envelope_to:
        folded = _bare(address)
        if folded:
            box, _made = Mailbox.objects.get_or_create(
                folded=folded, defaults={"address": folded, "is_default": not Mailbox.objects.exists()}
            )
            forget("mailboxes")
            return box
    return None


def _receive(row: IncomingMail, mail: Mail, boxes: list[Mailbox], gate: Gate) -> list[Any] | None:
    if gate.switched_off:
        _done(row, IncomingState.IGNORED, reason="source_off", detail=gate.switched_off)
        return None
    if (answered := answering.find(mail, recipients(row, mail))) is not None:
        with using_mailboxes(boxes):
            outcome = answering.take(
                row, mail, answered, proof=gate.verdict.proof, released=gate.released, files=contents.files_of(mail)
            )
        row.ticket, row.filed_as = answered.ticket, outcome.message
        _done(row, outcome.state, reason=outcome.reason)
        return None
    sender = _sender(mail)
    found = conversations.find(mail, recipients(row, mail), sender)
    if found.ticket is None and clock.now() - row.received_at < ANSWER_WAITS and conversations.waits(mail, row):
        raise NotYet
    thread = gate.admit(found, sender)
    if thread.ticket is None and not gate.released and answering.strays(row, recipients(row, mail)):
        _done(row, IncomingState.QUARANTINED, reason="agent_stranger", detail=row.sender)
        return None
    message_id, agent = mail.message_id, None
    if (forward := gate.forward(thread, sender, boxes)) is not None:
        agent, sender, mail = sender, forward.sender, forward.mail
    named = agent is None and gate.spam is None and _learns(mail, sender, gate)
    row.findings |= contents.found_in(mail)
    automatic = mail.wants_no_answer or row.null_sender
    language = detect(mail.reply or mail.text or mail.subject)
    words = contents.words_of(mail)
    incoming = Incoming(
        channel=Channel.EMAIL,
        sender=sender,
        subject=plain(mail.subject),
        text=words.text,
        html=words.html,
        quoted=words.quoted,
        files=contents.files_of(mail),
        cc=[agent] if agent else [] if automatic or thread.aside else _in_copy(row, mail, sender, boxes),
        answers=thread.ticket,
        outside=thread.outside,
        blind=thread.blind,
        proof=thread.proof,
        mentions_ticket=thread.mentioned,
        automatic=automatic,
        wakes=not gate.known.settings.spares_automatic,
        named=named,
        spam=gate.spam is not None,
        brought_by=agent,
        team_hint=row.mailbox.team_id if row.mailbox else None,
        language=language,
        origin={"mailbox": row.mailbox.pk if row.mailbox else None, "address": row.sender},
    )
    with using_mailboxes(boxes):
        received = actions.receive(incoming)
    row.ticket, row.filed_as = received.ticket, received.message
    if forward is not None and agent is not None and forward.note:
        actions.note(actor=agent, ticket=received.ticket.pk, text=plain(forward.note), channel=Channel.EMAIL)
    _done(row, IncomingState.FILED, reason=str(thread.proof) if not received.opened else "")
    if not message_id:
        return None
    return [digest_of_id(message_id), plain(message_id)[:998], received.ticket.pk, received.message.pk, clock.now()]


def _sender(mail: Mail) -> Person:
    if mail.author is None:
        raise Unfileable("no_sender")
    try:
        return find_or_add_requester(email=plain(mail.author.email), name=plain(mail.author.name))
    except BadAddress:
        raise Unfileable("bad_sender", plain(mail.author.email)[:200]) from None


def _learns(mail: Mail, sender: Person, gate: Gate) -> bool:
    """Whether the sender's own mail says what they are called, of whom only the address was known."""
    forged = gate.verdict.proof is SenderProof.FAILED
    return not forged and mail.author is not None and learn_name(person=sender, name=plain(mail.author.name))


def _in_copy(row: IncomingMail, mail: Mail, sender: Person, boxes: list[Mailbox]) -> list[Person]:
    """Whom the sender wrote to besides the desk; nobody whose address is the desk's own."""
    ours = {box.folded for box in boxes} | {_bare(address) for address in _only_ours(row, boxes)}
    if row.mailbox:
        ours.add(row.mailbox.folded)
    found: dict[str, Person] = {}
    for person in (*mail.to, *mail.cc):
        folded = _folded(person.email)
        if not folded or folded in ours or _bare(folded) in ours or folded in found:
            continue
        if len(found) >= MOST_IN_COPY:
            break
        added = find_or_add_requester(email=plain(person.email), name=plain(person.name))
        if added.pk != sender.pk:
            found[folded] = added
    return list(found.values())


def _only_ours(row: IncomingMail, boxes: list[Mailbox]) -> list[str]:
    """Recipients of the envelope that can only be the desk, though no mailbox has their address."""
    known = {box.folded for box in boxes}
    if len(row.envelope_to) == 1 or not any(_bare(address) in known for address in row.envelope_to):
        return row.envelope_to[:1]
    return []
