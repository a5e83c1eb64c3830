"""What the room does when a ticket loses its content, and when an account is to be touched."""

from __future__ import annotations

from derman.identity.actions import run_account_action
from derman.identity.facts import AccountActionToRun
from derman.identity.models import HandedSecret, SecretState
from derman.kernel import clock
from derman.tickets.facts import TicketEmptied


def forget_secrets(fact: TicketEmptied) -> None:
    """Now: what waited to be opened goes with the ticket, and so do the words about it."""
    handed = HandedSecret.objects.filter(ticket=fact.ticket)
    waiting = handed.filter(state=SecretState.WAITING)
    waiting.update(state=SecretState.WITHDRAWN, sealed="", ended_at=clock.now())
    handed.update(label="")


def run_asked(fact: AccountActionToRun) -> None:
    """After: the worker calls the web service. Safe to run twice."""
    run_account_action(run=fact.run)
