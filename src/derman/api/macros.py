"""Macros: an answer and all that goes with it, written once and run on a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID, Given, Id, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.rules import Steps, as_problems
from derman.api.shapes import answer
from derman.automation.errors import MacroNotFound, RuleError
from derman.automation.macros import actions, queries
from derman.automation.macros.meaning import meaning_of
from derman.tickets import queries as tickets

if TYPE_CHECKING:
    from derman.automation.models import Macro
    from derman.people.models import Person

router = Router(tags=["Macros"])
Key = Annotated[int, Path(alias="macro", ge=1, le=LARGEST_ID)]
Number = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Typed = Annotated[Text, Field(max_length=500, description="Offered on what this typed query finds; empty: everywhere.")]
Audience = Annotated[Id | str, Field(description="me, desk, or the id of a team.")]


class MacroShape(Schema):
    """A macro. `used`: how often it was."""

    id: int
    name: str
    query: str
    steps: list[dict[str, Any]]
    audience: int | str
    used: int
    version: int


class MacroGiven(Given):
    """A macro to add. Steps are those of rules that concern the ticket, and take, watch_self and field.KEY."""

    name: Annotated[Text, Field(max_length=80)]
    steps: Steps
    query: Typed = ""
    audience: Audience = "me"


class MacroChange(Given):
    """What is left out stays."""

    name: Annotated[Text, Field(max_length=80)] | None = None
    steps: Steps | None = None
    query: Typed | None = None
    audience: Audience | None = None


class LookedAt(Schema):
    """What a macro would say on a ticket, and its steps; `missing`: variables for which nothing is known there."""

    reply: str
    note: str
    missing: list[str]
    files: list[str]
    steps: list[dict[str, Any]]


class RunGiven(Given):
    """`reply`: what it says, where that is to be changed before."""

    reply: Annotated[Text, Field(max_length=20_000)] | None = None


class RanShape(Schema):
    """`act` takes it back, under `/tickets/{number}/events`; null where the ticket was so already."""

    act: str | None


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk have macros."))
    return person


def _found(person: Person, key: int) -> Macro:
    try:
        return queries.macro(person, key)
    except MacroNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None


def _audience(row: Macro) -> int | str:
    return "me" if row.owner_id else row.team_id or "desk"


def _shape(row: Macro) -> MacroShape:
    names = ("name", "query", "steps", "used", "version")
    return MacroShape(id=row.pk, audience=_audience(row), **{name: getattr(row, name) for name in names})


@router.get("/macros", response=PageOf[MacroShape], summary="List macros")
def list_macros(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    q: Annotated[str, Query(max_length=100, description="All of these words, whatever accents and capitals.")] = "",
) -> HttpResponse:
    """Those that the caller may use."""
    found = queries.having(_agent(request), q).filter(pk__gt=place_of(cursor)).order_by("pk")
    rows, following = cut(list(found[: limit + 1]), limit, lambda row: row.pk)
    return answer(PageOf[MacroShape](items=[_shape(row) for row in rows], next=following))


@router.post("/macros", response={201: MacroShape}, summary="Add a macro")
def add_macro(request: HttpRequest, given: MacroGiven) -> HttpResponse:
    """For oneself, for a team that one leads, or, as an administrator, for the desk."""
    with as_problems():
        return answer(
            _shape(actions.save(actor=_agent(request), given=actions.Given(**given.model_dump()))), status=201
        )


@router.patch("/macros/{int:macro}", response=MacroShape, summary="Change a macro")
def change_macro(request: HttpRequest, key: Key, given: MacroChange) -> HttpResponse:
    """For whoever may write it."""
    person = _agent(request)
    old = _found(person, key)
    kept = {"name": old.name, "query": old.query, "steps": old.steps, "audience": _audience(old)}
    wanted = {name: value for name, value in given.model_dump(exclude_unset=True).items() if value is not None}
    with as_problems():
        return answer(_shape(actions.save(actor=person, given=actions.Given(**kept | wanted), pk=key)))


@router.delete("/macros/{int:macro}", response={204: None}, summary="Take a macro away")
def remove_macro(request: HttpRequest, key: Key) -> HttpResponse:
    """It can be brought back for an hour."""
    person = _agent(request)
    _found(person, key)
    with as_problems():
        actions.remove(actor=person, pk=key)
    return HttpResponse(status=204)


@router.post("/macros/{int:macro}/restore", response=MacroShape, summary="Bring a macro back")
def restore_macro(request: HttpRequest, key: Key) -> HttpResponse:
    """Within an hour."""
    person = _agent(request)
    try:
        return answer(_shape(actions.restore(actor=person, pk=key)))
    except MacroNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None


@router.get("/tickets/{int:number}/macros", response=PageOf[MacroShape], summary="List the macros that fit a ticket")
def list_fitting(request: HttpRequest, number: Number) -> HttpResponse:
    """Those used most first; 50 at most."""
    person = _agent(request)
    tickets.find(person, number)
    found = [_shape(row) for row in queries.offered(person, number)]
    return answer(PageOf[MacroShape](items=found, next=None))


@router.get("/tickets/{int:number}/macros/{int:macro}", response=LookedAt, summary="See what a macro would do")
def look_at_macro(request: HttpRequest, number: Number, key: Key) -> HttpResponse:
    """Nothing is changed."""
    person = _agent(request)
    tickets.find(person, number)
    row = _found(person, key)
    with as_problems():
        meant = meaning_of(person, row, number)
    files = [file.name for file in meant.files]
    said = {"reply": meant.doing.reply, "note": meant.doing.note}
    return answer(LookedAt(**said, missing=meant.missing, files=files, steps=row.steps))


@router.post("/tickets/{int:number}/macros/{int:macro}", response=RanShape, summary="Run a macro on a ticket")
def run_macro(request: HttpRequest, number: Number, key: Key, given: RunGiven) -> HttpResponse:
    """All of its steps or none, as one change by the caller."""
    person = _agent(request)
    tickets.find(person, number)
    _found(person, key)
    try:
        act = actions.run(actor=person, pk=key, ticket=number, reply=given.reply)
    except RuleError as error:
        raise wrong(error.field or "macro", str(error)) from None
    return answer(RanShape(act=str(act) if act is not None else None))
