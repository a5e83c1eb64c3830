"""Views: typed queries that people keep."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID, Given, Id, Text
from derman.api.paging import PageOf
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import answer
from derman.tickets.queries.views import CAP
from derman.views import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.views.models import SavedView

router = Router(tags=["Views"])
Key = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Name = Annotated[Text, Field(min_length=1, max_length=60)]
Typed = Annotated[Text, Field(max_length=500, description='Like is:open team:"L2 Network" due<4h -tag:waiting printer')]
OrderCode = Literal["updated", "longest", "newest", "oldest", "due"]
LayoutCode = Literal["list", "table", "board"]
GroupCode = Literal["", "status", "assignee", "team", "priority"]
ColumnCodes = Annotated[list[Text], Field(max_length=200, description="Codes as of `GET /views/columns`.")]
Audience = Annotated[Id | str, Field(description="me, desk, or the id of a team.")]


class ViewShape(Schema):
    """A view. Its tickets: `GET /tickets?query=` with its query."""

    id: int
    name: str
    query: str
    order: OrderCode
    audience: int | str
    layout: LayoutCode
    columns: list[str]
    group: GroupCode


class CountsShape(Schema):
    """How many tickets views find, by their ids; `cap` stands for so many or more."""

    counts: dict[str, int]
    cap: int


class OfferShape(Schema):
    """What may stand there."""

    text: str
    about: str


class CompletionShape(Schema):
    """What may stand in place of the characters from `start` to `end`."""

    start: int
    end: int
    offers: list[OfferShape]


class ViewGiven(Given):
    """A view to keep."""

    name: Name
    query: Typed = ""
    order: OrderCode = "updated"
    audience: Audience = "me"
    layout: LayoutCode = "list"
    columns: ColumnCodes = []
    group: GroupCode = ""


class ViewChange(Given):
    """What is left out stays."""

    name: Name | None = None
    query: Typed | None = None
    order: OrderCode | None = None
    audience: Audience | None = None
    layout: LayoutCode | None = None
    columns: ColumnCodes | None = None
    group: GroupCode | None = None


def agent_asking(request: HttpRequest) -> Person:
    """Who asks, where that is somebody who has views. Raises Problem 403."""
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk have views."))
    return person


def _audience(view: SavedView) -> int | str:
    return "me" if view.owner_id else view.team_id or "desk"


def _shape(view: SavedView) -> ViewShape:
    return ViewShape.model_validate(
        {
            "id": view.pk,
            "name": view.name,
            "query": view.query,
            "order": view.order,
            "audience": _audience(view),
            "layout": view.layout,
            "columns": view.columns,
            "group": view.group,
        }
    )


@router.get("/views", response=PageOf[ViewShape], summary="List views")
def list_views(request: HttpRequest) -> HttpResponse:
    """Those that the caller has, in the order of the tabs."""
    found = queries.views(agent_asking(request))
    return answer(PageOf[ViewShape](items=[_shape(view) for view in found], next=None))


@router.post("/views", response={201: ViewShape}, summary="Keep a view")
def add_view(request: HttpRequest, given: ViewGiven) -> HttpResponse:
    """For oneself, for a team that one leads, or, as an administrator, for the desk."""
    return answer(_shape(actions.save(actor=agent_asking(request), **given.model_dump())), status=201)


@router.get("/views/counts", response=CountsShape, summary="Count what views find")
def count_views(request: HttpRequest) -> HttpResponse:
    """The first 12 of the caller's views, up to `cap` each; what takes too long to count is left out."""
    found = queries.counts(agent_asking(request))
    return answer(CountsShape(counts={str(pk): n for pk, n in found.items()}, cap=CAP))


@router.get("/views/completion", response=CompletionShape, summary="Complete a query")
def complete(request: HttpRequest, query: Typed, at: Annotated[int, Field(ge=0, le=500)]) -> HttpResponse:
    """What fits before the place `at` of a query that somebody types: keys, and the values of a key."""
    found = queries.complete(agent_asking(request), query, at)
    return answer(CompletionShape.model_validate(asdict(found)))


@router.get("/views/{int:view}", response=ViewShape, summary="Read a view")
def read_view(request: HttpRequest, view: Key) -> HttpResponse:
    """One that the caller has."""
    return answer(_shape(queries.view(agent_asking(request), view)))


@router.patch("/views/{int:view}", response=ViewShape, summary="Change a view")
def change_view(request: HttpRequest, view: Key, given: ViewChange) -> HttpResponse:
    """For whoever may write it."""
    person = agent_asking(request)
    old = queries.view(person, view)
    kept: dict[str, Any] = {"name": old.name, "query": old.query, "order": old.order, "audience": _audience(old)}
    kept |= {"layout": old.layout, "columns": old.columns, "group": old.group}
    changed = {name: value for name, value in given.model_dump().items() if value is not None}
    return answer(_shape(actions.save(actor=person, view_id=view, **{**kept, **changed})))


@router.delete("/views/{int:view}", response={204: None}, summary="Take a view away")
def remove_view(request: HttpRequest, view: Key) -> HttpResponse:
    """It can be brought back for an hour."""
    actions.remove(actor=agent_asking(request), view_id=view)
    return HttpResponse(status=204)


@router.post("/views/{int:view}/restore", response=ViewShape, summary="Bring a view back")
def restore_view(request: HttpRequest, view: Key) -> HttpResponse:
    """Within an hour."""
    return answer(_shape(actions.restore(actor=agent_asking(request), view_id=view)))
