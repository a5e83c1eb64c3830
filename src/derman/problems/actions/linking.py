"""Tickets behind which a problem is: linked, and linked no longer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.problems.access import visible_to
from derman.problems.actions.locking import happened, locked, save
from derman.problems.errors import WrongInput
from derman.problems.models import Incident, Problem
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.errors import TicketNotFound

MOST = 5000  # of one problem
MOST_OF_TICKET = 5
MOST_AT_ONCE = 200


def link(*, actor: Person, problem: int, ticket: int, way: str = Incident.Way.HAND) -> Problem:
    """This ticket is an incident of the problem; twice is once. Raises ProblemNotFound, WrongInput, TicketNotFound."""
    return link_all(actor=actor, problem=problem, tickets_=[ticket], way=way)


def link_all(*, actor: Person, problem: int, tickets_: Collection[int], way: str = Incident.Way.HAND) -> Problem:
    """Several together. Raises ProblemNotFound, WrongInput, tickets.TicketNotFound, tickets.Overtaken."""
    with transaction.atomic():
        row = locked(actor, problem)
        if link_many(actor, row, tickets_, way):
            save(row, "incidents")
    return row


def link_many(actor: Person, row: Problem, numbers: Collection[int], way: str) -> int:
    """Within a transaction, for a locked or new problem; how many are new."""
    if way not in Incident.Way:
        raise WrongInput(_("There is no such way to find a ticket."), field="way")
    wanted = sorted(set(numbers))
    if len(wanted) > MOST_AT_ONCE:
        raise WrongInput(_("That is too many at once: 200 tickets at most."), field="ticket")
    known = set(row.linked.filter(ticket__in=wanted).values_list("ticket", flat=True))
    new = [number for number in wanted if number not in known]
    if not new:
        return 0
    seen = set(tickets_visible_to(actor).filter(pk__in=new).values_list("pk", flat=True))
    if missing := next((number for number in new if number not in seen), None):
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": missing})
    if row.incidents + len(new) > MOST:
        raise WrongInput(_("A problem can have 5000 incidents."), field="ticket")
    for number in new:
        if Incident.objects.filter(ticket=number).count() >= MOST_OF_TICKET:
            raise WrongInput(
                _("#%(number)s has five problems already. Take one of them away first.") % {"number": number},
                field="ticket",
            )
        tickets.note_problem_linked(actor=actor, ticket=number, problem=row.pk, way=way)
        Incident.objects.create(problem=row, ticket_id=number, way=way, by=actor)
    row.incidents += len(new)
    row.save(update_fields=["incidents"])
    happened(row, "linked", actor, tickets=new, way=way)
    return len(new)


def unlink(*, actor: Person, problem: int, ticket: int) -> Problem:
    """It is no incident of it after all. Safe to say twice. Raises ProblemNotFound, tickets.TicketNotFound."""
    with transaction.atomic():
        row = locked(actor, problem)
        if not tickets_visible_to(actor).filter(pk=ticket).exists():
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
        incident = Incident.objects.filter(problem=row, ticket=ticket).first()
        if incident is not None:
            before = {**_same(incident), "at": incident.at.isoformat()}
            tickets.note_problem_unlinked(actor=actor, ticket=ticket, problem=row.pk, before=before)
            _take_away(row, incident, actor)
    return row


def _same(incident: Incident) -> dict[str, Any]:
    names = ("way", "by_id", "sent_id", "told")
    return {name: getattr(incident, name) for name in names}


def _take_away(row: Problem, incident: Incident, actor: Person) -> None:
    incident.delete()
    row.incidents = max(0, row.incidents - 1)
    happened(row, "unlinked", actor, tickets=[incident.ticket_id])
    save(row, "incidents")


def as_before(*, actor: Person, problem: int, ticket: int, before: Mapping[str, Any] | None) -> bool:
    """A ticket's link to a problem is taken back (None), or that it was taken away: then it is as it was `before`.

    Within a change of the ticket, whose timeline says so. False where something later builds on it, or somebody is
    just changing the problem, which then waits for the ticket.
    """
    row = visible_to(actor).filter(pk=problem).select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    incident = Incident.objects.filter(problem=problem, ticket=ticket).first()
    if row is None or (incident is None) == (before is None):
        return False
    if incident is not None:
        if incident.sent_id is not None or incident.told:
            return False  # its requester was told because of it
        _take_away(row, incident, actor)
        return True
    made = {**(before or {}), "at": datetime.fromisoformat((before or {})["at"])}
    Incident.objects.create(problem=row, ticket_id=ticket, **made)
    row.incidents += 1
    happened(row, "linked", actor, tickets=[ticket], way=made["way"])
    save(row, "incidents")
    return True
