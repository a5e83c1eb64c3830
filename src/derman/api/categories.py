"""Categories: what tickets are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, KindCode, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem, wrong
from derman.api.shapes import Named, answer, named
from derman.desk.queries import the_desk
from derman.people.queries import teams
from derman.tickets import actions
from derman.tickets.queries import categories

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
    active: bool


class CategoryGiven(Given):
    """A category to add. Give `name`, in the desk's language, or `names` by language."""

    name: CategoryName | None = None
    names: dict[str, CategoryName] = {}
    parent: Reference | None = None
    team: Reference | None = None
    kind: KindCode = "incident"
    position: Annotated[int, Field(ge=0, le=10_000)] = 0


def _shape(category: Category, known_teams: set[int]) -> CategoryShape:
    return CategoryShape(
        id=category.pk,
        name=category.name,
        names=category.names,
        parent=category.parent_id,
        team=named(category.team) if category.team_id in known_teams else None,
        kind=category.kind,
        active=category.active,
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


@router.post("/categories", response={201: CategoryShape}, summary="Add a category")
def add_category(request: HttpRequest, given: CategoryGiven) -> HttpResponse:
    """For administrators."""
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    names = dict(given.names)
    if given.name is not None:
        names.setdefault(the_desk().language, given.name)
    if not names:
        raise wrong("name", _("A category needs a name."))
    if unknown := [code for code in names if code not in LANGUAGES]:
        raise wrong(f"names.{unknown[0]}", _("This must be one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)})
    category = actions.save_category(
        actor=person,
        names=names,
        parent=references.category(given.parent, field="parent"),
        team=references.team(person, given.team),
        kind=given.kind,
        position=given.position,
    )
    return answer(_shape(category, _known_teams(person)), status=201)
