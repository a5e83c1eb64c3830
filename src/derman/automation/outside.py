"""What a rule does beside the ticket: agents are told, mails leave, addresses outside are called."""

from __future__ import annotations

from typing import Any

from derman.automation.book import Ready
from derman.automation.conditions import Because
from derman.automation.seeing import Seen
from derman.automation.steps import Plan
from derman.channels.mail.rules import write
from derman.kernel import clock, jobs, outward
from derman.notify.actions import note_rule
from derman.sla.telling import whom
from derman.tickets.models import PRIORITY_CODES


def carry_out(plan: Plan, rule: Ready, seen: Seen, because: Because) -> None:
    """In the transaction in which the rule is written down: what leaves, leaves if and only if that is committed."""
    if plan.notify:
        told = {one for one in plan.notify if isinstance(one, int)}
        if roles := {one for one in plan.notify if isinstance(one, str) and one != "owner"}:
            told.update(whom(seen.ticket, roles, moment=clock.now()).persons)
        if "owner" in plan.notify and rule.owner is not None:
            told.add(rule.owner)
        note_rule(seen.ticket.pk, sorted(told), went_wrong=False)
    for address, text in plan.mails:
        write(seen.ticket, address, text)
    for address in plan.webhooks:
        jobs.enqueue(call, address=address, told=_told(rule, seen, because))


def tell_owner(rule: Ready, seen: Seen) -> None:
    """A rule was switched off; the ticket on which it ran last is where to look."""
    if rule.owner is not None:
        note_rule(seen.ticket.pk, [rule.owner], went_wrong=True)


def _told(rule: Ready, seen: Seen, because: Because) -> dict[str, Any]:
    ticket = seen.ticket
    return {
        "rule": {"id": rule.pk, "name": rule.name, "version": rule.version, "when": rule.when},
        "because": because,
        "ticket": {
            "number": ticket.pk,
            "subject": ticket.subject,
            "status": ticket.status,
            "priority": PRIORITY_CODES[ticket.priority],
            "kind": ticket.kind,
            "team": ticket.team_id,
            "assignee": ticket.assignee_id,
            "requester": ticket.requester_id,
            "tags": list(ticket.tags),
        },
    }


@jobs.job("automation.call", tries=6)
def call(*, address: str, told: dict[str, Any]) -> None:
    """Call a webhook; one that does not answer is called again, later and later."""
    try:
        outward.call(address, told)
    except outward.NotCalled as error:
        if "not public" in str(error):
            raise jobs.GiveUp(str(error)) from None
        raise
