"""Problems: the causes behind incidents, what is known of them, and telling everybody at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.cause_shapes import (
    CloseGiven,
    HappeningShape,
    IncidentGiven,
    IncidentShape,
    NoteGiven,
    ProblemChange,
    ProblemDetails,
    ProblemGiven,
    ProblemNamed,
    ProblemShape,
    SuggestedShape,
)
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import OVERTAKEN, Problem
from derman.api.shapes import answer, person_shape, utc
from derman.api.tickets import Number
from derman.kernel.secrets import signature
from derman.problems import actions, queries
from derman.search.likeness import alike
from derman.tickets.queries import find as find_ticket

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Problems"])

Id = Annotated[int, Path(ge=1, lt=2**63)]


def _shape(row: Any, reader: Person, *, change_seen: bool = False) -> ProblemShape:
    return ProblemShape(
        number=row.pk,
        url=f"{settings.DERMAN_URL}/desk/problems/{row.pk}/",
        title=row.title,
        description=row.description,
        status=row.status,
        priority=row.priority_code,
        team=row.team.name if row.team is not None else None,
        owner=person_shape(row.owner, reader) if row.owner is not None else None,
        category=row.category_id,
        known_titles=row.known_titles,
        workarounds=row.workarounds,
        offered=row.offered_at is not None,
        whys=row.whys,
        cause=row.cause,
        decision=row.decision or None,
        decision_reason=row.decision_reason,
        change=row.change_words,
        change_ticket=row.change_ticket_id if change_seen else None,
        incidents=row.incidents,
        created_at=utc(row.created_at),
        updated_at=utc(row.updated_at),
        closed_at=utc(row.closed_at) if row.closed_at is not None else None,
    )


def _etag(row: Any) -> str:
    return f'"{signature("etag", f"problem:{row.pk}.{row.revision}")}"'


def _answer(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    row = queries.find(person, pk)
    seen = queries.sees_change(person, row)
    return answer(_shape(row, person, change_seen=seen), status=status, ETag=_etag(row))


def _details(person: Person, given: ProblemDetails) -> actions.Details:
    """What is named, as the action wants it."""
    named = given.model_fields_set
    plain = ("title", "description", "status", "known_titles", "workarounds", "whys", "cause", "decision_reason")
    kept: dict[str, Any] = {name: getattr(given, name) for name in plain if name in named}
    if "priority" in named:
        kept["priority"] = given.priority
    if "team" in named:
        team = references.team(person, given.team)
        kept["team"] = team.pk if team is not None else None
    if "owner" in named:
        owner = references.agent(person, given.owner, field="owner")
        kept["owner"] = owner.pk if owner is not None else None
    if "category" in named:
        category = references.category(given.category)
        kept["category"] = category.pk if category is not None else None
    if "decision" in named:
        kept["decision"] = given.decision or ""
    if "change" in named:
        kept["change_words"] = given.change
    if "change_ticket" in named:
        kept["change_ticket"] = given.change_ticket
    return cast("actions.Details", kept)


@router.get("/problems", response=PageOf[ProblemShape], summary="List problems")
def list_problems(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    status: Annotated[Literal["open", "known", "mine", "closed", "all"], Query("open")],
    q: Annotated[str, Query("", max_length=100, description="Words of the title, or P and a number.")],
) -> HttpResponse:
    """Those that the caller may see, the latest first."""
    person = person_of(request)
    found = queries.some(person, which=status, words=q, before=place_of(cursor) or None, size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[ProblemShape](items=[_shape(row, person) for row in rows], next=following))


@router.post("/problems", response={201: ProblemShape}, summary="Write a problem down")
def add_problem(request: HttpRequest, given: ProblemGiven) -> HttpResponse:
    """With the tickets that are its incidents."""
    person = person_of(request)
    with transaction.atomic():
        row = actions.begin(actor=person, tickets=given.tickets, **_details(person, given))
        if given.offered:
            actions.offer(actor=person, problem=row.pk)
    return _answer(person, row.pk, status=201)


@router.get("/problems/{int:problem}", response=ProblemShape, summary="Read a problem")
def read_problem(request: HttpRequest, problem: Id) -> HttpResponse:
    """With its state as `ETag`."""
    return _answer(person_of(request), problem)


@router.patch("/problems/{int:problem}", response=ProblemShape, summary="Change a problem")
def change_problem(request: HttpRequest, problem: Id, given: ProblemChange) -> HttpResponse:
    """All of the change or none. With `If-Match`, only where nobody changed it since: else 412."""
    person = person_of(request)
    row = queries.find(person, problem)
    expected = parse_etags(request.headers.get("If-Match", ""))
    if expected and "*" not in expected and _etag(row) not in expected:
        raise Problem(OVERTAKEN, _("Somebody changed this problem in the meantime."), headers={"ETag": _etag(row)})
    with transaction.atomic():
        if "offered" in given.model_fields_set and not given.offered:
            actions.withdraw_offer(actor=person, problem=problem)
        actions.describe(actor=person, problem=problem, **_details(person, given))
        if given.offered:
            actions.offer(actor=person, problem=problem)
    return _answer(person, problem)


@router.get("/problems/{int:problem}/events", response=PageOf[HappeningShape], summary="Timeline of a problem")
def problem_events(request: HttpRequest, problem: Id) -> HttpResponse:
    """The latest 200 lines, the latest first. Tickets that the caller may not see are left out."""
    person = person_of(request)
    found = queries.opened(person, problem)
    items = [
        HappeningShape(
            id=one.pk,
            kind=one.kind,
            actor=person_shape(one.actor, person) if one.actor is not None else None,
            at=utc(one.at),
            details=queries.seen_details(one, found.numbers),
        )
        for one in found.happenings
    ]
    return answer(PageOf[HappeningShape](items=items, next=None))


@router.post("/problems/{int:problem}/notes", response={201: ProblemShape}, summary="Note what was found out")
def note_on_problem(request: HttpRequest, problem: Id, given: NoteGiven) -> HttpResponse:
    """For the timeline of the analysis."""
    person = person_of(request)
    actions.note(actor=person, problem=problem, text=given.text, at=given.at)
    return _answer(person, problem, status=201)


@router.get("/problems/{int:problem}/incidents", response=PageOf[IncidentShape], summary="Tickets of a problem")
def list_incidents(request: HttpRequest, problem: Id, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Those that the caller may see, the latest linked first."""
    person = person_of(request)
    found = queries.incidents(person, problem, before=place_of(cursor) or None, size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    items = [
        IncidentShape(
            ticket=one.ticket_id,
            subject=one.ticket.subject,
            status=one.ticket.status,
            way=one.way,
            at=utc(one.at),
            workaround_sent=one.sent is not None and one.sent.withdrawn_at is None,
        )
        for one in rows
    ]
    return answer(PageOf[IncidentShape](items=items, next=following))


@router.post("/problems/{int:problem}/incidents", response={201: ProblemShape}, summary="Link a ticket")
def add_incident(request: HttpRequest, problem: Id, given: IncidentGiven) -> HttpResponse:
    """Twice is once."""
    person = person_of(request)
    actions.link(actor=person, problem=problem, ticket=given.ticket)
    return _answer(person, problem, status=201)


@router.delete("/problems/{int:problem}/incidents/{int:ticket}", response=ProblemShape, summary="Unlink a ticket")
def remove_incident(request: HttpRequest, problem: Id, ticket: Annotated[int, Path(ge=1, lt=2**63)]) -> HttpResponse:
    """Twice is once."""
    person = person_of(request)
    actions.unlink(actor=person, problem=problem, ticket=ticket)
    return _answer(person, problem)


@router.get("/problems/{int:problem}/suggested", response=PageOf[SuggestedShape], summary="Tickets like a problem")
def suggested_incidents(request: HttpRequest, problem: Id) -> HttpResponse:
    """Best first; what is linked already is left out."""
    person = person_of(request)
    row = queries.find(person, problem)
    like = alike(f"{row.title} {row.description[:400]} {' '.join(row.known_titles.values())}")
    found = queries.tickets_like(person, row, like)
    items = [SuggestedShape(ticket=one.pk, subject=one.subject, status=one.status) for one in found]
    return answer(PageOf[SuggestedShape](items=items, next=None))


@router.post("/problems/{int:problem}/article", response={201: ProblemShape}, summary="Put it into the knowledge base")
def article_of_problem(request: HttpRequest, problem: Id) -> HttpResponse:
    """A draft for agents, in every language of the workaround; once."""
    person = person_of(request)
    actions.write_article(actor=person, problem=problem)
    return _answer(person, problem, status=201)


@router.post("/problems/{int:problem}/close", response=ProblemShape, summary="Close a problem and tell")
def close_problem(request: HttpRequest, problem: Id, given: CloseGiven) -> HttpResponse:
    """Every linked requester is told a minute later, in their language; `reopen` stops it until then."""
    person = person_of(request)
    actions.close(actor=person, problem=problem, texts=given.texts, resolve=given.resolve)
    return _answer(person, problem)


@router.post("/problems/{int:problem}/reopen", response=ProblemShape, summary="Reopen a problem")
def reopen_problem(request: HttpRequest, problem: Id) -> HttpResponse:
    """What was not told yet is told to nobody."""
    person = person_of(request)
    actions.reopen(actor=person, problem=problem)
    return _answer(person, problem)


@router.get("/tickets/{int:number}/problems", response=PageOf[ProblemShape], summary="Problems behind a ticket")
def problems_of_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """For people of the desk; requesters find none."""
    person = person_of(request)
    ticket = find_ticket(person, number)
    found = queries.some_behind(person, ticket.pk)
    return answer(PageOf[ProblemShape](items=[_shape(row, person) for row in found], next=None))


@router.post("/tickets/{int:number}/workaround", response={201: ProblemShape}, summary="Send a workaround")
def send_workaround(request: HttpRequest, number: Number, given: ProblemNamed) -> HttpResponse:
    """A reply with the workaround of a linked problem, in the requester's language; to be taken back like any reply."""
    person = person_of(request)
    find_ticket(person, number)
    actions.send_workaround(actor=person, problem=given.problem, ticket=number)
    return _answer(person, given.problem, status=201)
