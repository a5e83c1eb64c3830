"""What trust learns when it hears that a person judged a ticket: spam or not."""

from __future__ import annotations

from derman.channels.mail.models import IncomingMail
from derman.channels.mail.trust.models import Judgement
from derman.people.addresses import BadAddress, fold_address
from derman.tickets.facts import TicketChanged
from derman.tickets.models import Event, Status, Ticket


def learn(fact: TicketChanged) -> None:
    """Now: a person marked a ticket as spam, brought one back, or took either back. Nothing for other changes."""
    if not {"status.changed", "ticket.undone"}.intersection(fact.kinds):
        return
    event = Event.objects.filter(ticket=fact.ticket, act=fact.act, actor__isnull=False).order_by("seq").first()
    if event is None:
        return
    known = Judgement.objects.filter(ticket=fact.ticket).first()
    status = Ticket.objects.values_list("status", flat=True).get(pk=fact.ticket)
    details = event.details if event.kind == "status.changed" else {}
    before = (details.get("before") or {}).get("status")
    if status == Status.SPAM:
        _remember(fact.ticket, spam=True)
    elif known is not None and known.spam and event.kind == "ticket.undone":
        known.delete()  # taken back at once: nothing was said
    elif before == Status.SPAM:
        _remember(fact.ticket, spam=False)


def _remember(ticket: int, *, spam: bool) -> None:
    mail = IncomingMail.objects.filter(ticket=ticket).order_by("pk").values_list("sender", flat=True).first()
    try:
        address = fold_address(mail or "")
    except BadAddress:
        return  # it did not come by mail
    values = {"address": address, "domain": address.rpartition("@")[2], "spam": spam}
    Judgement.objects.update_or_create(ticket_id=ticket, defaults=values)
