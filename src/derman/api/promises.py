"""Promises: the policies of the desk, and the clocks of a ticket."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, KindCode, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import CONFLICT, FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import ClockShape, answer, clock_shape
from derman.api.tickets import Number
from derman.sla import actions, queries, trying
from derman.sla.errors import NotAllowed, NothingDue, PolicyNotFound, PromiseError, WrongInput
from derman.sla.given import Given as PolicyAsGiven
from derman.tickets.queries import reading

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.sla.models import Policy

router = Router(tags=["Promises"])

Ids = Annotated[list[int], Field(max_length=200)]


class Rung(Schema):
    """Whom to tell at a step: `soon`, `sooner` or `late`, or `after` so many seconds of being late."""

    at: str
    after: int = 0
    tell: list[str] = Field(description="assignee, team, lead, manager, on_call, up (the ticket moves up a tier).")


class ClocksShape(Schema):
    """The clocks of a ticket."""

    items: list[ClockShape]


class PolicyShape(Schema):
    """A policy. For which tickets it holds: `kinds`, `organisations` …; an empty list means all."""

    id: int
    name: str
    active: bool
    targets: dict[str, dict[str, Any]] = Field(
        description="By priority: seconds for first_response, next_reply, update, resolution; `always`: day and night."
    )
    kinds: list[str]
    organisations: list[int]
    services: list[int]
    teams: list[int]
    categories: list[int]
    calendar: int | None = Field(description="Whose hours count; null: the desk's.")
    pauses: list[str] = Field(description="While waiting for whom its clocks stand still.")
    warnings: list[int] = Field(description="In percent of the time: due soon, due very soon.")
    ladder: list[Rung]
    stays: dict[int, int] = Field(description="Between teams: by team, the seconds until it hands a ticket on.")
    since: datetime
    version: int


class PolicyGiven(Given):
    """A policy to add."""

    name: Annotated[Text, Field(max_length=200)]
    targets: dict[str, dict[str, int | bool | None]]
    active: bool = True
    kinds: list[KindCode] = []
    organisations: Ids = []
    services: Ids = []
    teams: Ids = []
    categories: Ids = []
    calendar: int | None = None
    pauses: Annotated[list[Text], Field(max_length=10)] = ["requester", "approval"]
    warnings: Annotated[list[int], Field(max_length=2)] = [75, 90]
    ladder: Annotated[list[Rung], Field(max_length=20)] = []
    stays: Annotated[dict[int, int], Field(max_length=200)] = {}


class CountShape(Schema):
    """How many promises were kept, and how many were late."""

    kept: int
    late: int


class DiffersShape(Schema):
    """A promise that would have come out differently; null: not promised, or running still."""

    number: int
    target: str
    before: str | None
    after: str | None


class TrialShape(Schema):
    """What a policy would have done since a moment; `tickets` were reckoned `of` so many. Nothing was changed."""

    since: datetime
    tickets: int
    of: int
    before: dict[str, CountShape]
    after: dict[str, CountShape]
    differing: int
    shown: list[DiffersShape] = Field(description="The latest 200 of those that differ.")


class PolicyChange(PolicyGiven):
    """What to change; what is left out stays as it is."""

    name: Annotated[Text, Field(max_length=200)] = ""
    targets: dict[str, dict[str, int | bool | None]] = {}


def _shape(row: Policy) -> PolicyShape:
    return PolicyShape(
        id=row.pk,
        name=row.name,
        active=row.active,
        targets=row.targets,
        kinds=row.kinds,
        organisations=row.organisations,
        services=row.services,
        teams=row.teams,
        categories=row.categories,
        calendar=row.calendar_id,
        pauses=row.pauses,
        warnings=row.warnings,
        ladder=row.ladder,
        stays=row.stays,
        since=row.since,
        version=row.version,
    )


@router.get("/tickets/{int:number}/clocks", response=ClocksShape, summary="What the requester was promised")
def list_clocks(request: HttpRequest, number: Number) -> HttpResponse:
    """The clocks of a ticket, those that run first; of rounds of answers the latest. Agents also see `team`."""
    found = reading.readable(person_of(request), number)
    known = queries.standings(found.ticket, counted=True, inside=not found.as_requester)
    shown = [clock_shape(one) for one in known]
    return answer(ClocksShape(items=shown))


@router.post("/tickets/{int:number}/clocks/acknowledge", response=ClocksShape, summary="Say that it was seen")
def acknowledge(request: HttpRequest, number: Number) -> HttpResponse:
    """For agents: nobody else is told of what is due soon or late. 409 where nothing is."""
    person = person_of(request)
    try:
        actions.acknowledge(actor=person, ticket=number)
    except NothingDue as error:
        raise Problem(CONFLICT, str(error)) from None
    return list_clocks(request, number)


@router.get("/policies", response=PageOf[PolicyShape], summary="List policies")
def list_policies(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """In their order, also those not in use. For leads and administrators."""
    person, after = _lead(request), place_of(cursor)
    rows, following = cut(list(enumerate(queries.policies(person), start=1))[after:], limit, lambda one: one[0])
    return answer(PageOf[PolicyShape](items=[_shape(row) for _place, row in rows], next=following))


@router.get("/policies/{int:id}", response=PolicyShape, summary="Read a policy")
def read_policy(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For leads and administrators."""
    shape = _shape(_policy(_lead(request), key))
    return answer(shape, ETag=etag_of(shape))


@router.post("/policies", response={201: PolicyShape}, summary="Add a policy")
def add_policy(request: HttpRequest, given: PolicyGiven) -> HttpResponse:
    """For leads and administrators. The last in order; tickets opened from now on have its clocks."""
    person = _lead(request)
    return answer(_shape(_saved(person, _as_given(given))), status=201)


@router.patch("/policies/{int:id}", response=PolicyShape, summary="Change a policy")
def change_policy(request: HttpRequest, key: IdInPath, given: PolicyChange) -> HttpResponse:
    """For leads and administrators. With `If-Match`, only where nobody changed it since: else 412."""
    person = _lead(request)
    with held("policy", key):
        found = _policy(person, key)
        expect(request, _shape(found))
        wanted = {name: value for name, value in _columns(given).items() if name in given.model_fields_set}
        row = _saved(person, dataclasses.replace(actions.given_of(found), **wanted), key)
    shape = _shape(row)
    return answer(shape, ETag=etag_of(shape))


@router.post("/policies/{int:id}/try", response=TrialShape, summary="What a changed policy would have done")
def try_policy(request: HttpRequest, key: IdInPath, given: PolicyChange) -> HttpResponse:
    """For leads and administrators: last quarter's tickets by the policies as they are, and with this change."""
    person = _lead(request)
    wanted = {name: value for name, value in _columns(given).items() if name in given.model_fields_set}
    changed = dataclasses.replace(actions.given_of(_policy(person, key)), **wanted)
    try:
        trial = trying.try_policy(actor=person, given=changed, policy=key)
    except WrongInput as error:
        raise wrong(error.field, str(error)) from None
    return answer(TrialShape.model_validate(dataclasses.asdict(trial)))


@router.delete("/policies/{int:id}", response={204: None}, summary="Remove a policy")
def remove_policy(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """For leads and administrators. One that promised something is switched off instead."""
    person = _lead(request)
    try:
        actions.remove_policy(actor=person, policy=key)
    except PolicyNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None
    return HttpResponse(status=204)


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Only a lead or an administrator can do this."))
    return person


def _policy(person: Person, key: int) -> Policy:
    found = queries.policy(person, key)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such policy."))
    return found


def _columns(given: PolicyGiven) -> dict[str, Any]:
    columns = {name: getattr(given, name) for name in PolicyGiven.model_fields}
    columns["ladder"] = [rung.model_dump() for rung in given.ladder]
    return columns


def _as_given(given: PolicyGiven) -> PolicyAsGiven:
    return PolicyAsGiven(**_columns(given))


def _saved(person: Person, given: PolicyAsGiven, key: int | None = None) -> Policy:
    try:
        return actions.save_policy(actor=person, given=given, policy=key)
    except WrongInput as error:
        raise wrong(error.field, str(error)) from None
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None
    except PromiseError as error:
        raise Problem(NOT_FOUND, str(error)) from None
