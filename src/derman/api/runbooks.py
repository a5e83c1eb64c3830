"""Guided fixes: list, add, read, change, publish, figures; and walking them, alone or beside a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, Long, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import OVERTAKEN, Problem
from derman.api.shapes import answer, utc
from derman.kernel.secrets import signature
from derman.runbooks import actions, queries
from derman.runbooks import tree as trees
from derman.runbooks.checking import faults_of
from derman.tickets import actions as tickets
from derman.tickets import queries as ticket_queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.runbooks.models import Runbook
    from derman.runbooks.queries import Standing

router = Router(tags=["Runbooks"])

Slug = Annotated[str, Path(description="The last part of its address.", max_length=120)]
Key = Annotated[str, Path(description="As it was answered when the walk began.", max_length=64)]


class FaultShape(Schema):
    """What keeps a draft from being published."""

    code: str
    step: str
    sentence: str


class RunbookShape(Schema):
    """A guided fix. People of the desk get the draft, others what is published."""

    id: int
    slug: str
    url: str
    audience: str
    status: str = Field(description="draft or published.")
    tree: dict[str, Any] = Field(description="titles, summaries, start, steps.")
    faults: list[FaultShape] = Field(description="Of the draft; empty for those who only walk it.")
    updated_at: datetime


class RunbookGiven(Given):
    """A guided fix to add."""

    tree: dict[str, Any]
    audience: Literal["everyone", "signed_in", "agents"] = "agents"
    slug: Annotated[Text, Field(max_length=80)] = ""
    status: Literal["draft", "published"] = "draft"


class RunbookChange(Given):
    """What to change; what is left out stays. `version` makes an earlier version the draft again."""

    tree: dict[str, Any] = {}
    audience: Literal["everyone", "signed_in", "agents"] = "agents"
    slug: Annotated[Text, Field(max_length=80)] = ""
    status: Literal["draft", "published"] = "draft"
    version: Annotated[int, Field(ge=1, lt=2**31)] = 1


class WalkBegun(Given):
    """Beside which ticket an agent walks it; left out, it is the caller's own walk."""

    ticket: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class WalkAnswered(Given):
    """An answer to the step at a place; an earlier place changes the way."""

    place: Annotated[int, Field(ge=1, lt=1000)]
    answer: Annotated[Text, Field(max_length=40)]
    ticket: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class WalkAsked(Given):
    """What the desk should know besides what was tried."""

    text: Long = ""


class TakenShape(Schema):
    """A step of the way."""

    place: int
    step: str
    answer: str
    at: datetime


class WalkShape(Schema):
    """A walk, where it stands and how it came there."""

    key: str
    runbook: str
    state: str
    ticket: int | None
    place: int
    step: dict[str, Any]
    way: list[TakenShape]


class StepFiguresShape(Schema):
    """Of one step: walks that reached it, each answer, and walks given up there."""

    reached: int
    answers: dict[str, int]
    given_up: int


class FiguresShape(Schema):
    """How walks since a time ended. A walk on which nothing happened for two hours was given up where it stands."""

    since: datetime
    walks: int
    by_desk: int
    walking: int
    solved: int
    article: int
    ticket: int
    escalated: int
    given_up: int
    over: int
    steps: dict[str, StepFiguresShape]


def _shape(row: Runbook, reader: Person) -> RunbookShape:
    at_desk = reader.is_staff_member
    shown = row.draft if at_desk else row.live.tree if row.live is not None else {}
    faults = faults_of(trees.read(row.draft), reader.language or "en") if at_desk else []
    return RunbookShape(
        id=row.pk,
        slug=row.slug,
        url=f"{settings.DERMAN_PORTAL_URL}/fix/{row.slug}/",
        audience=row.audience,
        status="published" if row.live_id is not None else "draft",
        tree=shown,
        faults=[FaultShape(code=one.code, step=one.step, sentence=one.sentence) for one in faults],
        updated_at=utc(row.changed_at),
    )


def _etag(row: Runbook) -> str:
    return f'"{signature("etag", f"runbook:{row.pk}.{row.revision}")}"'


def _found(person: Person, slug: str) -> Runbook:
    return queries.one_at_desk(person, slug=slug) if person.is_staff_member else queries.one_published(person, slug)


def _answer(person: Person, slug: str, *, status: int = 200) -> HttpResponse:
    row = _found(person, slug)
    return answer(_shape(row, person), status=status, ETag=_etag(row))


@router.get("/runbooks", response=PageOf[RunbookShape], summary="List guided fixes")
def list_runbooks(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Those that the caller may walk; people of the desk see drafts as well."""
    person = person_of(request)
    listed = queries.at_desk if person.is_staff_member else queries.published
    rows, following = cut(listed(person, after=place_of(cursor) or 0, size=limit), limit, lambda row: row.pk)
    return answer(PageOf[RunbookShape](items=[_shape(row, person) for row in rows], next=following))


@router.post("/runbooks", response={201: RunbookShape}, summary="Add a guided fix")
def add_runbook(request: HttpRequest, given: RunbookGiven) -> HttpResponse:
    """For leads and administrators. What cannot be walked is kept as a draft only."""
    person = person_of(request)
    with transaction.atomic():
        row = actions.start(actor=person, titles={}, tree=given.tree, audience=given.audience, slug=given.slug)
        if given.status == "published":
            actions.publish(actor=person, runbook=row.pk)
    return _answer(person, row.slug, status=201)


@router.get("/runbooks/{str:slug}", response=RunbookShape, summary="Read a guided fix")
def read_runbook(request: HttpRequest, slug: Slug) -> HttpResponse:
    """With its state as `ETag`."""
    return _answer(person_of(request), slug)


@router.patch("/runbooks/{str:slug}", response=RunbookShape, summary="Change a guided fix")
def change_runbook(request: HttpRequest, slug: Slug, given: RunbookChange) -> HttpResponse:
    """All of the change or none. With `If-Match`, only where nobody changed it since: else 412."""
    person = person_of(request)
    row = _found(person, slug)
    expected = parse_etags(request.headers.get("If-Match", ""))
    if expected and "*" not in expected and _etag(row) not in expected:
        raise Problem(OVERTAKEN, _("Somebody changed this guided fix in the meantime."), headers={"ETag": _etag(row)})
    named = given.model_fields_set
    with transaction.atomic():
        kept = {name: getattr(given, name) for name in ("audience", "slug") if name in named}
        row = actions.change_details(actor=person, runbook=row.pk, **kept)
        if "version" in named:
            actions.restore_version(actor=person, runbook=row.pk, number=given.version)
        if "tree" in named:
            actions.write(actor=person, runbook=row.pk, tree=given.tree)
        if "status" in named:
            move = actions.publish if given.status == "published" else actions.withdraw
            move(actor=person, runbook=row.pk)
    return _answer(person, row.slug)


@router.get("/runbooks/{str:slug}/figures", response=FiguresShape, summary="How a guided fix is walked")
def read_figures(request: HttpRequest, slug: Slug, version: int | None = None) -> HttpResponse:
    """For people of the desk: walks of the last 90 days, their ends, and each step with its counts.

    Of one version with `version`, else of all together.
    """
    runbook = queries.one_at_desk(person_of(request), slug=slug)
    if version is not None:
        queries.version(runbook, version)
    found = queries.figures(runbook, number=version)
    ends = ("walks", "by_desk", "walking", "solved", "article", "ticket", "escalated", "given_up", "over")
    steps = {
        key: StepFiguresShape(reached=one.reached, answers=one.answers, given_up=one.given_up)
        for key, one in found.steps.items()
    }
    return answer(FiguresShape(since=utc(found.since), **{name: getattr(found, name) for name in ends}, steps=steps))


@router.post("/runbooks/{str:slug}/walks", response={201: WalkShape}, summary="Begin to walk a guided fix")
def begin_walk(request: HttpRequest, slug: Slug, given: WalkBegun) -> HttpResponse:
    """One's own walk, or with `ticket` an agent's beside a ticket: each step stands on its timeline."""
    person = person_of(request)
    if given.ticket is not None:
        walk = tickets.begin_runbook(actor=person, ticket=given.ticket, runbook=slug, lang=person.language)
    else:
        walk = actions.begin(runbook=slug, person=person, lang=person.language)
    return _walked(person, walk.key, given.ticket, status=201)


@router.get("/walks/{str:key}", response=WalkShape, summary="Read one's own walk")
def read_walk(request: HttpRequest, key: Key) -> HttpResponse:
    """Where it stands."""
    return _walked(person_of(request), key, None)


@router.post("/walks/{str:key}/answers", response=WalkShape, summary="Answer a step")
def answer_step(request: HttpRequest, key: Key, given: WalkAnswered) -> HttpResponse:
    """The same answer twice is one."""
    person = person_of(request)
    if given.ticket is not None:
        tickets.answer_runbook(
            actor=person, ticket=given.ticket, walk=key, place=given.place, answer=given.answer
        )  # fmt: skip
    else:
        actions.answer(key=key, person=person, place=given.place, answer=given.answer)
    return _walked(person, key, given.ticket)


@router.post("/walks/{str:key}/ticket", response={201: WalkShape}, summary="Open a ticket from a walk")
def ask_after_walk(request: HttpRequest, key: Key, given: WalkAsked) -> HttpResponse:
    """With everything that was tried. A second time answers with the first ticket."""
    person = person_of(request)
    tickets.ask_after_walk(actor=person, walk=key, text=given.text, language=person.language)
    return _walked(person, key, None, status=201)


def _walked(person: Person, key: str, ticket: int | None, *, status: int = 200) -> HttpResponse:
    if ticket is not None:
        ticket_queries.find(person, ticket)
        found = queries.walk_beside(ticket, key)
    else:
        found = queries.own_walk(person, "", key)
    return answer(_walk_shape(found), status=status)


def _walk_shape(found: Standing) -> WalkShape:
    step = trees.write(found.tree)["steps"][found.step.key]
    return WalkShape(
        key=found.walk.key,
        runbook=found.walk.runbook.slug,
        state=found.walk.state,
        ticket=found.walk.ticket,
        place=found.place,
        step={"key": found.step.key, **step},
        way=[TakenShape(place=one.place, step=one.step, answer=one.answer, at=utc(one.at)) for one in found.way],
    )
