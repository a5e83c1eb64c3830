"""Groups of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.held import held
from derman.api.inputs import Given, IdInPath, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import answer
from derman.desk.actions import audit
from derman.people import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Group, Person

router = Router(tags=["People"])

Addresses = Annotated[list[Annotated[Text, Field(max_length=400)]], Field(max_length=5000)]


class GroupShape(Schema):
    """People under one name: readers of articles, users of services, or who agrees to a request."""

    id: int
    name: str
    size: int = Field(description="How many active people belong to it.")
    members: list[str] | None = Field(description="Their addresses, where one group is asked for; null in the list.")


class GroupGiven(Given):
    """A group to add; `members` are the addresses of people whom the desk knows."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    members: Addresses = []


class GroupChange(Given):
    """What to change; what is left out stays as it is. `members` names all who belong to it then."""

    name: Annotated[Text, Field(min_length=1, max_length=80)] = ""
    members: Addresses = []


def _shape(group: Group, reader: Person) -> GroupShape:
    people = queries.members_of(reader, group.pk)
    active = sum(one.is_active for one in people)
    return GroupShape(id=group.pk, name=group.name, size=active, members=[one.email for one in people])


@router.get("/groups", response=PageOf[GroupShape], summary="List groups of people")
def list_groups(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """For people of the desk; requesters know of none."""
    after = place_of(cursor)
    found = sorted((one for one in queries.groups(person_of(request)) if one.pk > after), key=lambda one: one.pk)
    rows, following = cut(found, limit, lambda one: one.pk)
    shapes = [GroupShape(id=one.pk, name=one.name, size=one.size, members=None) for one in rows]
    return answer(PageOf[GroupShape](items=shapes, next=following))


@router.get("/groups/{int:id}", response=GroupShape, summary="Read a group of people")
def read_group(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """With the addresses of its members."""
    person = person_of(request)
    return answer(_shape(_known(person, key), person))


@router.post("/groups", response={201: GroupShape}, summary="Add a group of people")
def add_group(request: HttpRequest, given: GroupGiven) -> HttpResponse:
    """For administrators."""
    person = _administrator(request)
    with transaction.atomic():
        group = actions.save_group(actor=person, name=given.name, members=given.members)
        shape = _shape(group, person)
        audit(actor=person, kind="group.added", group=group.pk, name=group.name, members=shape.size)
    return answer(shape, status=201)


@router.patch("/groups/{int:id}", response=GroupShape, summary="Change a group of people")
def change_group(request: HttpRequest, key: IdInPath, given: GroupChange) -> HttpResponse:
    """For administrators."""
    person = _administrator(request)
    with held("group", key):
        shape = _shape(_known(person, key), person)
        named = given.model_fields_set
        members = given.members if "members" in named else shape.members or []
        group = actions.save_group(
            actor=person, group=key, name=given.name if "name" in named else shape.name, members=members
        )
        shape = _shape(group, person)
        audit(actor=person, kind="group.changed", group=group.pk, name=group.name, members=shape.size)
    return answer(shape)


@router.delete("/groups/{int:id}", response={204: None}, summary="Delete a group of people")
def remove_group(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For administrators. What was for this group alone is then seen by the desk only."""
    person = _administrator(request)
    with transaction.atomic():
        group = _known(person, key)
        actions.remove_group(actor=person, group=key)
        audit(actor=person, kind="group.removed", group=key, name=group.name)
    return HttpResponse(status=204)


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    return person


def _known(person: Person, pk: int) -> Group:
    group = queries.group(person, pk)
    if group is None:
        raise Problem(NOT_FOUND, _("There is no such group."))
    return group
