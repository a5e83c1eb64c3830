"""Categories: what tickets are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, KindCode, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import Named, answer, named
from derman.desk.actions import audit
from derman.desk.queries import the_desk
from derman.people.queries import teams
from derman.tickets import actions
from derman.tickets.queries import categories
from derman.tickets.queries import category as category_of

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Category

router = Router(tags=["Categories"])

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
CategoryName = Annotated[Text, Field(min_length=1, max_length=80)]


class CategoryShape(Schema):
    """A category; `name` in the caller's language, `parent` the id of the one above."""

    id: int
    name: str
    names: dict[str, str]
    parent: int | None
    team: Named | None
    kind: str
    position: int
    active: bool
    identity_required: bool = Field(description="No credential is touched before who asks is proven.")


class CategoryGiven(Given):
    """A category to add. Give `name`, in the desk's language, or `names` by language."""

    name: CategoryName | None = None
    names: dict[str, CategoryName] = {}
    parent: Reference | None = None
    team: Reference | None = None
    kind: KindCode = "incident"
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
    identity_required: bool = False


class CategoryChange(Given):
    """What to change; what is left out stays as it is. `name` is the one in the desk's language."""

    name: CategoryName = ""
    names: dict[str, CategoryName] = {}
    parent: Reference | None = None
    team: Reference | None = None
    kind: KindCode = "incident"
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
    active: bool = True
    identity_required: bool = False


def _shape(category: Category, known_teams: set[int]) -> CategoryShape:
    return CategoryShape(
        id=category.pk,
        name=category.name,
        names=category.names,
        parent=category.parent_id,
        team=named(category.team) if category.team_id in known_teams else None,
        kind=category.kind,
        position=category.position,
        active=category.active,
        identity_required=category.identity_required,
    )


def _known_teams(person: Person) -> set[int]:
    return set(teams(person).values_list("pk", flat=True))


@router.get("/categories", response=PageOf[CategoryShape], summary="List categories")
def list_categories(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The tree in its order, each before those below it."""
    known, after = _known_teams(person_of(request)), place_of(cursor)
    tree = list(enumerate((row for row, _depth in categories()), start=1))
    rows, following = cut(tree[after:], limit, lambda numbered: numbered[0])
    return answer(PageOf[CategoryShape](items=[_shape(row, known) for _place, row in rows], next=following))


@router.get("/categories/{int:id}", response=CategoryShape, summary="Read a category")
def read_category(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """One category, with its state as `ETag`."""
    shape = _shape(_found(key), _known_teams(person_of(request)))
    return answer(shape, ETag=etag_of(shape))


@router.post("/categories", response={201: CategoryShape}, summary="Add a category")
def add_category(request: HttpRequest, given: CategoryGiven) -> HttpResponse:
    """For administrators."""
    person = _administrator(request)
    names = dict(given.names)
    if given.name is not None:
        names.setdefault(the_desk().language, given.name)
    if not names:
        raise wrong("name", _("A category needs a name."))
    with transaction.atomic():
        category = actions.save_category(
            actor=person,
            names=_in_known_languages(names),
            parent=references.category(given.parent, field="parent"),
            team=references.team(person, given.team),
            kind=given.kind,
            position=given.position,
            identity_required=given.identity_required,
        )
        audit(actor=person, kind="category.added", category=category.pk, name=category.name, active=True)
    return answer(_shape(category, _known_teams(person)), status=201)


@router.patch("/categories/{int:id}", response=CategoryShape, summary="Change a category")
def change_category(request: HttpRequest, key: IdInPath, given: CategoryChange) -> HttpResponse:
    """For administrators. With `If-Match`, only where nobody changed the category since: else 412."""
    person = _administrator(request)
    known = _known_teams(person)
    with held("category", key):
        found = _found(key)
        expect(request, _shape(found, known))
        named = given.model_fields_set
        names = {**found.names, **given.names} if "names" in named else dict(found.names)
        if "name" in named:
            names[the_desk().language] = given.name
        category = actions.save_category(
            actor=person,
            category=found,
            names=_in_known_languages(names),
            parent=references.category(given.parent, field="parent") if "parent" in named else found.parent,
            team=references.team(person, given.team) if "team" in named else found.team,
            skill=found.skill,
            kind=given.kind if "kind" in named else found.kind,
            position=given.position if "position" in named else found.position,
            active=given.active if "active" in named else found.active,
            identity_required=given.identity_required if "identity_required" in named else None,
        )
        audit(
            actor=person,
            kind="category.changed",
            category=category.pk,
            name=category.name,
            active=category.active,
        )
    shape = _shape(category, known)
    return answer(shape, ETag=etag_of(shape))


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    return person


def _found(pk: int) -> Category:
    found = category_of(pk)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such category."))
    return found


def _in_known_languages(names: dict[str, str]) -> dict[str, str]:
    if unknown := [code for code in names if code not in LANGUAGES]:
        raise wrong(f"names.{unknown[0]}", _("This must be one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)})
    return names
