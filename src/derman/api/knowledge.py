"""The knowledge base besides its articles: categories, whether answers helped, and what led to an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, Id, IdInPath, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import answer
from derman.insight import queries as insight
from derman.insight.access import may_see_of
from derman.insight.errors import NotAllowed as NotShown
from derman.knowledge import actions, queries
from derman.knowledge.errors import ArticleNotFound, NotAllowed
from derman.knowledge.queries import desk

if TYPE_CHECKING:
    from derman.knowledge.models import Category
    from derman.people.models import Person

router = Router(tags=["Knowledge"])

Names = dict[Literal["en", "tr"], Annotated[Text, Field(min_length=1, max_length=80)]]
Icon = Annotated[Text, Field(max_length=24, description="One of those that the page of the categories offers.")]


class ShelfShape(Schema):
    """A category of articles; `parent` is the id of the one above. Categories have three levels at most."""

    id: int
    slug: str
    name: str = Field(description="In the caller's language.")
    names: dict[str, str]
    parent: int | None
    icon: str
    position: int


class ShelfGiven(Given):
    """A category to add."""

    names: Names
    parent: Id | None = None
    icon: Icon = ""
    position: Annotated[int, Field(ge=0, le=30_000)] | None = None


class ShelfChange(Given):
    """What to change; what is left out stays as it is."""

    names: Names = {}
    parent: Id | None = None
    icon: Icon = ""
    position: Annotated[int, Field(ge=0, le=30_000)] = 0


class UnansweredShape(Schema):
    """Words that found nothing: how often, and of how many people or browsers."""

    words: str
    times: int
    searchers: int


class UncoveredShape(Schema):
    """A category of tickets that has no article."""

    name: str
    tickets: int


class DeflectionShape(Schema):
    """Whether answers helped. Searches of the last day (`young`) are not counted yet."""

    days: int
    definition: str
    searches: int
    guests: int = Field(description="Of the searches, those without signing in.")
    nothing: int = Field(description="Found nothing.")
    opened: int = Field(description="After which an answer was opened.")
    helped: int = Field(description="After which the person said that it helped.")
    followed: int = Field(description="After which a ticket followed within a day.")
    deflected: int
    young: int
    unanswered: list[UnansweredShape]
    uncovered: list[UncoveredShape]


class LedShape(Schema):
    """Words that led to an article: how often, of how many people or browsers, and after how many a ticket followed."""

    words: str
    times: int
    searchers: int
    followed: int


class LedShapes(Schema):
    """What led to one article."""

    items: list[LedShape]


def _shape(row: Category) -> ShelfShape:
    return ShelfShape(
        id=row.pk, slug=row.slug, name=row.name, names=row.names, parent=row.parent_id, icon=row.icon,
        position=row.position,
    )  # fmt: skip


def _seen(person: Person) -> list[Category]:
    """The desk sees all, others those in which they find something to read; each before those below it."""
    if person.is_staff_member:
        return [shelf.category for shelf in queries.categories()]
    found: list[Category] = []
    waiting = queries.shelves(person)[::-1]
    while waiting:
        shelf = waiting.pop()
        found.append(shelf.category)
        waiting += shelf.below[::-1]
    return found


def _found(person: Person, key: int) -> Category:
    found = next((row for row in _seen(person) if row.pk == key), None)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such category."))
    return found


@router.get("/knowledge/categories", response=PageOf[ShelfShape], summary="List the categories of articles")
def list_shelves(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The tree in its order, each before those below it. Who is not of the desk gets those with something to read."""
    rows = list(enumerate(_seen(person_of(request)), start=1))[place_of(cursor) :]
    shown, following = cut(rows, limit, lambda numbered: numbered[0])
    return answer(PageOf[ShelfShape](items=[_shape(row) for _place, row in shown], next=following))


@router.get("/knowledge/categories/{int:id}", response=ShelfShape, summary="Read a category of articles")
def read_shelf(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """With its state as `ETag`."""
    shape = _shape(_found(person_of(request), key))
    return answer(shape, ETag=etag_of(shape))


@router.post("/knowledge/categories", response={201: ShelfShape}, summary="Add a category of articles")
def add_shelf(request: HttpRequest, given: ShelfGiven) -> HttpResponse:
    """For leads and administrators."""
    row = _saved(
        person_of(request),
        None,
        {str(code): name for code, name in given.names.items()},
        given.parent,
        given.icon,
        given.position,
    )
    shape = _shape(row)
    return answer(shape, status=201, ETag=etag_of(shape))


@router.patch("/knowledge/categories/{int:id}", response=ShelfShape, summary="Change a category of articles")
def change_shelf(request: HttpRequest, key: IdInPath, given: ShelfChange) -> HttpResponse:
    """For leads and administrators. With `If-Match`, only where nobody changed it since: else 412."""
    person, named = person_of(request), given.model_fields_set
    with held("shelf", key):
        found = _found(person, key)
        expect(request, _shape(found))
        row = _saved(
            person,
            key,
            {**found.names, **{str(code): name for code, name in given.names.items()}},
            given.parent if "parent" in named else found.parent_id,
            given.icon if "icon" in named else found.icon,
            given.position if "position" in named else None,
        )
    shape = _shape(row)
    return answer(shape, ETag=etag_of(shape))


@router.delete("/knowledge/categories/{int:id}", response={204: None}, summary="Take a category of articles away")
def remove_shelf(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """Its articles and the categories below go to the one above. For leads and administrators."""
    person = person_of(request)
    _found(person, key)
    try:
        actions.remove_category(actor=person, category=key)
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None
    return HttpResponse(status=204)


@router.get("/knowledge/deflection", response=DeflectionShape, summary="Read whether answers helped")
def read_deflection(
    request: HttpRequest, days: Annotated[int, Query(30, ge=1, le=90, description="Of the last so many days.")]
) -> HttpResponse:
    """Searches in the portal and what came of them, as leads see it. For leads and administrators."""
    try:
        report = insight.report(person_of(request), days)
    except NotShown as error:
        raise Problem(FORBIDDEN, str(error)) from None
    figures = report.figures
    return answer(
        DeflectionShape(
            days=report.days,
            definition=insight.definition(),
            searches=figures.searches,
            guests=figures.guests,
            nothing=figures.nothing,
            opened=figures.opened,
            helped=figures.helped,
            followed=figures.followed,
            deflected=figures.deflected,
            young=report.young,
            unanswered=[
                UnansweredShape(words=one.words, times=one.times, searchers=one.searchers) for one in report.unanswered
            ],
            uncovered=[UncoveredShape(name=one.name, tickets=one.tickets) for one in report.uncovered],
        )
    )


@router.get("/articles/{str:slug}/searches", response=LedShapes, summary="List the searches that led to an article")
def list_searches(request: HttpRequest, slug: Annotated[str, Path(max_length=120)]) -> HttpResponse:
    """Of the last 90 days, without names. For leads, administrators and the article's owner."""
    person = person_of(request)
    row = desk.known_by_slug(person, slug)
    if not may_see_of(person, row):
        raise Problem(FORBIDDEN, _("Leads, administrators and the owner see what led to an article."))
    led = insight.led_to(person, row)
    return answer(LedShapes(items=[
        LedShape(words=one.words, times=one.times, searchers=one.searchers, followed=one.followed) for one in led
    ]))  # fmt: skip


def _saved(
    person: Person, key: int | None, names: dict[str, str], parent: int | None, icon: str, position: int | None
) -> Category:
    try:
        with transaction.atomic():
            return actions.save_category(
                actor=person, category=key, names=names, parent=parent, icon=icon, position=position
            )
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None
    except ArticleNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None
