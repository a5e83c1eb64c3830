"""Answer a check: the code that was said, what the call back brought, what the manager says.

What is counted (a wrong try, an end) is committed before an error says it, so that no error takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from derman.identity import codes
from derman.identity.actions.ending import end, end_due, ticket_of, waiting_on
from derman.identity.errors import CannotCheck, CheckOver
from derman.identity.models import CredentialLock, IdentityCheck, Method, State
from derman.identity.queries import TRIES
from derman.people.models import Person
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Ticket

CALLS = {
    "confirmed": (State.PROVEN, ""),
    "denied": (State.FAILED, "denied"),
    "not_reached": (State.EXPIRED, "not_reached"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a code: `left` tries, where it was wrong and others are open."""

    check: IdentityCheck
    right: bool
    left: int


def say_code(*, actor: Person, ticket: int, code: str) -> Said:
    """The caller said a code, and the agent typed it. The third wrong one fails the check.

    Raises TicketNotFound, NotAllowed, Overtaken, CheckOver for one that is late or used, CannotCheck for what is no
    code at all, which costs no try.
    """
    typed = codes.as_typed(code)
    end_due(ticket=ticket)
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        check = waiting_on(ticket, Method.CODE)
        if not typed:
            raise CannotCheck(_("A code has six digits."), field="code")
        stale = _stale(check, row)
        right = not stale and codes.fits(check.nonce, typed, check.digest)
        if stale:
            end(check, None, State.WITHDRAWN, "changed")
        elif right:
            end(check, actor, State.PROVEN)
        else:
            check.tries += 1
            if check.tries >= TRIES:
                end(check, actor, State.FAILED, "wrong_code")
            else:
                check.save(update_fields=["tries"])
    if stale:
        raise CheckOver(stale)
    return Said(check=check, right=right, left=max(0, TRIES - check.tries))


def note_call(*, actor: Person, ticket: int, outcome: str) -> IdentityCheck:
    """What calling back the registered number brought: confirmed, denied or not_reached.

    Raises TicketNotFound, NotAllowed, Overtaken, CannotCheck, CheckOver.
    """
    if outcome not in CALLS:
        raise CannotCheck(_("Say whether the person confirmed it, denied it, or was not reached."), field="outcome")
    end_due(ticket=ticket)
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        check = waiting_on(ticket, Method.CALL_BACK)
        stale = _stale(check, row)
        state, why = CALLS[outcome]
        if stale and state == State.PROVEN:
            end(check, None, State.WITHDRAWN, "changed")
        else:
            end(check, actor, state, why)
    if stale and state == State.PROVEN:
        raise CheckOver(stale)
    return check


def decide(*, actor: Person, check: int, confirmed: bool) -> IdentityCheck:
    """The manager says whether it is their report who asks. Raises TicketNotFound for what is not theirs, CheckOver."""
    found = IdentityCheck.objects.filter(pk=check, manager=actor) if check < 2**63 else IdentityCheck.objects.none()
    number = found.values_list("ticket", flat=True).first()
    if number is None or not actor.is_active:
        raise TicketNotFound(_("There is nothing here for you to confirm."))
    end_due(ticket=number)
    with transaction.atomic():
        row = Ticket.objects.select_for_update(of=("self",)).get(pk=number)
        waiting = IdentityCheck.objects.select_for_update(of=("self",)).select_related("person", "ticket")
        asked = waiting.filter(pk=check, state=State.WAITING).first()
        if asked is None:
            raise CheckOver(_("This is answered already, was withdrawn, or is out of time. You need not do anything."))
        stale = _stale(asked, row)
        if stale and confirmed:
            end(asked, None, State.WITHDRAWN, "changed")
        else:
            end(asked, actor, State.PROVEN if confirmed else State.FAILED, "" if confirmed else "denied")
    if stale and confirmed:
        raise CheckOver(stale)
    return asked


def _stale(check: IdentityCheck, ticket: Ticket) -> str:
    """Why an answer proves nothing any more, since something changed meanwhile; empty where nothing did."""
    person = Person.objects.get(pk=check.person_id)
    if ticket.requester_id != check.person_id or ticket.merged_into_id is not None or not person.is_active:
        return _("The ticket or its requester has changed since this check was begun. Begin a new one.")
    if CredentialLock.objects.filter(person=person, lifted_at=None).exists():
        return _("Another check of this person failed meanwhile. A lead has to lift that first.")
    match check.method:
        case Method.CODE:
            known = person.addresses.filter(verified=True, address=check.to).exists()
        case Method.CALL_BACK:
            known = person.phone == check.to
        case _:
            known = person.manager_id == check.manager_id
    if not known:
        return _("What is registered has changed since this check was begun. Begin a new one.")
    return ""
