"""Vendors: firms outside, their contracts, and how well they keep their word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from derman.api.callers import person_of
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.shapes import answer
from derman.api.vendor_shapes import (
    ContactShape,
    ContractGiven,
    ContractId,
    ContractShape,
    ScoreShape,
    VendorChange,
    VendorGiven,
    VendorId,
    VendorShape,
)
from derman.vendors import actions, queries
from derman.vendors.scores import scores

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Vendors"])


def _contract(row: Any, *, costs: bool) -> ContractShape:
    return ContractShape(
        id=row.pk,
        number=row.number,
        hours=row.hours,
        calendar=row.calendar_id,
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
def remove_contract(request: HttpRequest, vendor: VendorId, contract: ContractId) -> HttpResponse:
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
