"""Vendors: firms outside, their contracts, what of tickets is with them, and how well they keep their word."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Address, Given, Line, Long
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.shapes import MessageShape, answer, message_shape, utc
from derman.api.tickets import Number
from derman.tickets.queries import find as find_ticket
from derman.vendors import actions, queries
from derman.vendors.scores import scores

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Vendors"])

VendorId = Annotated[int, Path(ge=1, lt=2**63)]
Ids = Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(max_length=200)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Minutes = Annotated[int, Field(ge=1, le=525_600)]


class ContactShape(Schema):
    """Somebody at a vendor; the first one is written to where nobody is chosen."""

    id: int
    name: str
    email: str
    phone: str


class ContractShape(Schema):
    """What was agreed. Cost is null for whoever is no lead."""

    id: int
    number: str
    hours: str = Field(description="desk or always.")
    response_minutes: int | None = Field(description="Of those hours.")
    solution_minutes: int | None
    starts_on: date | None
    ends_on: date | None
    warn_days: int
    cost: float | None = Field(description="Of a year.")
    currency: str


class VendorShape(Schema):
    """A vendor."""

    id: int
    url: str
    name: str
    language: str
    notes: str
    archived: bool
    contacts: list[ContactShape]
    contracts: list[ContractShape]
    categories: list[int]
    services: list[int]


class ContactGiven(Given):
    """Somebody at a vendor."""

    name: Line = ""
    email: Address
    phone: Line = ""


class VendorGiven(Given):
    """A vendor to write down."""

    name: Line
    language: Annotated[str, Field(max_length=8)] = ""
    notes: Long = ""
    contacts: Annotated[list[ContactGiven], Field(max_length=10)]
    categories: Ids = []
    services: Ids = []


class VendorChange(Given):
    """What to change; what is left out stays."""

    name: Line = ""
    language: Annotated[str, Field(max_length=8)] = ""
    notes: Long = ""
    contacts: Annotated[list[ContactGiven], Field(max_length=10)] = []
    categories: Ids = []
    services: Ids = []
    archived: bool = False


class ContractGiven(Given):
    """A contract to write down."""

    number: Line
    hours: Literal["desk", "always"] = "desk"
    response_minutes: Minutes | None = None
    solution_minutes: Minutes | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    warn_days: Annotated[int, Field(ge=0, le=730)] = 60
    cost: Money | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3)] = "TRY"
    notes: Annotated[Long, Field(max_length=1000)] = ""


class ScoreShape(Schema):
    """How well a vendor kept its word, in counts of what was handed over. Costs are empty for whoever is no lead."""

    since: date | None
    until: date | None
    handed_over: int
    open: int
    withdrawn: int
    answered_in_time: int
    answered_late: int
    solved_in_time: int
    solved_late: int
    reopened: int
    reopenings: int
    median_answer_minutes: int | None
    costs: dict[str, float] = Field(description="Of single cases, by currency.")


class CaseShape(Schema):
    """What of a ticket is with a vendor. Agents alone see it."""

    id: int
    ticket: int
    vendor: int
    vendor_name: str
    way: str = Field(description="mail or guest.")
    state: str = Field(description="open, said (solved, says the vendor), done or withdrawn.")
    sent_at: datetime
    response_due: datetime | None
    solution_due: datetime | None
    answered_at: datetime | None
    solved_at: datetime | None
    their_number: str
    their_date: date | None
    reopened: int


class CaseWhole(CaseShape):
    """The same with what was said."""

    messages: list[MessageShape]


class HandGiven(Given):
    """Whom to hand a ticket to, and what goes along: `messages` and `files` are ids of the public conversation."""

    vendor: Annotated[int, Field(ge=1, lt=2**63)]
    contact: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    way: Literal["mail", "guest"] = "guest"
    text: Annotated[Long, Field(max_length=20_000)]
    messages: Ids = []
    files: Ids = []


class WriteGiven(Given):
    """What to write on to the vendor."""

    text: Annotated[Long, Field(max_length=20_000)]
    files: Ids = []


class CaseChange(Given):
    """What to change; what is left out stays. `state`: done, open (asked again) or withdrawn."""

    their_number: Annotated[Line, Field(max_length=80)] = ""
    their_date: date | None = None
    cost: Money | None = None
    state: Literal["open", "done", "withdrawn"] = "open"


def _contract(row: Any, *, costs: bool) -> ContractShape:
    return ContractShape(
        id=row.pk,
        number=row.number,
        hours=row.hours,
        response_minutes=row.response_minutes,
        solution_minutes=row.solution_minutes,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        warn_days=row.warn_days,
        cost=float(row.cost) if costs and row.cost is not None else None,
        currency=row.currency,
    )


def _shape(row: Any, reader: Person) -> VendorShape:
    return VendorShape(
        id=row.pk,
        url=f"{settings.DERMAN_URL}/desk/vendors/{row.pk}/",
        name=row.name,
        language=row.language,
        notes=row.notes,
        archived=row.archived_at is not None,
        contacts=[
            ContactShape(id=one.pk, name=one.name, email=one.email, phone=one.phone) for one in row.contacts.all()
        ],
        contracts=[_contract(one, costs=reader.is_lead) for one in row.contracts.all()],
        categories=[one.pk for one in row.categories.all()],
        services=[one.pk for one in row.services.all()],
    )


def _case_values(row: Any) -> dict[str, Any]:
    moments = ("response_due", "solution_due", "answered_at", "solved_at")
    same = ("way", "state", "their_number", "their_date", "reopened")
    return {
        "id": row.pk,
        "ticket": row.ticket_id,
        "vendor": row.vendor_id,
        "vendor_name": row.vendor.name,
        "sent_at": utc(row.sent_at),
        **{name: utc(moment) if (moment := getattr(row, name)) is not None else None for name in moments},
        **{name: getattr(row, name) for name in same},
    }


def _whole(person: Person, ticket: int, pk: int, *, status: int = 200) -> HttpResponse:
    row = queries.find_case(person, ticket, pk)
    said = [message_shape(message, person) for message in queries.said_in(row)]
    return answer(CaseWhole(**_case_values(row), messages=said), status=status)


@router.get("/vendors", response=PageOf[VendorShape], summary="List vendors")
def list_vendors(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    archived: Annotated[bool, Query(False, description="Those that are used no longer.")],
) -> HttpResponse:
    """In the order in which they were written down. For people of the desk; others find none."""
    person = person_of(request)
    found = queries.listed(person, archived=archived, after=place_of(cursor), size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[VendorShape](items=[_shape(row, person) for row in rows], next=following))


@router.post("/vendors", response={201: VendorShape}, summary="Write a vendor down")
def add_vendor(request: HttpRequest, given: VendorGiven) -> HttpResponse:
    """For leads and administrators."""
    person = person_of(request)
    row = actions.save(actor=person, given=_details(given))
    return answer(_shape(queries.find(person, row.pk), person), status=201)


def _details(given: VendorGiven) -> actions.Details:
    return actions.Details(
        name=given.name,
        language=given.language,
        notes=given.notes,
        contacts=[(one.name, one.email, one.phone) for one in given.contacts],
        categories=given.categories,
        services=given.services,
    )


@router.get("/vendors/{int:vendor}", response=VendorShape, summary="Read a vendor")
def read_vendor(request: HttpRequest, vendor: VendorId) -> HttpResponse:
    """With its contacts and contracts."""
    person = person_of(request)
    return answer(_shape(queries.find(person, vendor), person))


@router.patch("/vendors/{int:vendor}", response=VendorShape, summary="Change a vendor")
def change_vendor(request: HttpRequest, vendor: VendorId, given: VendorChange) -> HttpResponse:
    """All of the change or none; `archived` takes it out of use, or brings it back."""
    person, named = person_of(request), given.model_fields_set
    row = queries.find(person, vendor)
    kept: dict[str, Any] = _shape(row, person).model_dump(
        include={"name", "language", "notes", "contacts", "categories", "services"}
    )
    for contact in kept["contacts"]:
        contact.pop("id")
    kept |= given.model_dump(include=named - {"archived"})
    with transaction.atomic():
        actions.save(actor=person, vendor=vendor, given=_details(VendorGiven(**kept)))
        if "archived" in named:
            (actions.archive if given.archived else actions.bring_back)(actor=person, vendor=vendor)
    return answer(_shape(queries.find(person, vendor), person))


@router.delete("/vendors/{int:vendor}", response={204: None}, summary="Delete a vendor")
def remove_vendor(request: HttpRequest, vendor: VendorId) -> HttpResponse:
    """Only one to which nothing was ever handed; else archive it."""
    actions.remove(actor=person_of(request), vendor=vendor)
    return HttpResponse(status=204)


@router.post("/vendors/{int:vendor}/contracts", response={201: VendorShape}, summary="Write a contract down")
def add_contract(request: HttpRequest, vendor: VendorId, given: ContractGiven) -> HttpResponse:
    """For leads and administrators."""
    person = person_of(request)
    actions.save_contract(actor=person, vendor=vendor, given=actions.ContractGiven(**given.model_dump()))
    return answer(_shape(queries.find(person, vendor), person), status=201)


@router.delete("/vendors/{int:vendor}/contracts/{int:contract}", response=VendorShape, summary="Delete a contract")
def remove_contract(
    request: HttpRequest, vendor: VendorId, contract: Annotated[int, Path(ge=1, lt=2**63)]
) -> HttpResponse:
    """What was handed over under it keeps its times."""
    person = person_of(request)
    actions.remove_contract(actor=person, vendor=vendor, contract=contract)
    return answer(_shape(queries.find(person, vendor), person))


@router.get("/vendors/{int:vendor}/scorecard", response=ScoreShape, summary="How well a vendor keeps its word")
def scorecard(
    request: HttpRequest,
    vendor: VendorId,
    since: Annotated[date | None, Query(None, description="A year before `until` where it is left out.")],
    until: Annotated[date | None, Query(None, description="Today where it is left out.")],
) -> HttpResponse:
    """In counts of what was handed over in these days."""
    person = person_of(request)
    row = queries.find(person, vendor)
    found = scores(person, [row.pk], since=since, until=until)[row.pk]
    shape = ScoreShape(
        since=since,
        until=until,
        handed_over=found.handed,
        open=found.open,
        withdrawn=found.withdrawn,
        answered_in_time=found.answered_in_time,
        answered_late=found.answered_late,
        solved_in_time=found.solved_in_time,
        solved_late=found.solved_late,
        reopened=found.reopened,
        reopenings=found.reopenings,
        median_answer_minutes=found.answer_minutes,
        costs={code: float(amount) for code, amount in found.costs} if person.is_lead else {},
    )
    return answer(shape)


@router.get("/tickets/{int:number}/vendors", response=PageOf[CaseShape], summary="What of a ticket is with vendors")
def cases_of_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """The latest first. For people of the desk; requesters find none."""
    person = person_of(request)
    ticket = find_ticket(person, number)
    found = queries.of_ticket(person, ticket.pk)
    return answer(PageOf[CaseShape](items=[CaseShape(**_case_values(row)) for row in found], next=None))


@router.post("/tickets/{int:number}/vendors", response={201: CaseWhole}, summary="Hand a ticket to a vendor")
def hand_to_vendor(request: HttpRequest, number: Number, given: HandGiven) -> HttpResponse:
    """It leaves after ten seconds; until then its event can be undone. The ticket waits for the vendor."""
    person = person_of(request)
    find_ticket(person, number)
    row = actions.hand_to_vendor(actor=person, ticket=number, **given.model_dump())
    return _whole(person, number, row.pk, status=201)


CaseId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("/tickets/{int:number}/vendors/{int:case}", response=CaseWhole, summary="Conversation with a vendor")
def read_case(request: HttpRequest, number: Number, case: CaseId) -> HttpResponse:
    """For people of the desk."""
    return _whole(person_of(request), number, case)


@router.post(
    "/tickets/{int:number}/vendors/{int:case}/messages", response={201: CaseWhole}, summary="Write to a vendor"
)
def write_to_vendor(request: HttpRequest, number: Number, case: CaseId, given: WriteGiven) -> HttpResponse:
    """It leaves after ten seconds."""
    person = person_of(request)
    actions.write_to_vendor(actor=person, ticket=number, case=case, **given.model_dump())
    return _whole(person, number, case, status=201)


@router.patch("/tickets/{int:number}/vendors/{int:case}", response=CaseWhole, summary="Change what is with a vendor")
def change_case(request: HttpRequest, number: Number, case: CaseId, given: CaseChange) -> HttpResponse:
    """Their number, their day, what it cost, and how it goes on. All of it or none."""
    person, named = person_of(request), given.model_fields_set
    verbs: dict[str, Any] = {"done": actions.end, "open": actions.ask_again, "withdrawn": actions.withdraw}
    with transaction.atomic():
        actions.note_details(
            actor=person,
            ticket=number,
            case=case,
            number=given.their_number if "their_number" in named else None,
            day=given.their_date,
            forget_day="their_date" in named and given.their_date is None,
            cost=given.cost,
        )
        if "state" in named and given.state != queries.find_case(person, number, case).state:
            verbs[given.state](actor=person, ticket=number, case=case)
    return _whole(person, number, case)
