"""A rule at work on one ticket: asked once more behind the ticket's lock, done as a whole, and written down."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import override

from derman.automation import outside
from derman.automation.book import Ready
from derman.automation.conditions import Because
from derman.automation.models import Off, Ran, Rule
from derman.automation.seeing import Seen, look_at
from derman.automation.stamping import changed
from derman.automation.steps import Gone, planned
from derman.desk.queries import the_desk
from derman.kernel import clock, sql
from derman.tickets import actions
from derman.tickets.errors import TicketError

log = logging.getLogger("derman.automation")

DEEPEST = 5  # rules that lead from one to the next
# on one ticket within an hour: programs that answer one another end here
MOST_ON_A_TICKET, WHILE = 20, timedelta(hours=1)

# the act with which all began, and the rules that led here, the first one first
type _Led = tuple[uuid.UUID, tuple[int, ...]] | None
at_work: ContextVar[_Led] = ContextVar("rules_at_work", default=None)

_LOCK = "SELECT 1 FROM tickets_ticket WHERE number = %s FOR UPDATE"
# whatever is done twice is written down once; and a rule sees what whoever saved it sees
_BEFORE = """
SELECT EXISTS (SELECT 1 FROM tickets_ticket t JOIN people_team shut ON shut.id = t.team_id AND shut.closed
    JOIN automation_version v ON v.rule_id = %(rule)s AND v.version = %(version)s AND v.by_id IS NOT NULL
    WHERE t.number = %(ticket)s AND NOT EXISTS
    (SELECT 1 FROM people_membership own WHERE own.team_id = shut.id AND own.person_id = v.by_id)),
  EXISTS (SELECT 1 FROM automation_ran r WHERE r.rule_id = %(rule)s AND r.ticket_id = %(ticket)s
    AND (r.cause = %(cause)s OR (%(once)s AND r.state = 'done'))),
  (SELECT count(*) FROM automation_ran r WHERE r.rule_id = %(rule)s AND r.ticket_id = %(ticket)s AND r.at > %(since)s),
  (SELECT count(*) FROM (SELECT 1 FROM automation_ran r WHERE r.rule_id = %(rule)s AND r.at > %(since)s
    LIMIT %(most)s) lately)
"""


def run(
    rule: Ready,
    seen: Seen,
    *,
    cause: str,
    messages: Sequence[int] = (),
    led_by: _Led = None,
) -> bool:
    """Have a rule, which holds for a ticket as it was `seen`, do its steps; whether it did anything.

    `cause`: to what it answers, by which it answers once. `led_by`: with which act all began, and the rules since then.
    """
    with transaction.atomic():
        sql.rows(_LOCK, [seen.ticket.pk])
        values = {"rule": rule.pk, "version": rule.version, "ticket": seen.ticket.pk, "cause": cause}
        values |= {"once": rule.once, "most": rule.most, "since": clock.now() - WHILE}
        ((unseen, done, here, lately),) = sql.rows(_BEFORE, values)
        if unseen or done:
            return False
        if lately >= rule.most or here >= MOST_ON_A_TICKET:
            _switch_off(rule, seen)
            return False
        now = look_at([seen.ticket.pk], messages).get(seen.ticket.pk)
        because: Because = []
        if now is None or not rule.holds(now, because):
            return False
        with override(the_desk().language):
            _do(rule, now, because, cause, led_by)
    return True


def _do(rule: Ready, seen: Seen, because: Because, cause: str, led_by: _Led) -> None:
    row = Ran(rule_id=rule.pk, version=rule.version, ticket=seen.ticket, cause=cause, because=because)
    row.did = [step["do"] for step in rule.steps]
    root, before = led_by or (uuid.uuid4(), ())
    token = at_work.set((root, (*before, rule.pk)))
    try:
        with transaction.atomic():
            plan = planned(rule.steps, seen)
            row.act, _kinds = actions.carry_out(
                ticket=seen.ticket.pk,
                doing=actions.Doing(**plan.changes),
                ran=rule.ran(because),
                touch=rule.when != "untouched",
            )
            outside.carry_out(plan, rule, seen, because)
        row.state = Ran.State.DONE
    except (Gone, TicketError) as error:
        row.state, row.act, row.why = Ran.State.REFUSED, None, str(error)[:300]
    except (OperationalError, InterfaceError):
        raise  # the database is in the way, not the ticket: the job is tried again
    except Exception as error:
        log.exception("The rule %s could not be done on ticket %s", rule.pk, seen.ticket.pk)
        row.state, row.act, row.why = Ran.State.REFUSED, None, type(error).__name__
    finally:
        at_work.reset(token)
    row.save()


def _switch_off(rule: Ready, seen: Seen) -> None:
    """A rule that runs too often stands still until a person has looked at it; its owner hears of it."""
    off = Rule.objects.filter(pk=rule.pk, active=True).update(active=False, off=Off.TOO_OFTEN)
    if off:
        changed()
        outside.tell_owner(rule, seen)
