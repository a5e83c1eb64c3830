"""The desk's own fields: what it wants to know of tickets besides what every ticket has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, KindCode, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import answer
from derman.desk.actions import audit
from derman.people.queries import teams
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import OwnField

router = Router(tags=["Fields"])

Label = Annotated[Text, Field(min_length=1, max_length=200)]
TypeCode = Literal["text", "paragraph", "number", "date", "choice", "many", "yes_no", "person", "asset", "link"]
RequiredCode = Literal["", "opening", "resolving"]


class ChoiceGiven(Given):
    """One answer that is offered. Give the `key` of one that there was, so that its values stay what they are."""

    key: Annotated[Text, Field(max_length=40)] = ""
    labels: dict[str, Label]


class FieldShape(Schema):
    """A field. On which tickets it counts: `kinds`, `categories` (with those below) and `teams`; empty: on all."""

    id: int
    key: str
    type: str
    labels: dict[str, str]
    choices: list[dict[str, Any]]
    former: list[dict[str, Any]] = Field(description="Choices that are no longer offered.")
    kinds: list[str]
    categories: list[int]
    teams: list[int]
    required: str = Field(description="When it must be filled in: resolving (before that), or empty for never.")
    visible: bool = Field(description="The requester sees it in the portal.")
    active: bool


class FieldGiven(Given):
    """A field to add. Its `key` is made from its name where none is given, and never changes."""

    key: Annotated[Text, Field(max_length=40)] = ""
    type: TypeCode
    labels: dict[str, Label]
    choices: Annotated[list[ChoiceGiven], Field(max_length=60)] = []
    kinds: list[KindCode] = []
    categories: Annotated[list[Reference], Field(max_length=200)] = []
    teams: Annotated[list[Reference], Field(max_length=200)] = []
    required: RequiredCode = ""
    visible: bool = False


class FieldChange(Given):
    """What to change; what is left out stays as it is. What a field asks for stays once tickets have values in it."""

    type: TypeCode = "text"
    labels: dict[str, Label] = {}
    choices: Annotated[list[ChoiceGiven], Field(max_length=60)] = []
    kinds: list[KindCode] = []
    categories: Annotated[list[Reference], Field(max_length=200)] = []
    teams: Annotated[list[Reference], Field(max_length=200)] = []
    required: RequiredCode = ""
    visible: bool = False
    active: bool = True


def _shape(field: OwnField, known_teams: set[int]) -> FieldShape:
    return FieldShape(
        id=field.pk,
        key=field.key,
        type=field.type,
        labels=field.labels,
        choices=field.choices,
        former=field.former,
        kinds=field.kinds,
        categories=field.categories,
        teams=[team for team in field.teams if team in known_teams],
        required=field.required,
        visible=field.visible,
        active=field.active,
    )


def _known_teams(person: Person) -> set[int]:
    return set(teams(person).values_list("pk", flat=True))


@router.get("/fields", response=PageOf[FieldShape], summary="List the desk's own fields")
def list_fields(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """In their order, also those no longer in use. For agents."""
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    known, after = _known_teams(person), place_of(cursor)
    rows, following = cut(list(enumerate(queries.own_fields(), start=1))[after:], limit, lambda numbered: numbered[0])
    return answer(PageOf[FieldShape](items=[_shape(row, known) for _place, row in rows], next=following))


@router.post("/fields", response={201: FieldShape}, summary="Add a field")
def add_field(request: HttpRequest, given: FieldGiven) -> HttpResponse:
    """For administrators."""
    person = _administrator(request)
    with transaction.atomic():
        field = actions.save_field(
            actor=person,
            key=given.key,
            labels=given.labels,
            asks=given.type,
            choices=[choice.model_dump() for choice in given.choices],
            kinds=given.kinds,
            categories=_categories(given.categories),
            teams=_teams(person, given.teams),
            required=given.required,
            visible=given.visible,
        )
        audit(actor=person, kind="field.added", field=field.pk, name=field.label, active=field.active)
    return answer(_shape(field, _known_teams(person)), status=201)


@router.patch("/fields/{int:id}", response=FieldShape, summary="Change a field")
def change_field(request: HttpRequest, key: IdInPath, given: FieldChange) -> HttpResponse:
    """For administrators. With `If-Match`, only where nobody changed the field since: else 412."""
    person = _administrator(request)
    known = _known_teams(person)
    with held("field", key):
        found = queries.own_field(key)
        if found is None:
            raise Problem(NOT_FOUND, _("There is no such field."))
        expect(request, _shape(found, known))
        named = given.model_fields_set
        field = actions.save_field(
            actor=person,
            field=found,
            labels={**found.labels, **given.labels},
            asks=given.type if "type" in named else found.type,
            choices=[choice.model_dump() for choice in given.choices] if "choices" in named else found.choices,
            kinds=given.kinds if "kinds" in named else found.kinds,
            categories=_categories(given.categories) if "categories" in named else found.categories,
            teams=_teams(person, given.teams) if "teams" in named else found.teams,
            required=given.required if "required" in named else found.required,
            visible=given.visible if "visible" in named else found.visible,
            active=given.active if "active" in named else found.active,
        )
        audit(actor=person, kind="field.changed", field=field.pk, name=field.label, active=field.active)
    shape = _shape(field, known)
    return answer(shape, ETag=etag_of(shape))


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    return person


def _categories(given: list[Any]) -> list[int]:
    found = (references.category(one, field="categories") for one in given)
    return [one.pk for one in found if one is not None]


def _teams(person: Person, given: list[Any]) -> list[int]:
    found = (references.team(person, one) for one in given)
    return [one.pk for one in found if one is not None]
