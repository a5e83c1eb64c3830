"""What trust learns when it hears that a person judged a ticket: spam or not."""

from __future__ import annotations

from collections.abc import Mapping

from derman.channels.mail.trust.models import Judgement
from derman.kernel import sql
from derman.kernel.gathering import gather
from derman.kernel.recalling import recall_once, remember
from derman.people.addresses import BadAddress, fold_address
from derman.tickets.actions import ticket_at_hand
from derman.tickets.facts import TicketChanged, TicketsChanged
from derman.tickets.models import Status

# how the acts began that changed the status, and what was known of the tickets
_HOW = """
SELECT DISTINCT ON (began.ticket_id) began.ticket_id, began.kind, began.details->'before'->>'status', known.spam
FROM unnest(%s::bigint[], %s::uuid[]) AS did (ticket, act)
JOIN tickets_event AS began ON began.ticket_id = did.ticket AND began.act = did.act AND began.actor_id IS NOT NULL
LEFT JOIN mail_trust_judgement AS known ON known.ticket_id = began.ticket_id ORDER BY began.ticket_id, began.seq
"""
_SENDERS = """
SELECT DISTINCT ON (ticket_id) ticket_id, sender FROM mail_incomingmail WHERE ticket_id = ANY(%s) ORDER BY ticket_id, id
"""
type _How = tuple[str, str | None, bool | None]


def read_together(fact: TicketsChanged) -> None:
    """What is asked of each of many tickets in a moment. 1 statement where one of them stands elsewhere."""
    if "status.changed" in fact.kinds:
        found = _how(fact.acts)
        for number in fact.acts:
            remember(("how it came", number), found.get(number))


def _how(acts: Mapping[int, str]) -> dict[int, _How]:
    rows = sql.rows(sql.for_so_many(_HOW, acts), [list(acts), list(acts.values())])
    return {number: (kind, before, known) for number, kind, before, known in rows}


def learn(fact: TicketChanged) -> None:
    """Now: a person marked a ticket as spam, brought one back, or took either back. Nothing for other changes.

    1 statement where the status changed.
    """
    if "status.changed" not in fact.kinds and "status.changed" not in fact.undone:
        return
    began = recall_once(("how it came", fact.ticket), lambda: _how({fact.ticket: fact.act}).get(fact.ticket))
    if began is None:
        return
    kind, before, known = began
    if ticket_at_hand(fact.ticket).status == Status.SPAM:
        gather(_remember, (fact.ticket, True))
    elif known and kind == "ticket.undone":
        Judgement.objects.filter(ticket=fact.ticket).delete()  # taken back at once: nothing was said
    elif kind == "status.changed" and before == Status.SPAM:
        gather(_remember, (fact.ticket, False))


def _remember(said: list[tuple[int, bool]]) -> None:
    """Of tickets (numbers): whether it is spam; for all that are judged together. 2 statements."""
    first = sql.rows(_SENDERS, [[ticket for ticket, _spam in said]])
    senders, rows = dict(first), []
    for ticket, spam in dict(said).items():
        try:
            address = fold_address(senders.get(ticket, ""))
        except BadAddress:
            continue  # it did not come by mail
        rows.append(Judgement(ticket_id=ticket, address=address, domain=address.rpartition("@")[2], spam=spam))
    Judgement.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["ticket"], update_fields=["address", "domain", "spam"]
    )
