"""Many tickets at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import (
    Given,
    Id,
    IdInPath,
    KindCode,
    Line,
    Long,
    Moment,
    OwnValues,
    PriorityCode,
    Reference,
    StatusCode,
    Tags,
    WaitingCode,
)
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem, wrong
from derman.api.shapes import answer, utc
from derman.automation.errors import RuleError
from derman.automation.macros import queries as macros
from derman.automation.macros.meaning import wanted_of
from derman.tickets import actions, queries
from derman.tickets.actions.many import MOST
from derman.views import queries as views

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.actions import Wanted
    from derman.tickets.queries import Progress

router = Router(tags=["Many tickets at once"])

ViewName = Literal["mine", "unassigned", "my_teams", "due", "all", "waiting", "resolved", "spam"]


PLAIN = (
    "status", "waiting_for", "priority", "kind", "add_tags", "remove_tags", "note", "reply", "delete", "fields",
)  # fmt: skip


class ManyChange(Given):
    """What to do with each ticket; what is left out stays."""

    status: StatusCode | None = None
    waiting_for: WaitingCode | None = None
    waiting_until: Moment | None = None
    priority: PriorityCode | None = None
    kind: KindCode | None = None
    category: Reference | None = None
    team: Reference | None = None
    assignee: Reference | None = None
    add_tags: Tags = []
    remove_tags: Tags = []
    note: Long = Field("", description="An internal note on each.")
    fields: Annotated[OwnValues, Field(description="Of the desk's own fields, by key; null empties one.")] = {}
    macro: Annotated[Id | None, Field(description="What else is named goes before what it does.")] = None
    delete: bool = Field(False, description="Into the bin; alone, and for leads and administrators.")
    reply: Long = Field("", description="One answer to every requester. It leaves by mail and is not taken back.")


class ManyGiven(Given):
    """Which tickets, by `numbers`, by a typed `query` or by a `view` that every desk has, and the change."""

    numbers: Annotated[list[Id], Field(max_length=MOST)] = []
    query: Annotated[Line, Field(description="As in views; all that it finds.")] = ""
    view: ViewName | None = None
    change: ManyChange


class ForeseenShape(Schema):
    """What the change would do."""

    total: int
    changed: int
    same: int = Field(description="They are so already.")
    refused: dict[str, int] = Field(
        description="Reason → how many: gone, merged, tasks (to be done before), fields (to be filled in before), "
        "assignee, tags (too many), later (an answer waits), failed, wrong."
    )


class NotChanged(Schema):
    """A ticket that was not changed, or not taken back."""

    number: int
    state: str = Field(description="refused or kept.")
    why: str


class BulkShape(Schema):
    """A change of many tickets and how far it is."""

    id: int
    state: str = Field(description="running, done, undoing or undone.")
    total: int
    waiting: int
    changed: int
    same: int
    refused: int
    undone: int
    kept: int = Field(description="Not taken back.")
    left: int = Field(description="Not reached: the change was taken back before.")
    why: dict[str, int]
    created_at: datetime
    ended_at: datetime | None


class BulkWhole(BulkShape):
    """The same, with the tickets that were left alone; the first 200."""

    not_changed: list[NotChanged]


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Changing many tickets is for agents."))
    return person


def _wanted(person: Person, given: ManyChange) -> Wanted:
    named = given.model_fields_set
    wanted: dict[str, Any] = {
        name: getattr(given, name)
        for name in (
            "status",
            "waiting_for",
            "priority",
            "kind",
            "add_tags",
            "remove_tags",
            "note",
            "reply",
            "delete",
            "fields",
        )
        if name in named
    }
    found: dict[str, Any] = {}
    if "category" in named:
        found["category"] = references.category(given.category, field="change.category")
    if "team" in named:
        found["team"] = references.team(person, given.team, field="change.team")
    if "assignee" in named:
        found["assignee"] = references.agent(person, given.assignee, field="change.assignee")
    wanted |= {name: row.pk if row is not None else None for name, row in found.items()}
    if given.waiting_until is not None:
        wanted["waiting_until"] = given.waiting_until.isoformat()
    return cast("Wanted", _by_macro(person, given) | wanted)


def _by_macro(person: Person, given: ManyChange) -> dict[str, Any]:
    if given.macro is None:
        return {}
    try:
        return dict(wanted_of(person, macros.macro(person, given.macro)))
    except RuleError as error:
        raise wrong("change.macro", str(error)) from None


def _numbers(person: Person, given: ManyGiven) -> list[int]:
    if [bool(given.numbers), bool(given.query.strip()), bool(given.view)].count(True) != 1:
        raise wrong("numbers", _("Name the tickets by their numbers, by a query, or by a view."))
    if given.query.strip():
        return views.all_numbers(person, given.query, most=MOST)
    return given.numbers or queries.numbers_in(person, given.view or "", most=MOST)


def _values(found: Progress) -> dict[str, Any]:
    run = found.run
    states = ("waiting", "changed", "same", "refused", "undone", "kept", "left")
    return {
        "id": run.pk,
        "state": run.state,
        "total": run.total,
        **{state: found.count(state) for state in states},
        "why": dict(found.why),
        "created_at": utc(run.created_at),
        "ended_at": utc(run.ended_at) if run.ended_at else None,
    }


def _whole(found: Progress) -> BulkWhole:
    rows = queries.left_alone(found.run)
    left = [NotChanged(number=number, state=state, why=why) for number, state, why in rows]
    return BulkWhole(**_values(found), not_changed=left)


@router.post("/bulk/preview", response=ForeseenShape, summary="See what a change of many tickets would do")
def foresee_many(request: HttpRequest, given: ManyGiven) -> HttpResponse:
    """Nothing is changed. For agents."""
    person = _agent(request)
    seen = actions.foresee(actor=person, numbers=_numbers(person, given), wanted=_wanted(person, given.change))
    shape = ForeseenShape(total=seen.total, changed=seen.changed, same=seen.same, refused=dict(seen.refused))
    return answer(shape)


@router.post("/bulk", response={202: BulkWhole}, summary="Change many tickets")
def change_many(request: HttpRequest, given: ManyGiven) -> HttpResponse:
    """Done by the worker, ticket by ticket; `GET /bulk/{id}` says how far it is. For agents."""
    person = _agent(request)
    run = actions.change_many(actor=person, numbers=_numbers(person, given), wanted=_wanted(person, given.change))
    return answer(_whole(queries.run_of(person, run.pk)), status=202, Location=f"/api/v1/bulk/{run.pk}")


@router.get("/bulk", response=PageOf[BulkShape], summary="List one's own changes of many tickets")
def list_bulk(request: HttpRequest) -> HttpResponse:
    """The latest 30, the newest first. For agents."""
    found = queries.runs_of(_agent(request))
    return answer(PageOf[BulkShape](items=[BulkShape(**_values(one)) for one in found], next=None))


@router.get("/bulk/{int:id}", response=BulkWhole, summary="How far a change of many tickets is")
def read_bulk(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """One's own only."""
    return answer(_whole(queries.run_of(_agent(request), key)))


@router.post("/bulk/{int:id}/undo", response={202: BulkWhole}, summary="Take a change of many tickets back")
def undo_bulk(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """As a whole, as far as nothing later builds on it; one still at work stops. 409 where it was taken back."""
    person = _agent(request)
    run = actions.take_back_run(actor=person, run=key)
    return answer(_whole(queries.run_of(person, run.pk)), status=202)
