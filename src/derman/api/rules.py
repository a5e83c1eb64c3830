"""Rules: what the desk does by itself when something happens, or when time passes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import LARGEST_ID, Given, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import CONFLICT, FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import answer
from derman.automation import actions, queries
from derman.automation.errors import MacroNotFound, NotAllowed, Overtaken, RuleNotFound, WrongInput
from derman.automation.given import Given as RuleAsGiven

if TYPE_CHECKING:
    from derman.automation.models import Ran, Rule
    from derman.people.models import Person

router = Router(tags=["Rules"])
Key = Annotated[int, Path(alias="rule", ge=1, le=LARGEST_ID)]
Tree = Annotated[
    dict[str, Any],
    Field(
        description="Groups {all: […]}, {any: […]}, {none: […]} of {key, values, sign, negated}, with the keys of typed"
        " queries and subject, text, words, domain, title, language, proof, automatic, thanks, hours; ids name whoever"
        " has one. Empty: always."
    ),
]
Steps = Annotated[
    list[dict[str, Any]],
    Field(
        max_length=20,
        description="In order, each {do, to, text, days}. do: priority, team, assignee, tag, untag, category, kind,"
        " status, wait, back, note, reply, saved_reply, runbook, pin, pin_assignee,"
        " task, watch, notify, mail, webhook, field.KEY.",
    ),
]


class RuleShape(Schema):
    """A rule. `off`: why the desk itself switched it off (too_often).

    `standing`: done at once by filing itself (automatic, storms); it can be switched, and not be changed or removed.
    """

    id: int
    name: str
    active: bool
    off: str
    when: str
    hours: int
    working: bool
    conditions: dict[str, Any]
    steps: list[dict[str, Any]]
    stop: bool
    once: bool
    most: int
    owner: int | None
    version: int
    standing: str


class RuleGiven(Given):
    """A rule to add. It is off, unless `active`."""

    name: Annotated[Text, Field(max_length=80)]
    when: Annotated[Text, Field(max_length=24, description="The code of a trigger, like opened, received, unanswered.")]
    steps: Steps
    conditions: Tree = {}
    hours: Annotated[int, Field(description="Of a trigger by time: for how long it is so.")] = 0
    working: Annotated[bool, Field(description="Only the desk's open hours count.")] = False
    stop: Annotated[bool, Field(description="Those behind it do not run.")] = False
    once: Annotated[bool, Field(description="Once on each ticket.")] = False
    most: Annotated[int, Field(description="Runs an hour; beyond, it is switched off and its owner told.")] = 500
    active: bool = False


class RuleChange(RuleGiven):
    """What to change; what is left out stays as it is."""

    name: Annotated[Text, Field(max_length=80)] = ""
    when: Annotated[Text, Field(max_length=24)] = ""
    steps: Steps = []


class RunShape(Schema):
    """What a rule did on a ticket. `because`: pairs of a condition's key and the value that made it true."""

    id: int
    rule: int
    version: int
    ticket: int
    at: datetime
    state: str
    because: list[list[str]]
    did: list[str]
    why: str
    act: str | None


class VersionShape(Schema):
    """A rule as it was saved."""

    version: int
    at: datetime
    by: int | None
    rule: dict[str, Any]


class SwitchShape(Given):
    """The switch for all rules at once."""

    on: bool


class Exported(Given):
    """An export of rules, as `GET /rules/export` gives it."""

    format: Annotated[Text, Field(max_length=40)]
    rules: Annotated[list[dict[str, Any]], Field(max_length=500)]


def _shape(row: Rule) -> RuleShape:
    given = actions.given_of(row).columns()
    return RuleShape(
        id=row.pk,
        active=row.active,
        off=row.off,
        owner=row.owner_id,
        version=row.version,
        standing=row.standing,
        **given,
    )


def _run(row: Ran) -> RunShape:
    return RunShape(
        id=row.pk,
        rule=row.rule_id,
        version=row.version,
        ticket=row.ticket_id,
        at=row.at,
        state=row.state,
        because=row.because,
        did=row.did,
        why=row.why,
        act=str(row.act) if row.act else None,
    )


def lead(request: HttpRequest) -> Person:
    """Who calls, if that is a lead or an administrator: 403 for anybody else."""
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Only a lead or an administrator can do this."))
    return person


@contextmanager
def as_problems() -> Iterator[None]:
    """What rules refuse, as problem documents."""
    try:
        yield
    except WrongInput as error:
        raise wrong(error.field, str(error)) from None
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None
    except (RuleNotFound, MacroNotFound) as error:
        raise Problem(NOT_FOUND, str(error)) from None
    except Overtaken as error:
        raise Problem(CONFLICT, str(error)) from None


def _found(person: Person, key: int) -> Rule:
    found = queries.rule(person, key)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such rule."))
    return found


@router.get("/rules", response=PageOf[RuleShape], summary="List rules")
def list_rules(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """In the order in which they run. For leads and administrators."""
    person, after = lead(request), place_of(cursor)
    rows, following = cut(list(enumerate(queries.rules(person), start=1))[after:], limit, lambda one: one[0])
    return answer(PageOf[RuleShape](items=[_shape(row) for _place, row in rows], next=following))


@router.post("/rules", response={201: RuleShape}, summary="Add a rule")
def add_rule(request: HttpRequest, given: RuleGiven) -> HttpResponse:
    """For leads and administrators. The last in order."""
    person = lead(request)
    with as_problems():
        row = actions.save(actor=person, given=RuleAsGiven(**given.model_dump(exclude={"active"})))
        if given.active:
            row = actions.switch(actor=person, rule=row.pk, on=True)
    return answer(_shape(row), status=201)


@router.get("/rules/switch", response=SwitchShape, summary="Do the rules run?")
def read_switch(request: HttpRequest) -> HttpResponse:
    """The switch for all of them. For leads and administrators."""
    lead(request)
    return answer(SwitchShape(on=queries.are_on()))


@router.post("/rules/switch", response=SwitchShape, summary="Stop all rules, or let them run")
def throw_switch(request: HttpRequest, given: SwitchShape) -> HttpResponse:
    """For leads and administrators. Each rule keeps its own switch."""
    actions.switch_all(actor=lead(request), on=given.on)
    return answer(SwitchShape(on=queries.are_on()))


@router.get("/rules/export", summary="Take all rules along")
def export_rules(request: HttpRequest) -> HttpResponse:
    """As JSON, which `POST /rules/import` takes. For leads and administrators."""
    return answer(Exported.model_validate(actions.export(queries.rules(lead(request)))))


@router.post("/rules/import", response={201: PageOf[RuleShape]}, summary="Add the rules of an export")
def import_rules(request: HttpRequest, given: Exported) -> HttpResponse:
    """All or none; they are off. For leads and administrators."""
    person = lead(request)
    with as_problems():
        made = actions.import_rules(actor=person, exported=given.model_dump())
    return answer(PageOf[RuleShape](items=[_shape(row) for row in made], next=None), status=201)


@router.get("/rules/{int:rule}", response=RuleShape, summary="Read a rule")
def read_rule(request: HttpRequest, key: Key) -> HttpResponse:
    """For leads and administrators."""
    shape = _shape(_found(lead(request), key))
    return answer(shape, ETag=etag_of(shape))


@router.patch("/rules/{int:rule}", response=RuleShape, summary="Change a rule, switch it on or off")
def change_rule(request: HttpRequest, key: Key, given: RuleChange) -> HttpResponse:
    """For leads and administrators. With `If-Match`, only where nobody changed it since: else 412."""
    person = lead(request)
    with held("rule", key), as_problems():
        row = _found(person, key)
        expect(request, _shape(row))
        named = given.model_fields_set - {"active"}
        if named:
            wanted = {name: getattr(given, name) for name in named}
            row = actions.save(actor=person, given=dataclasses.replace(actions.given_of(row), **wanted), rule=key)
        if "active" in given.model_fields_set:
            row = actions.switch(actor=person, rule=key, on=given.active)
    shape = _shape(row)
    return answer(shape, ETag=etag_of(shape))


@router.delete("/rules/{int:rule}", response={204: None}, summary="Remove a rule")
def remove_rule(request: HttpRequest, key: Key) -> HttpResponse:
    """For leads and administrators. What it did stays on the tickets' timelines."""
    person = lead(request)
    with as_problems():
        actions.remove(actor=person, rule=key)
    return HttpResponse(status=204)


@router.get("/rules/{int:rule}/runs", response=PageOf[RunShape], summary="What a rule did")
def list_runs(request: HttpRequest, key: Key, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The latest first, on tickets that the caller sees. For leads and administrators."""
    person = lead(request)
    _found(person, key)
    rows = queries.runs(person, key, before=place_of(cursor), size=limit + 1)
    shown, following = cut(rows, limit, lambda row: row.pk)
    return answer(PageOf[RunShape](items=[_run(row) for row in shown], next=following))


@router.get("/rules/{int:rule}/versions", response=PageOf[VersionShape], summary="How a rule was before")
def list_versions(request: HttpRequest, key: Key) -> HttpResponse:
    """The latest first; 100 at most. For leads and administrators."""
    person = lead(request)
    _found(person, key)
    rows = queries.versions(person, key)
    items = [VersionShape(version=row.version, at=row.at, by=row.by_id, rule=row.kept) for row in rows]
    return answer(PageOf[VersionShape](items=items, next=None))


@router.post("/rules/{int:rule}/versions/{int:version}/restore", response=RuleShape, summary="Bring a version back")
def restore_version(
    request: HttpRequest, key: Key, version: Annotated[int, Path(ge=1, le=2_000_000_000)]
) -> HttpResponse:
    """As a version of its own. For leads and administrators."""
    person = lead(request)
    with as_problems():
        return answer(_shape(actions.restore(actor=person, rule=key, version=version)))
