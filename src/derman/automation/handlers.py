"""What happens to tickets is put down for the rules, which look at it in a moment. *Now*; no statement of its own."""

from __future__ import annotations

import uuid

from derman.automation import standing
from derman.automation.models import Happening
from derman.automation.triggers import HEARD
from derman.automation.working import at_work
from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.facts import MessageAdded, TicketChanged
from derman.tickets.incoming import Proof


def put_down(fact: TicketChanged) -> None:
    """Written with the change itself, so that a mail that is filed waits for no rule."""
    heard = [kind for kind in fact.kinds if kind in HEARD]
    if not heard:
        return
    act = uuid.UUID(fact.act)
    root, chain = at_work.get() or (act, ())
    row = Happening(ticket=fact.ticket, act=act, kinds=heard, root=root, chain=list(chain), at=clock.now())
    actions.set_at_hand(fact.ticket).insert(row)


def note_standing(fact: MessageAdded) -> None:
    """Filing spared a ticket an automatic reply, or joined a mail of a storm: the rule's log says so."""
    if fact.spared or fact.proof == Proof.STORM:
        standing.note(fact)
