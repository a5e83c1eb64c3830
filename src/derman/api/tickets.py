"""Tickets: list, open, read, change."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.etags import etag_of, expected_seq, seen_already
from derman.api.inputs import (
    Address,
    Given,
    KindCode,
    Line,
    Moment,
    OwnValues,
    PriorityCode,
    Reference,
    StatusCode,
    Tags,
    Text,
    WaitingCode,
)
from derman.api.paging import Cursor, Limit, PageOf
from derman.api.problems import FORBIDDEN, Problem, Together, wrong
from derman.api.shapes import (
    PRIORITIES,
    PRIVATE,
    TicketLine,
    TicketShape,
    answer,
    message_shape,
    ticket_line,
    ticket_shape,
)
from derman.search import queries as search
from derman.sla.queries import standings
from derman.tickets import actions
from derman.tickets.actions.change_many import FieldChanges
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.queries import approvers_of, meets, reading, values_of
from derman.views import queries as views

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Ticket

router = Router(tags=["Tickets"])

Number = Annotated[int, Path(description="The ticket's number.")]
_CONDITION = re.compile(r"([a-z][a-z0-9_]*)(<=|>=|[:<>])(.+)")
STATUSES = ("new", "open", "waiting", "resolved", "closed", "spam")
CHANNELS = ("email", "portal", "chat", "phone", "api", "alert", "template")


class TicketChange(Given):
    """What to change; what is left out stays. Requesters may resolve and reopen their own tickets."""

    subject: Line = ""
    kind: KindCode = "incident"
    status: StatusCode = "open"
    waiting_for: WaitingCode | None = None
    waiting_until: Moment | None = None
    priority: PriorityCode = "normal"
    impact: Annotated[int, Field(ge=1, le=3)] | None = None
    urgency: Annotated[int, Field(ge=1, le=3)] | None = None
    category: Reference | None = None
    team: Reference | None = None
    assignee: Reference | None = None
    tags: Tags = []
    cc: Annotated[list[Address], Field(max_length=50)] = []
    fields: Annotated[
        OwnValues, Field(description="Of the desk's own fields, by key; null empties one, what is left out stays.")
    ] = {}


def _codes(given: str, known: tuple[str, ...], field: str) -> list[str]:
    codes = [code.strip() for code in given.split(",") if code.strip()]
    if any(code not in known for code in codes):
        raise wrong(field, _("This must be one of: %(choices)s.") % {"choices": ", ".join(known)})
    return codes


@router.get("/tickets", response=PageOf[TicketLine], summary="List tickets, latest change first")
def list_tickets(
    request: HttpRequest,
    status: Annotated[Line, Query("", description="One or more, with commas between.")],
    team: Annotated[Line, Query("", description="Id or name; none for no team.")],
    assignee: Annotated[Line, Query("", description="Id, name or e-mail; me; none for nobody.")],
    requester: Annotated[Line, Query("", description="Id, name or e-mail; me.")],
    priority: Annotated[Line, Query("", description="One or more, with commas between.")],
    channel: Annotated[Line, Query("", description="One or more, with commas between.")],
    q: Annotated[Line, Query("", description="Words, as in the search.")],
    query: Annotated[
        Text,
        Query("", max_length=500, description="A typed query, as in views; alone, for agents, with `order`."),
    ],
    order: Annotated[
        Literal["updated", "longest", "newest", "oldest", "due"], Query("updated", description="Of a query.")
    ],
    updated_after: Annotated[Moment | None, Query(None)],
    field: Annotated[
        list[Line],
        Query([], description="On one of the desk's own fields, like cost_centre:4711, amount>=100, amount:none."),
    ],
    limit: Limit,
    cursor: Cursor,
) -> HttpResponse:
    """The tickets that the caller may see. Filters narrow the list together."""
    person = person_of(request)
    if query:
        return _found(person, query, order, cursor, limit)
    wanted = reading.Filter(
        statuses=_codes(status, STATUSES, "status"),
        teams=references.team_ids(person, team),
        assignees=references.person_ids(person, assignee),
        requesters=references.person_ids(person, requester),
        priorities=[PRIORITIES.index(code) + 1 for code in _codes(priority, PRIORITIES, "priority")],
        channels=_codes(channel, CHANNELS, "channel"),
        updated_after=updated_after,
        conditions=_on_fields(person, field),
        numbers=[hit.number for hit in search.tickets(person, q, limit=200)] if q else None,
    )
    page = reading.listed(person, wanted, key=cursor, size=limit)
    as_requester = not person.is_staff_member
    lines = [TicketLine(**ticket_line(row.ticket, person, as_requester=as_requester)) for row in page.rows]
    return answer(PageOf[TicketLine](items=lines, next=page.next or None))


def _found(person: Person, query: str, order: str, cursor: str, limit: int) -> HttpResponse:
    """What a typed query finds. A mistake in it is answered with its `place`: `{start, end}`."""
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk ask by a typed query."))
    numbers, following = views.numbers(person, query, order=order, key=cursor, size=limit)
    tickets = reading.of_numbers(person, numbers)
    lines = [TicketLine(**ticket_line(ticket, person, as_requester=False)) for ticket in tickets]
    return answer(PageOf[TicketLine](items=lines, next=following or None))


def _on_fields(person: Person, given: list[str]) -> list[Q]:
    if given and not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    if len(given) > 10:
        raise wrong("field", _("These are too many conditions. %(most)d are the most.") % {"most": 10})
    parts = [_CONDITION.fullmatch(one) for one in given]
    try:
        return [meets(*part.groups()) if part else _unreadable() for part in parts]
    except WrongInput as error:
        raise wrong("field", str(error)) from None


def _unreadable() -> Q:
    raise WrongInput(_("Write a field, a sign and a value, like cost_centre:4711."))


def after_change(person: Person, ticket: Ticket) -> tuple[TicketShape, str]:
    """The ticket as the caller sees it after a change, perhaps one that put it out of their sight."""
    try:
        found = reading.readable(person, ticket.pk)
    except TicketNotFound:
        found = reading.Readable(ticket, as_requester=True)
    return _whole(found, person), etag_of(found.ticket, as_requester=found.as_requester)


def _whole(found: reading.Readable, person: Person) -> TicketShape:
    return ticket_shape(
        found.ticket,
        [message_shape(message, person, as_requester=found.as_requester) for message in reading.latest_messages(found)],
        person,
        as_requester=found.as_requester,
        cc=reading.in_copy(found),
        approvers=approvers_of(found.ticket),
        fields={} if found.as_requester else values_of(found.ticket.pk),
        clocks=standings(found.ticket, counted=True),
    )


@router.get("/tickets/{int:number}", response=TicketShape, summary="Read a ticket")
def read_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """The ticket with the latest 400 messages, and its state as `ETag`."""
    person = person_of(request)
    found = reading.readable(person, number)
    etag = etag_of(found.ticket, as_requester=found.as_requester)
    if seen_already(request, etag):
        return HttpResponseNotModified(headers={**PRIVATE, "ETag": etag})
    return answer(_whole(found, person), ETag=etag)


@router.patch("/tickets/{int:number}", response=TicketShape, summary="Change a ticket")
def change_ticket(request: HttpRequest, number: Number, given: TicketChange) -> HttpResponse:
    """All of the change or none. With `If-Match`, only where nobody changed the ticket since: else 412."""
    person = person_of(request)
    found = reading.readable(person, number)
    expected = expected_seq(request, found.ticket)
    if found.as_requester:
        ticket = _change_own(person, number, given)
    else:
        ticket = actions.change_fields(
            actor=person, ticket=number, changes=_changes(person, given), expected_seq=expected
        )
    shape, etag = after_change(person, ticket)
    return answer(shape, ETag=etag)


def _change_own(person: Person, number: int, given: TicketChange) -> Ticket:
    if given.model_fields_set == {"status"} and given.status == "resolved":
        return actions.resolve_own(actor=person, ticket=number)
    if given.model_fields_set == {"status"} and given.status == "open":
        return actions.reopen_own(actor=person, ticket=number)
    raise Problem(FORBIDDEN, _("You can resolve your own tickets (status resolved) and reopen them (status open)."))


def _changes(person: Person, given: TicketChange) -> FieldChanges:
    named = given.model_fields_set
    wanted: dict[str, Any] = {
        name: getattr(given, name)
        for name in ("subject", "kind", "status", "priority", "impact", "urgency", "tags")
        if name in named
    }
    together = Together()
    if "category" in named:
        wanted["category"] = together.ask(partial(references.category, given.category))
    if "team" in named:
        wanted["team"] = together.ask(partial(references.team, person, given.team))
    if "assignee" in named:
        wanted["assignee"] = together.ask(partial(references.agent, person, given.assignee))
    together.end()
    if "cc" in named:
        wanted["followers"] = [references.somebody(address, "cc").pk for address in given.cc]
    if "fields" in named:
        wanted["own"] = given.fields
    if given.waiting_for is not None or given.waiting_until is not None:
        wanted.setdefault("status", "waiting")
        wanted["waiting_until"] = given.waiting_until
        wanted["waiting_for"] = given.waiting_for or ("date" if given.waiting_until is not None else "")
    if (given.impact is None) != (given.urgency is None):
        field = "urgency" if given.urgency is None else "impact"
        raise wrong(field, _("Impact and urgency go together."))
    return FieldChanges(**wanted)
