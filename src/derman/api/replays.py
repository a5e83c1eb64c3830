"""The time machine: what a rule would have done to the tickets of the last days."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.inputs import LARGEST_ID, Given
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import NOT_FOUND, Problem
from derman.api.rules import Key, as_problems, lead
from derman.api.shapes import answer
from derman.automation import queries
from derman.automation.replaying import replay, stop

if TYPE_CHECKING:
    from derman.automation.models import Foretold, Replay
    from derman.people.models import Person

router = Router(tags=["Rules"])
Number = Annotated[int, Path(alias="replay", ge=1, le=LARGEST_ID)]
FIRST = 200  # tickets that stand in the answer itself
PATIENCE = 5.0  # seconds of work at once: some ten thousand tickets


class ReplayGiven(Given):
    """How far back."""

    days: Annotated[int, Field(ge=1, le=365)] = 90


class ForetoldShape(Schema):
    """What it would have done to one ticket. `because`: the values that made it true.

    `change`: for each step that would have changed something {do, from, to, same, now}; `same`: after how many seconds
    the same was done anyway (null: never), `now`: what stands there today.
    """

    number: int
    at: datetime
    because: list[list[str]]
    change: list[dict[str, Any]]


class ReplayShape(Schema):
    """A rule tried on the past. `state`: running, done, stopped. `would_change`: the first 200 tickets.

    `matched`: times that it would have run; `changed`: of these, with something changed; `same`: of these, all of which
    was done anyway; `busiest`: most runs within one hour.
    """

    id: int
    rule: int
    state: str
    days: int
    total: int
    looked: int
    matched: int
    changed: int
    same: int
    busiest: int
    seconds: float
    would_change: list[ForetoldShape]


def _told(row: Foretold) -> ForetoldShape:
    return ForetoldShape(number=row.ticket_id, at=row.at, because=row.because, change=row.changes)


def _shape(person: Person, row: Replay) -> ReplayShape:
    names = ("state", "days", "total", "looked", "matched", "changed", "same", "busiest", "seconds")
    first = [_told(one) for one in queries.foretold(person, row.pk, size=FIRST)]
    return ReplayShape(id=row.pk, rule=row.rule_id, would_change=first, **{name: getattr(row, name) for name in names})


def _found(person: Person, key: int, number: int) -> Replay:
    row = queries.replay(person, key, number)
    if row is None:
        raise Problem(NOT_FOUND, _("There is no such rule."))
    return row


@router.post("/rules/{int:rule}/replay", response={201: ReplayShape}, summary="What would a rule have done?")
def begin_replay(request: HttpRequest, key: Key, given: ReplayGiven) -> HttpResponse:
    """Nothing is changed. What does not end within some seconds goes on in the worker. For leads and administrators."""
    person = lead(request)
    with as_problems():
        row = replay(actor=person, rule=key, days=given.days, patience=PATIENCE)
    return answer(_shape(person, row), status=201)


@router.get("/rules/{int:rule}/replays/{int:replay}", response=ReplayShape, summary="How far is it?")
def read_replay(request: HttpRequest, key: Key, number: Number) -> HttpResponse:
    """For leads and administrators."""
    person = lead(request)
    return answer(_shape(person, _found(person, key, number)))


@router.get("/rules/{int:rule}/replays/{int:replay}/tickets", response=PageOf[ForetoldShape], summary="All its tickets")
def list_foretold(request: HttpRequest, key: Key, number: Number, limit: Limit, cursor: Cursor) -> HttpResponse:
    """Ticket by ticket, of those that the caller sees. For leads and administrators."""
    person = lead(request)
    _found(person, key, number)
    rows = queries.foretold(person, number, after=place_of(cursor), size=limit + 1)
    shown, following = cut(rows, limit, lambda row: row.pk)
    return answer(PageOf[ForetoldShape](items=[_told(row) for row in shown], next=following))


@router.post("/rules/{int:rule}/replays/{int:replay}/stop", response=ReplayShape, summary="Stop trying")
def stop_replay(request: HttpRequest, key: Key, number: Number) -> HttpResponse:
    """What it found stays. For leads and administrators."""
    person = lead(request)
    with as_problems():
        stop(actor=person, rule=key, replay=number)
    return answer(_shape(person, _found(person, key, number)))
