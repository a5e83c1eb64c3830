"""What servers report about mails of the desk: the fate comes back to the message."""

from __future__ import annotations

from collections.abc import Sequence

from derman.channels.mail.intake import plain
from derman.channels.mail.marks import ticket_of_message_id
from derman.channels.mail.models import OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.reading import Mail
from derman.channels.mail.reading.mail import Bounce
from derman.channels.mail.recipients import (
    COMPLAINED,
    DELAYED,
    DELIVERED,
    FAILED,
    failed_everywhere,
    has_fate,
    is_of_the_address,
    mark_unreachable,
    note_delivered,
    note_fate,
    recipients_of,
)
from derman.kernel import clock
from derman.people.addresses import BadAddress, fold_address
from derman.tickets import actions

_FATES = {"failed": FAILED, "delayed": DELAYED, "delivered": DELIVERED}


def report(mail: Mail) -> OutgoingMail | None:
    """Note a delivery report at the mail that it is about; None where it is about none of ours.

    A report that names no Message-ID of the desk counts for nothing: anybody can send one.
    """
    bounce = mail.bounce
    assert bounce is not None
    sent = _sent(mail, bounce.original_message_id)
    if sent is None:
        return None
    said = plain(bounce.diagnostic or bounce.status or bounce.action)
    sent.words = " ".join(filter(None, (plain(bounce.recipient), said)))[:1000]
    meant = _meant(sent, bounce.recipients)
    if (fate := _FATES.get(bounce.action)) is not None:
        for address in meant:
            note_fate(sent, address, fate, said)
    # where it does not say at whom, nobody can rely on the mail having arrived
    if bounce.action == "failed" and sent.state == OutgoingState.SENT and (not meant or failed_everywhere(sent)):
        sent.state, sent.done_at = OutgoingState.FAILED, clock.now()
    sent.save(update_fields=["words", "state", "done_at", "fates"])
    if bounce.permanent and is_of_the_address(said, bounce.status or ""):
        for address in meant:
            mark_unreachable(address, said)
    elif bounce.action == "delivered":
        note_delivered(meant)
    _tell(sent, bounce, meant)
    return sent


def complaint(mail: Mail) -> OutgoingMail | None:
    """Note at the mail that it is about that a recipient called it unwanted; None where it is about none of ours.

    The ticket's people hear of it, and nothing else changes: the requester may have pressed the wrong button.
    """
    told = mail.complaint
    assert told is not None
    sent = _sent(mail, told.original_message_id)
    if sent is None:
        return None
    for address in _meant(sent, told.recipients)[:1]:
        if has_fate(sent, address, COMPLAINED):
            return sent
        note_fate(sent, address, COMPLAINED, told.kind)
    sent.save(update_fields=["fates"])
    if sent.ticket_id is not None and sent.kind != OutgoingKind.AGENT:
        actions.note_lost_mail(ticket=sent.ticket_id, mail=sent.pk, what="complained", reopen=False)
    return sent


def receipt(mail: Mail) -> OutgoingMail | None:
    """Note at the mail that it is about that somebody opened it; None where it is about none of ours.

    One that says anything else (thrown away unread, refused by a rule) may hold words, and goes the way of other mails.
    """
    told = mail.receipt
    if told is None or not told.seen or mail.author is None or (sent := _sent(mail, told.original_message_id)) is None:
        return None
    readers = [address for address in _meant(sent, [mail.author.email]) if not has_fate(sent, address, COMPLAINED)]
    for address in readers:
        note_fate(sent, address, DELIVERED)
    sent.save(update_fields=["fates"])
    note_delivered(readers)
    return sent


def _sent(mail: Mail, original_id: str) -> OutgoingMail | None:
    """The mail of the desk that a report names, locked."""
    ids = [original_id, mail.in_reply_to, *reversed(mail.references[-20:])]
    ours = [message_id for message_id in ids if message_id and ticket_of_message_id(message_id) is not None]
    return OutgoingMail.objects.select_for_update().filter(header_id__in=ours[:20]).order_by("-id").first()


def _meant(sent: OutgoingMail, named_ones: Sequence[str]) -> list[str]:
    """Whom of the mail's recipients the report is about; a mail to one person can be about nobody else."""
    named = {_folded(address) for address in named_ones}
    everybody = recipients_of(sent)
    return [address for address in everybody if _folded(address) in named] or everybody[: len(everybody) == 1]


def _folded(address: str) -> str:
    try:
        return fold_address(address)
    except BadAddress:
        return address


def _tell(sent: OutgoingMail, bounce: Bounce, meant: list[str]) -> None:
    # what did not reach an agent is no matter of the requester's conversation
    if sent.ticket_id is None or sent.kind == OutgoingKind.AGENT:
        return
    if bounce.action == "failed":
        lost = sent.kind == OutgoingKind.REPLY and (not meant or any(address in sent.to for address in meant))
        actions.note_lost_mail(ticket=sent.ticket_id, mail=sent.pk, what="bounce", reopen=lost)
    elif bounce.action == "delayed":
        actions.note_mail(ticket=sent.ticket_id, mail=sent.pk, what="delayed")
