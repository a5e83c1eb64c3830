"""Major incidents: declared, led, told of at an interval, resolved and reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.major_shapes import (
    ActionGiven,
    ActionShape,
    JoinedShape,
    LikelyShape,
    MajorChange,
    MajorEventShape,
    MajorGiven,
    MajorNoteGiven,
    MajorResolveGiven,
    MajorShape,
    MajorUpdateGiven,
    MajorUpdateShape,
    MajorWithdrawGiven,
    ReviewGiven,
    RoleShape,
    TicketsGiven,
)
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.shapes import answer, person_shape, utc
from derman.api.tickets import Number
from derman.majors import actions, queries
from derman.radar import actions as radar

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Major incidents"])

Id = Annotated[int, Path(ge=1, lt=2**63)]


def _shape(row: Any, reader: Person, seats: list[Any], *, sees_problem: bool) -> MajorShape:
    public = row.announcement
    return MajorShape(
        number=row.pk,
        url=f"{settings.DERMAN_URL}/desk/majors/{row.pk}/",
        state=row.state,
        titles=public.titles,
        impacts=public.texts,
        audience=public.audience,
        lead=person_shape(row.lead, reader),
        roles=[RoleShape(role=one.role, person=person_shape(one.person, reader)) for one in seats],
        announcement=public.pk,
        problem=row.problem_id if sees_problem else None,
        update_every=row.update_every,
        update_due_at=utc(row.update_due_at) if row.update_due_at is not None else None,
        tickets=row.joined,
        affected=public.affected,
        began_at=utc(row.began_at),
        declared_at=utc(row.declared_at),
        resolved_at=utc(row.resolved_at) if row.resolved_at is not None else None,
        reviewed_at=utc(row.reviewed_at) if row.reviewed_at is not None else None,
    )


def _answer(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    found = queries.opened(person, pk)
    return answer(_shape(found.row, person, found.seats, sees_problem=found.sees_problem), status=status)


def _agent(person: Person, given: Any, field: str) -> int | None:
    found = references.agent(person, given, field=field) if given is not None else None
    return found.pk if found is not None else None


@router.get("/major-incidents", response=PageOf[MajorShape], summary="List major incidents")
def list_majors(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    state: Annotated[Literal["open", "review", "past", "all"], Query("open")],
) -> HttpResponse:
    """Those that the caller may see, the latest first: that go on, are to be reviewed, are past, or all."""
    person = person_of(request)
    found = queries.some(person, which=state, before=place_of(cursor) or None, size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    held = queries.around_rows(person, rows)
    items = [
        _shape(row, person, held.seats.get(row.pk, []), sees_problem=row.problem_id in held.problems) for row in rows
    ]
    return answer(PageOf[MajorShape](items=items, next=following))


@router.post("/major-incidents", response={201: MajorShape}, summary="Declare a major incident")
def declare_major(request: HttpRequest, given: MajorGiven) -> HttpResponse:
    """For leads, and for agents where the desk says so. People see it on the portal at once."""
    person = person_of(request)
    said = actions.Words(titles=given.titles, impacts=given.impacts, audience=given.audience)
    shared: dict[str, Any] = {
        "said": said,
        "lead": _agent(person, given.lead, "lead"),
        "roles": {role: _agent(person, one, f"roles.{role}") for role, one in given.roles.items()},
        "update_every": given.update_every,
        "began_at": given.began_at,
    }
    with transaction.atomic():
        if given.surge is not None:
            row = radar.declare_major(actor=person, surge=given.surge, **shared)
            if given.tickets:
                actions.join_many(actor=person, major=row.pk, numbers=given.tickets)
        else:
            row = actions.declare(actor=person, tickets=given.tickets, problem=given.problem, **shared)
    return _answer(person, row.pk, status=201)


@router.get("/major-incidents/{int:major}", response=MajorShape, summary="Read a major incident")
def read_major(request: HttpRequest, major: Id) -> HttpResponse:
    """With who has which part."""
    return _answer(person_of(request), major)


@router.patch("/major-incidents/{int:major}", response=MajorShape, summary="Lead a major incident")
def change_major(request: HttpRequest, major: Id, given: MajorChange) -> HttpResponse:
    """All of the change or none. What people read changes with the next update."""
    person, named = person_of(request), given.model_fields_set
    queries.find(person, major)
    with transaction.atomic():
        if "state" in named:
            actions.move(actor=person, major=major, state=given.state)
        if "lead" in named:
            actions.give_role(actor=person, major=major, role="lead", person=_agent(person, given.lead, "lead"))
        for role, one in given.roles.items() if "roles" in named else ():
            holder = _agent(person, one, f"roles.{role}")
            actions.give_role(actor=person, major=major, role=role, person=holder)
        if "update_every" in named:
            actions.set_interval(actor=person, major=major, minutes=given.update_every)
    return _answer(person, major)


@router.get("/major-incidents/{int:major}/updates", response=PageOf[MajorUpdateShape], summary="List its updates")
def list_updates(request: HttpRequest, major: Id) -> HttpResponse:
    """What everybody affected was told, the latest first."""
    person = person_of(request)
    found = queries.opened(person, major)
    items = [_update(one, person) for one in found.updates]
    return answer(PageOf[MajorUpdateShape](items=items, next=None))


def _update(one: Any, reader: Person) -> MajorUpdateShape:
    return MajorUpdateShape(
        id=one.pk,
        state=one.state,
        texts=one.texts,
        by=person_shape(one.by, reader),
        at=utc(one.at),
        due_at=utc(one.due_at),
        told_at=utc(one.told_at) if one.told_at is not None else None,
        tickets=one.told,
    )


@router.post("/major-incidents/{int:major}/updates", response={201: MajorShape}, summary="Tell everybody affected")
def tell_everybody(request: HttpRequest, major: Id, given: MajorUpdateGiven) -> HttpResponse:
    """By mail, each in their language, and on the portal. The mails leave a minute later."""
    person = person_of(request)
    actions.tell(actor=person, major=major, texts=given.texts, state=given.state or "", next_in=given.next_in)
    return _answer(person, major, status=201)


@router.delete("/major-incidents/{int:major}/updates/{int:update}", response=MajorShape, summary="Take an update back")
def take_update_back(request: HttpRequest, major: Id, update: Id) -> HttpResponse:
    """The latest, within a minute."""
    person = person_of(request)
    actions.take_back(actor=person, major=major, update=update)
    return _answer(person, major)


@router.post("/major-incidents/{int:major}/resolve", response=MajorShape, summary="Resolve a major incident")
def resolve_major(request: HttpRequest, major: Id, given: MajorResolveGiven) -> HttpResponse:
    """Everybody affected hears so a minute later; `reopen` stops it until then."""
    person = person_of(request)
    actions.resolve(actor=person, major=major, texts=given.texts, resolve_tickets=given.resolve)
    return _answer(person, major)


@router.post("/major-incidents/{int:major}/withdraw", response=MajorShape, summary="Withdraw a major incident")
def withdraw_major(request: HttpRequest, major: Id, given: MajorWithdrawGiven) -> HttpResponse:
    """It was declared by mistake. Whoever heard of it hears so a minute later; `reopen` stops it until then."""
    person = person_of(request)
    actions.withdraw(actor=person, major=major, texts=given.texts)
    return _answer(person, major)


@router.post("/major-incidents/{int:major}/reopen", response=MajorShape, summary="Reopen a major incident")
def reopen_major(request: HttpRequest, major: Id) -> HttpResponse:
    """What was not told yet is told to nobody."""
    person = person_of(request)
    actions.reopen(actor=person, major=major)
    return _answer(person, major)


@router.get("/major-incidents/{int:major}/tickets", response=PageOf[JoinedShape], summary="List its tickets")
def list_joined(request: HttpRequest, major: Id, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Those that the caller may see, the latest joined first."""
    person = person_of(request)
    queries.find(person, major)
    found = queries.joined(person, major, before=place_of(cursor) or None, size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    items = [
        JoinedShape(
            ticket=one.ticket_id, subject=one.ticket.subject, status=one.ticket.status, way=one.way, at=utc(one.at)
        )
        for one in rows
    ]
    return answer(PageOf[JoinedShape](items=items, next=following))


@router.post("/major-incidents/{int:major}/tickets", response={201: MajorShape}, summary="Join tickets")
def join_tickets(request: HttpRequest, major: Id, given: TicketsGiven) -> HttpResponse:
    """Their requesters hear so a minute later, and of every update."""
    person = person_of(request)
    actions.join_many(actor=person, major=major, numbers=given.tickets)
    return _answer(person, major, status=201)


@router.delete("/major-incidents/{int:major}/tickets/{int:number}", response=MajorShape, summary="Take a ticket away")
def take_ticket_away(request: HttpRequest, major: Id, number: Number) -> HttpResponse:
    """It does not belong to it after all."""
    person = person_of(request)
    actions.leave(actor=person, major=major, numbers=[number])
    return _answer(person, major)


@router.get("/major-incidents/{int:major}/likely", response=PageOf[LikelyShape], summary="Tickets that look like it")
def list_likely(request: HttpRequest, major: Id) -> HttpResponse:
    """New tickets that share its telling words, the latest first."""
    person = person_of(request)
    queries.find(person, major)
    items = [
        LikelyShape(ticket=one.ticket_id, subject=one.ticket.subject, words=one.words)
        for one in queries.likely_for(person, major)
    ]
    return answer(PageOf[LikelyShape](items=items, next=None))


@router.get("/major-incidents/{int:major}/events", response=PageOf[MajorEventShape], summary="Read its timeline")
def list_events(request: HttpRequest, major: Id) -> HttpResponse:
    """The latest first; of tickets, those that the caller may see."""
    person = person_of(request)
    found = queries.opened(person, major)
    items = [
        MajorEventShape(
            id=one.pk,
            kind=one.kind,
            actor=person_shape(one.actor, person) if one.actor is not None else None,
            at=utc(one.at),
            details=queries.seen_details(one, found),
        )
        for one in found.happenings
    ]
    return answer(PageOf[MajorEventShape](items=items, next=None))


@router.post("/major-incidents/{int:major}/notes", response={201: MajorShape}, summary="Note something")
def add_note(request: HttpRequest, major: Id, given: MajorNoteGiven) -> HttpResponse:
    """A line on its timeline."""
    person = person_of(request)
    actions.note(actor=person, major=major, text=given.text, at=given.at)
    return _answer(person, major, status=201)


@router.patch("/major-incidents/{int:major}/review", response=MajorShape, summary="Write the review")
def write_review(request: HttpRequest, major: Id, given: ReviewGiven) -> HttpResponse:
    """Once it is resolved."""
    person, named = person_of(request), given.model_fields_set
    said = actions.Review()
    if "went_well" in named:
        said["went_well"] = given.went_well
    if "went_badly" in named:
        said["went_badly"] = given.went_badly
    if "cause" in named:
        said["cause"] = given.cause
    with transaction.atomic():
        actions.write_review(actor=person, major=major, **said)
        if given.finish:
            actions.finish_review(actor=person, major=major)
    return _answer(person, major)


@router.get("/major-incidents/{int:major}/actions", response=PageOf[ActionShape], summary="List the review's actions")
def list_actions(request: HttpRequest, major: Id) -> HttpResponse:
    """What is done so that it stays away."""
    person = person_of(request)
    found = queries.opened(person, major)
    items = [
        ActionShape(
            id=one.pk,
            title=one.title,
            owner=person_shape(one.owner, person),
            due_on=one.due_on,
            done_at=utc(one.done_at) if one.done_at is not None else None,
            dropped_at=utc(one.dropped_at) if one.dropped_at is not None else None,
        )
        for one in found.actions
    ]
    return answer(PageOf[ActionShape](items=items, next=None))


@router.post("/major-incidents/{int:major}/actions", response={201: MajorShape}, summary="Add an action")
def add_action(request: HttpRequest, major: Id, given: ActionGiven) -> HttpResponse:
    """The promise keeper reminds its owner."""
    person = person_of(request)
    queries.find(person, major)
    owner = _agent(person, given.owner, "owner")
    actions.add_action(actor=person, major=major, title=given.title, owner=owner, due_on=given.due_on)
    return _answer(person, major, status=201)
