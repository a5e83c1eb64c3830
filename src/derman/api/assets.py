"""Devices and programs of the company."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.assets import actions, queries
from derman.assets.access import may_remove, may_write
from derman.assets.errors import AssetError
from derman.desk.actions import audit
from derman.people.queries import person_by_address

if TYPE_CHECKING:
    from derman.assets.models import Asset
    from derman.people.models import Person

router = Router(tags=["Assets"])

KindCode = Literal[
    "laptop", "desktop", "monitor", "phone", "tablet", "printer", "network", "server", "software", "other"
]
StateCode = Literal["in_use", "in_store", "in_repair", "lost", "retired"]
Short = Annotated[Text, Field(max_length=120)]


class AssetShape(Schema):
    """A device, a program or a licence. Requesters see their own, without what the desk notes."""

    id: int
    number: str = Field(description="Of the inventory; no other one has it.")
    name: str
    kind: str
    serial: str
    person: PersonShape | None = Field(description="Who has it.")
    place: str
    state: str
    notes: str | None = Field(description="For agents; null for others.")
    created_at: datetime
    updated_at: datetime


class AssetGiven(Given):
    """A device to add. Without `number` the desk gives it one."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    kind: KindCode = "laptop"
    number: Annotated[Text, Field(max_length=60)] = ""
    serial: Short = ""
    person: Annotated[Text, Field(max_length=254)] | None = Field(None, description="The e-mail address of who has it.")
    place: Short = ""
    state: StateCode = "in_use"
    notes: Annotated[Text, Field(max_length=5000)] = ""


class AssetChange(AssetGiven):
    """What to change; what is left out stays as it is, and `person: null` takes it from whoever has it."""

    name: Short = ""


def _shape(row: Asset, reader: Person) -> AssetShape:
    return AssetShape(
        id=row.pk,
        number=row.number,
        name=row.name,
        kind=row.kind,
        serial=row.serial,
        person=person_shape(row.person, reader) if row.person is not None else None,
        place=row.place,
        state=row.state,
        notes=row.notes if reader.is_staff_member else None,
        created_at=utc(row.created_at),
        updated_at=utc(row.updated_at),
    )


@router.get("/assets", response=PageOf[AssetShape], summary="List assets")
def list_assets(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    q: Annotated[str, Query(max_length=100, description="Words of name, numbers and place.")] = "",
    person: Annotated[str, Query(max_length=254, description="The e-mail address of who has them.")] = "",
) -> HttpResponse:
    """All for agents, their own for requesters; retired ones too."""
    reader = person_of(request)
    who = person_by_address(person) if person else None
    rows: list[Asset] = []
    if who is not None or not person:
        after = place_of(cursor)
        rows = queries.after(reader, after, words=q, person=who.pk if who else None, limit=limit + 1)
    found, following = cut(rows, limit, lambda row: row.pk)
    return answer(PageOf[AssetShape](items=[_shape(row, reader) for row in found], next=following))


@router.get("/assets/{int:id}", response=AssetShape, summary="Read an asset")
def read_asset(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """404 for what the caller may not see."""
    reader = person_of(request)
    shape = _shape(_known(reader, key), reader)
    return answer(shape, ETag=etag_of(shape))


@router.post("/assets", response={201: AssetShape}, summary="Add an asset")
def add_asset(request: HttpRequest, given: AssetGiven) -> HttpResponse:
    """For agents."""
    actor = person_of(request)
    _require(may_write(actor))
    with transaction.atomic():
        row = _saved(actor, None, {**given.model_dump(), "person": _having(given.person)})
        audit(actor=actor, kind="asset.added", asset=row.pk, name=str(row), person=row.person_id, state=row.state)
        shape = _shape(_known(actor, row.pk), actor)
    return answer(shape, status=201, ETag=etag_of(shape))


@router.patch("/assets/{int:id}", response=AssetShape, summary="Change an asset")
def change_asset(request: HttpRequest, key: IdInPath, given: AssetChange) -> HttpResponse:
    """For agents."""
    actor = person_of(request)
    with held("asset", key):
        row = _known(actor, key)
        _require(may_write(actor))
        expect(request, _shape(row, actor))
        named = given.model_dump(exclude_unset=True)
        if "person" in named:
            named["person"] = _having(given.person)
        names = ("name", "kind", "number", "serial", "place", "state", "notes")
        now = {name: getattr(row, name) for name in names} | {"person": row.person_id}
        row = _saved(actor, key, {**now, **named})
        audit(actor=actor, kind="asset.changed", asset=key, name=str(row), person=row.person_id, state=row.state)
        shape = _shape(_known(actor, key), actor)
    return answer(shape, ETag=etag_of(shape))


@router.delete("/assets/{int:id}", response={204: None}, summary="Delete an asset")
def remove_asset(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For administrators. What is no longer used is better set to `retired`."""
    actor = person_of(request)
    with transaction.atomic():
        row = _known(actor, key)
        _require(may_remove(actor))
        actions.remove_asset(actor=actor, asset=key)
        audit(actor=actor, kind="asset.removed", asset=key, name=str(row))
    return HttpResponse(status=204)


def _require(allowed: bool) -> None:
    if not allowed:
        raise Problem(FORBIDDEN, _("Only agents can do this; only administrators delete assets."))


def _having(address: str | None) -> int | None:
    if not address:
        return None
    found = person_by_address(address)
    if found is None:
        raise wrong("person", _("Nobody has the address %(address)s.") % {"address": address[:80]})
    return found.pk


def _saved(actor: Person, asset: int | None, given: dict[str, Any]) -> Asset:
    try:
        return actions.save_asset(actor=actor, asset=asset, **given)
    except AssetError as error:
        raise wrong(error.field or "name", str(error)) from None


def _known(reader: Person, pk: int) -> Asset:
    row = queries.asset(reader, pk)
    if row is None:
        raise Problem(NOT_FOUND, _("There is no such asset."))
    return row
