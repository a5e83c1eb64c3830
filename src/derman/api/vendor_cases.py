"""What of a ticket is with a vendor: handed over, written on, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from derman.api.callers import person_of
from derman.api.paging import PageOf
from derman.api.shapes import answer, message_shape, utc
from derman.api.tickets import Number
from derman.api.vendor_shapes import CaseChange, CaseId, CaseShape, CaseWhole, HandGiven, WriteGiven
from derman.tickets.queries import find as find_ticket
from derman.vendors import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Vendors"])


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
