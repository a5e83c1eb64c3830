"""Who agrees to what a ticket asks for: step by step, with reminders, stand-ins and an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.catalogue.steps import MOST_APPROVERS
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.people.models import GroupMember, Membership, Person
from derman.people.queries import standing_in
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.standing import set_status
from derman.tickets.actions.tasks import start_stage
from derman.tickets.errors import NotAllowed, TicketNotFound, WrongInput
from derman.tickets.facts import ApprovalAsked, ApprovalEnded
from derman.tickets.models import Approval, ServiceRequest, Status, WaitingFor

LONGEST_REASON = 1000
State = Approval.State


def ask_next(change: Change, asked: ServiceRequest, *, owner: int | None) -> None:
    """Within a change: ask the people of the present step; with none left, the work begins.

    A step for which nobody can be asked is decided by the owner of the service; with no owner it is passed over,
    and the timeline says so.
    """
    while asked.step < len(asked.approvals):
        step = asked.approvals[asked.step]
        people, why = _who(change, step, owner)
        if people:
            _ask(change, asked, step, people, why)
            return
        change.record(events.ApprovalAsked(step=asked.step, people=[], by=step["by"], why="nobody"))
        asked.step += 1
    asked.save(update_fields=["step"])
    if asked.approvals:
        change.later(ApprovalEnded(ticket=change.ticket.pk, outcome="approved", approval=None))
        if change.ticket.waiting_for == WaitingFor.APPROVAL:
            set_status(change, Status.OPEN, why="approved")
    start_stage(change, asked)


def _who(change: Change, step: dict[str, Any], owner: int | None) -> tuple[list[int], str]:
    """Whom to ask (ids), and a code where it is not whom the step names."""
    requester = change.ticket.requester
    match step["by"]:
        case "manager":
            wanted = [requester.manager_id] if requester.manager_id else []
        case "owner":
            wanted = [owner] if owner else []
        case "team":
            wanted = list(Membership.objects.filter(team=step["team"]).values_list("person", flat=True))
        case "group":
            members = GroupMember.objects.filter(group=step["group"], person__is_active=True).order_by("pk")
            wanted = list(members.values_list("person", flat=True)[:MOST_APPROVERS])
        case _:
            wanted = list(step["people"])
    # nobody agrees to their own request
    able = Person.objects.filter(pk__in=wanted, is_active=True).exclude(pk=requester.pk).order_by("pk")
    people = list(able.values_list("pk", flat=True))
    if not people and owner and owner != requester.pk and step["by"] != "owner":
        found = Person.objects.filter(pk=owner, is_active=True).values_list("pk", flat=True)
        return list(found), "no_manager" if step["by"] == "manager" else "nobody_else"
    return people, ""


def _ask(change: Change, asked: ServiceRequest, step: dict[str, Any], people: list[int], why: str) -> None:
    rows = [
        Approval(
            ticket=change.ticket,
            step=asked.step,
            person_id=person,
            instead_of_id=absent if absent != person else None,
            asked_at=change.at,
            remind_at=change.at + timedelta(hours=step["remind_after"]),
            expires_at=change.at + timedelta(hours=step["expires_after"]),
        )
        for person, absent in _stand_ins(change, people).items()
    ]
    Approval.objects.bulk_create(rows)
    asked.save(update_fields=["step"])
    _record(change, asked, rows, why)
    if change.ticket.waiting_for != WaitingFor.APPROVAL:
        set_status(change, Status.WAITING, waiting_for=WaitingFor.APPROVAL, why="needs_approval")


def _record(change: Change, asked: ServiceRequest, rows: list[Approval], why: str) -> None:
    change.record(
        events.ApprovalAsked(
            step=asked.step,
            people=[row.person_id for row in rows],
            by=asked.approvals[asked.step]["by"],
            instead={str(row.person_id): row.instead_of_id for row in rows if row.instead_of_id},
            why=why,
        )
    )
    for row in rows:
        change.later(ApprovalAsked(ticket=change.ticket.pk, approval=row.pk, again=False))


def _stand_ins(change: Change, people: list[int]) -> dict[int, int]:
    return standing_in(people, change.at, zone=the_desk().zone, never=change.ticket.requester_id)


def decide(*, actor: Person, approval: int, approved: bool, reason: str = "") -> Approval:
    """Agree or not, as the person who was asked (or an administrator, in whose name it is then written down).

    To refuse needs a reason. Raises TicketNotFound for what is not the actor's, NotAllowed where it is over,
    WrongInput (field `reason`).
    """
    reason = reason.replace("\0", "").replace("\r\n", "\n").strip()
    row = Approval.objects.filter(pk=approval, person=actor).only("ticket_id").first() if approval < 2**63 else None
    if row is None or not actor.is_active:
        raise TicketNotFound(_("There is nothing here for you to decide."))
    if not approved and not reason:
        raise WrongInput(_("Say why not, so that the person who asked understands."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_REASON}, field="reason")
    with changing(row.ticket_id, None) as change:
        change.actor = actor
        row = Approval.objects.select_for_update().get(pk=approval)
        if row.state != State.ASKED or not change.ticket.is_unresolved:
            raise NotAllowed(_("This has been decided already, or is no longer needed."))
        row.state, row.reason, row.decided_at = State.APPROVED if approved else State.REFUSED, reason, change.at
        row.save(update_fields=["state", "reason", "decided_at"])
        change.record(events.ApprovalDecided(approval=row.pk, decision=row.state))
        asked = ServiceRequest.objects.select_related("service").get(ticket=row.ticket_id)
        if not approved:
            _end(change, State.DROPPED)
            set_status(change, Status.RESOLVED, why="refused")
            change.later(ApprovalEnded(ticket=change.ticket.pk, outcome="refused", approval=row.pk))
        elif _step_done(row, asked):
            _end(change, State.DROPPED)
            asked.step = row.step + 1
            change.actor = None  # what follows is the desk's own doing
            ask_next(change, asked, owner=asked.service.owner_id if asked.service else None)
    return row


def _step_done(row: Approval, asked: ServiceRequest) -> bool:
    if not asked.approvals[row.step].get("all"):
        return True
    return not Approval.objects.filter(ticket=row.ticket_id, step=row.step, state=State.ASKED).exists()


def _end(change: Change, state: str) -> None:
    """What is still asked is no longer needed."""
    Approval.objects.filter(ticket=change.ticket, state=State.ASKED).update(state=state, remind_at=None)


def remind(approval: int) -> None:
    """Ask once more, or whoever answers in that person's place by now; safe to call twice."""
    with transaction.atomic():
        row = Approval.objects.filter(pk=approval, state=State.ASKED, remind_at__lte=clock.now()).first()
        if row is None:
            return
        with changing(row.ticket_id, None, touch=False) as change:
            _ask_again(change, row)


def remind_now(*, actor: Person, approval: int) -> int:
    """An agent has somebody asked once more, now; the next reminder of the desk's own moves on. Gives the ticket.

    Raises TicketNotFound, and WrongInput where nobody is asked any more, or can be.
    """
    row = Approval.objects.filter(pk=approval).only("ticket_id").first() if approval < 2**63 else None
    if row is None:
        raise TicketNotFound(_("There is nothing here for you to decide."))
    with changing(row.ticket_id, actor, touch=False) as change:
        asked = Approval.objects.select_for_update().filter(pk=approval, state=State.ASKED).first()
        if asked is None or not change.ticket.is_unresolved:
            raise WrongInput(_("Nobody is asked any more: it is decided."), field="approval")
        if not _ask_again(change, asked):
            raise WrongInput(_("Whoever was asked has left, and there is nobody else to ask."), field="approval")
    return row.ticket_id


def _ask_again(change: Change, row: Approval) -> bool:
    """Within a change: remind whoever was asked, or hand it to who answers now. Is there anybody to ask?"""
    # once more after half of what is left; below half a day the rest is silence
    left = row.expires_at - change.at
    row.remind_at = change.at + left / 2 if left > timedelta(hours=12) else None
    row.save(update_fields=["remind_at"])
    if not change.ticket.is_unresolved:
        return False
    asked = ServiceRequest.objects.select_related("service").get(ticket=row.ticket_id)
    owner = asked.service.owner_id if asked.service else None
    places, why = _places_now(change, row, asked, owner)
    if row.person_id not in places:
        return bool(places) and _hand_on(change, row, asked, places, why, owner)
    change.record(events.ApprovalReminded(people=[row.person_id]))
    change.later(ApprovalAsked(ticket=row.ticket_id, approval=row.pk, again=True))
    return True


def _places_now(change: Change, row: Approval, asked: ServiceRequest, owner: int | None) -> tuple[dict[int, int], str]:
    """Who answers by now, each with whom they answer for; and a code where it is not whom was asked.

    Whoever went away has a stand-in; for one who has left, the step is asked for anew: their manager may be another.
    """
    places = _stand_ins(change, [row.person_id])
    if row.person_id not in places:
        return places, "away"
    if Person.objects.filter(pk=row.person_id, is_active=True).exists():
        return places, ""
    people, _why = _who(change, asked.approvals[row.step], owner)
    return _stand_ins(change, people), "left"


def _hand_on(
    change: Change, row: Approval, asked: ServiceRequest, places: dict[int, int], why: str, owner: int | None
) -> bool:
    """Others are asked instead, until the same end; who was asked already is not asked twice."""
    row.state, row.remind_at = State.DROPPED, None
    row.save(update_fields=["state", "remind_at"])
    of_step = Approval.objects.filter(ticket=row.ticket_id, step=row.step)
    known = set(of_step.filter(state__in=[State.ASKED, State.APPROVED]).values_list("person", flat=True))
    new = [
        of_step.update_or_create(
            ticket_id=row.ticket_id,
            step=row.step,
            person_id=person,
            defaults={
                "instead_of_id": absent if absent != person else None,
                "state": State.ASKED,
                "asked_at": change.at,
                "remind_at": change.at + (row.expires_at - change.at) / 2,
                "expires_at": row.expires_at,
            },
        )[0]
        for person, absent in places.items()
        if person not in known
    ]
    if new:
        _record(change, asked, new, why)
    elif not of_step.filter(state=State.ASKED).exists():  # all the others had agreed
        asked.step, change.actor = row.step + 1, None
        ask_next(change, asked, owner=owner)
    return True


def expire(ticket: int) -> None:
    """The time of a ticket's present step is over: without an answer nothing is granted. Safe to call twice."""
    with changing(ticket, None) as change:
        now = clock.now()
        late = Approval.objects.filter(ticket=ticket, state=State.ASKED, expires_at__lte=now)
        row = late.order_by("pk").first()
        if row is None:
            return
        hours = round((row.expires_at - row.asked_at).total_seconds() / 3600)
        late.update(state=State.EXPIRED, remind_at=None, decided_at=now)
        if not change.ticket.is_unresolved:
            return
        _end(change, State.DROPPED)
        change.record(events.ApprovalExpired(step=row.step, hours=hours))
        set_status(change, Status.RESOLVED, why="not_approved_in_time")
        change.later(ApprovalEnded(ticket=ticket, outcome="expired", approval=None))
