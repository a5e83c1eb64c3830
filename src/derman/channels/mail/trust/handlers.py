"""What trust learns when it hears that a person judged a ticket: spam or not."""

from __future__ import annotations

from derman.channels.mail.models import IncomingMail
from derman.channels.mail.trust.models import Judgement
from derman.kernel import sql
from derman.people.addresses import BadAddress, fold_address
from derman.tickets.actions import ticket_at_hand
from derman.tickets.facts import TicketChanged
from derman.tickets.models import Status

# how the act began that changed the status, and what was known of the ticket
_HOW = """
SELECT began.kind, began.details->'before'->>'status', known.spam FROM (
    SELECT ticket_id, kind, details FROM tickets_event
    WHERE ticket_id = %s AND act = %s::uuid AND actor_id IS NOT NULL ORDER BY seq LIMIT 1
) AS began LEFT JOIN mail_trust_judgement AS known ON known.ticket_id = began.ticket_id
"""


def learn(fact: TicketChanged) -> None:
    """Now: a person marked a ticket as spam, brought one back, or took either back. Nothing for other changes.

    1 statement where the status changed.
    """
    if "status.changed" not in fact.kinds and "status.changed" not in fact.undone:
        return
    began = sql.rows(_HOW, [fact.ticket, fact.act])
    if not began:
        return
    kind, before, known = began[0]
    if ticket_at_hand(fact.ticket).status == Status.SPAM:
        _remember(fact.ticket, spam=True)
    elif known and kind == "ticket.undone":
        Judgement.objects.filter(ticket=fact.ticket).delete()  # taken back at once: nothing was said
    elif kind == "status.changed" and before == Status.SPAM:
        _remember(fact.ticket, spam=False)


def _remember(ticket: int, *, spam: bool) -> None:
    mail = IncomingMail.objects.filter(ticket=ticket).order_by("pk").values_list("sender", flat=True).first()
    try:
        address = fold_address(mail or "")
    except BadAddress:
        return  # it did not come by mail
    values = {"address": address, "domain": address.rpartition("@")[2], "spam": spam}
    Judgement.objects.update_or_create(ticket_id=ticket, defaults=values)
