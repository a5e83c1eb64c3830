"""What the mail room forgets of a deleted ticket once its days in the bin are over."""

from __future__ import annotations

from django.db.models import Q

from derman.channels.mail.models import IncomingMail, MailReference, OutgoingMail
from derman.channels.mail.trust.models import Judgement, Storm
from derman.channels.mail.trust.retention import forget
from derman.tickets.facts import TicketEmptied


def empty(fact: TicketEmptied) -> None:
    """After: mails that it sent go, of those that it got the originals; the ledger keeps that they came, and when."""
    OutgoingMail.objects.filter(Q(ticket=fact.ticket) | Q(about=fact.ticket)).delete()
    MailReference.objects.filter(ticket=fact.ticket).delete()
    Storm.objects.filter(ticket=fact.ticket).delete()
    Judgement.objects.filter(ticket=fact.ticket).delete()
    came = IncomingMail.objects.filter(ticket=fact.ticket)
    came.update(subject="", sender="", envelope_from="", envelope_to=[], lane="", detail="", findings={})
    forget(dict(came.filter(forgotten_at=None).values_list("pk", "digest")))
