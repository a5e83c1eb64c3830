"""What servers report about mails of the desk: the fate comes back to the message."""

from __future__ import annotations

from derman.channels.mail.intake import plain
from derman.channels.mail.marks import ticket_of_message_id
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.channels.mail.reading import Mail
from derman.kernel import clock
from derman.tickets import actions


def report(mail: Mail) -> OutgoingMail | None:
    """Note a delivery report at the mail that it is about; None where it is about none of ours.

    A report that names no Message-ID of the desk counts for nothing: anybody can send one.
    """
    bounce = mail.bounce
    assert bounce is not None
    ids = [bounce.original_message_id, mail.in_reply_to, *reversed(mail.references[-20:])]
    ours = [message_id for message_id in ids if message_id and ticket_of_message_id(message_id) is not None]
    sent = OutgoingMail.objects.select_for_update().filter(header_id__in=ours[:20]).order_by("-id").first()
    if sent is None:
        return None
    words = " ".join(filter(None, (bounce.recipient, bounce.diagnostic or bounce.status or bounce.action)))
    sent.words = plain(words)[:1000]
    if bounce.permanent and sent.state == OutgoingState.SENT:
        sent.state, sent.done_at = OutgoingState.FAILED, clock.now()
    sent.save(update_fields=["words", "state", "done_at"])
    if sent.ticket_id is not None and bounce.action in ("failed", "delayed"):
        actions.note_mail(ticket=sent.ticket_id, mail=sent.pk, what="bounce" if bounce.permanent else "delayed")
    return sent
