"""What a ticket asks for and what follows: the answers, approvals and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.people.models import Person
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import HIDDEN, IN_BIN, Approval, ServiceRequest, Task, Ticket, TimeSpent, WaitingFor

_PURPOSE = "approval"
SHOWN = 100  # approvals of a person at once


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """All that belongs to a ticket of the catalogue, or to one with tasks."""

    request: ServiceRequest | None = None
    approvals: list[Approval] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


def asked_for(ticket: Ticket) -> AskedFor:
    """What belongs to a ticket that the caller may see: none for most; else 1 statement for tasks, 2 for a service."""
    tasks = tasks_of(ticket) if ticket.tasks else []
    if not ticket.is_service:
        return AskedFor(tasks=tasks)
    request = ServiceRequest.objects.filter(ticket=ticket).first()
    approvals = Approval.objects.filter(ticket=ticket).select_related("person", "instead_of")
    return AskedFor(request=request, approvals=list(approvals), tasks=tasks)


def approvers_of(ticket: Ticket) -> list[Person]:
    """Whose approval a ticket that the caller may see waits for. 1 statement; none where it waits for none."""
    if ticket.waiting_for != WaitingFor.APPROVAL:
        return []
    asked = Approval.objects.filter(ticket=ticket, state=Approval.State.ASKED).select_related("person")
    return [row.person for row in asked]


def time_of(ticket: Ticket) -> list[TimeSpent]:
    """The time that was spent on a ticket that the caller may see. 1 statement, none where there was none."""
    if not ticket.minutes:
        return []
    return list(TimeSpent.objects.filter(ticket=ticket, removed_at=None).select_related("person"))


def tasks_of(ticket: Ticket) -> list[Task]:
    """All tasks of a ticket that the caller may see. 1 statement."""
    return list(Task.objects.filter(ticket=ticket).select_related("team", "assignee", "done_by"))


def approval_token(approval: int) -> str:
    """What a person's link to one approval holds: it opens this one only, and decides nothing once it is over."""
    return f"{approval}.{secrets.signature(_PURPOSE, str(approval), length=26)}"


def approval_by_token(token: str) -> Approval:
    """The approval of a link. 1 statement. Raises TicketNotFound."""
    number, _dot, given = token.partition(".")
    fits = number.isdecimal() and len(number) < 19 and secrets.signature_fits(_PURPOSE, number, given)
    found = _with_ticket().filter(pk=int(number), person__is_active=True).first() if fits else None
    if found is None:
        raise TicketNotFound(_("This link is not complete, or not one of ours."))
    return found


def approval(person: Person, pk: int) -> Approval:
    """One that `person` was asked for. 1 statement. Raises TicketNotFound."""
    found = _with_ticket().filter(pk=pk, person=person).first() if person.is_active and pk < 2**63 else None
    if found is None:
        raise TicketNotFound(_("There is nothing here for you to decide."))
    return found


def approvals_for(person: Person) -> list[Approval]:
    """What `person` is or was asked to agree to: what waits first, then the latest. 1 statement."""
    found = _with_ticket().filter(person=person).order_by("-asked_at", "-pk")[:SHOWN]
    return sorted(found, key=lambda row: not is_waiting(row))


def waiting_approvals(person: Person) -> int:
    """How many answers of `person` are waited for. 1 statement."""
    return Approval.objects.filter(_waits(), person=person).count()


def is_waiting(row: Approval) -> bool:
    """Can this still be decided?"""
    return row.state == Approval.State.ASKED and row.ticket.is_unresolved and row.expires_at > clock.now()


def _waits() -> Q:
    still = Q(state=Approval.State.ASKED, expires_at__gt=clock.now())
    return still & ~Q(ticket__status__in=("resolved", "closed", *HIDDEN))


def _with_ticket() -> QuerySet[Approval]:
    known = Approval.objects.exclude(ticket__status=IN_BIN)
    return known.select_related("person", "instead_of", "ticket__requester", "ticket__service_request")
