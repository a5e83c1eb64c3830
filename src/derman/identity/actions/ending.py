"""How a check ends, by whatever way; and that a lead lifts what a failed one locked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.identity.errors import CheckOver
from derman.identity.facts import CheckFailed
from derman.identity.models import CredentialLock, IdentityCheck, Method, State
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, WrongInput
from derman.tickets.models import Ticket

LONGEST_REASON = 500


def ticket_of(actor: Person, number: int) -> Ticket:
    """The ticket, locked, for an agent who may see it. Raises TicketNotFound, NotAllowed, Overtaken."""
    found = visible_to(actor).select_for_update(of=("self",)) if abs(number) < 2**63 else Ticket.objects.none()
    row = found.filter(pk=number).first()
    if row is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    if row.merged_into_id is not None:
        raise Overtaken(
            _("#%(number)s was merged into #%(other)s; the conversation goes on there.")
            % {"number": number, "other": row.merged_into_id}
        )
    return row


def waiting_on(ticket: int, *methods: str) -> IdentityCheck:
    """The check that waits on a ticket, locked. Raises CheckOver."""
    found = IdentityCheck.objects.select_for_update(of=("self",)).filter(ticket=ticket, state=State.WAITING)
    row = found.filter(method__in=methods or Method.values).select_related("person", "ticket").first()
    if row is None:
        raise CheckOver(_("No such check is under way here: it is over, or was never begun. Begin a new one."))
    return row


def end(check: IdentityCheck, actor: Person | None, state: str, why: str = "") -> None:
    """A waiting check is over. A failed one locks the person's credentials and alarms the leads."""
    check.state, check.why, check.ended_at, check.digest = state, why, clock.now(), ""
    check.save(update_fields=["state", "why", "ended_at", "digest", "tries"])
    if state == State.FAILED:
        Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=check.person_id)
        if not CredentialLock.objects.filter(person=check.person_id, lifted_at=None).exists():
            CredentialLock.objects.create(person_id=check.person_id, check_failed=check)
    tickets.note_check_ended(
        actor=actor,
        ticket=check.ticket_id,
        check=check.pk,
        method=check.method,
        person=check.person_id,
        outcome=state,
        why=why,
        changed=check.changed_at.date().isoformat() if check.changed_at else "",
    )
    if state == State.FAILED:
        announce(CheckFailed(ticket=check.ticket_id, check=check.pk, person=check.person_id))


def end_due(*, ticket: int | None = None) -> int:
    """End what is out of time, of one ticket or of all; how many. Safe to run twice, and at the same time.

    A code that was asked for and never said is a failure; who was only not reached is none.
    """
    found = IdentityCheck.objects.filter(state=State.WAITING, expires_at__lte=clock.now())
    if ticket is not None:
        found = found.filter(ticket=ticket) if abs(ticket) < 2**63 else found.none()
    ended = 0
    for pk, number in list(found.order_by("expires_at").values_list("pk", "ticket")[:200]):
        with transaction.atomic():
            held = Ticket.objects.select_for_update(of=("self",)).get(pk=number)
            row = IdentityCheck.objects.select_for_update(of=("self",)).filter(pk=pk, state=State.WAITING).first()
            if row is not None:
                moved = held.merged_into_id is not None or held.requester_id != row.person_id
                if moved:
                    end(row, None, State.WITHDRAWN, "changed")
                else:
                    end(row, None, State.FAILED if row.method == Method.CODE else State.EXPIRED, "late")
                ended += 1
    return ended


def withdraw(*, actor: Person, ticket: int) -> IdentityCheck:
    """Break the check of a ticket off: nothing is proven, nobody is locked. Wrong tries are counted on.

    Raises TicketNotFound, NotAllowed, Overtaken, CheckOver.
    """
    end_due(ticket=ticket)
    with transaction.atomic():
        ticket_of(actor, ticket)
        check = waiting_on(ticket)
        end(check, actor, State.WITHDRAWN)
    return check


def lift(*, actor: Person, ticket: int, reason: str) -> CredentialLock:
    """A lead lets the requester of a ticket be checked again.

    Raises TicketNotFound, NotAllowed, WrongInput (field `reason`), CheckOver.
    """
    said = " ".join(reason.replace("\0", "").split())
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        if not actor.is_lead:
            raise NotAllowed(_("Only leads and administrators lift this."))
        if not said:
            raise WrongInput(_("Say why it can be lifted: others read it on the timeline."), field="reason")
        if len(said) > LONGEST_REASON:
            raise WrongInput(
                _("This is too long: %(most)d characters at most.") % {"most": LONGEST_REASON}, field="reason"
            )
        locks = CredentialLock.objects.select_for_update(of=("self",))
        lock = locks.filter(person=row.requester_id, lifted_at=None).first()
        if lock is None:
            raise CheckOver(_("Nothing is locked here any more."))
        if lock.person_id == actor.pk:
            raise NotAllowed(_("Another lead has to lift what locks you."))
        lock.lifted_at, lock.lifted_by, lock.reason = clock.now(), actor, said
        lock.save(update_fields=["lifted_at", "lifted_by", "reason"])
        tickets.note_lock_lifted(actor=actor, ticket=row.pk, person=row.requester_id, reason=said)
    return lock
