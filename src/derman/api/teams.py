"""Teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, IdInPath, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape
from derman.desk.actions import audit
from derman.people import actions, naming

if TYPE_CHECKING:
    from derman.people.models import Person, Team

router = Router(tags=["Teams"])


class TeamShape(Schema):
    """A team. Of a closed team only its members see the tickets."""

    id: int
    name: str
    tier: int
    closed: bool
    placing: str = Field(description="pull: agents take tickets; push: tickets are given out.")
    is_default: bool
    keeps_contact: bool = Field(description="Who moves a ticket up from here stays the one whom its requester knows.")
    questions: list[str] = Field(description="What it wants to know of a ticket that is moved up to it.")
    members: list[PersonShape]


class TeamGiven(Given):
    """A team to add."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    tier: Annotated[int, Field(ge=0, le=4)] = 1
    closed: bool = False
    placing: Literal["pull", "push"] = "pull"
    is_default: bool = False
    keeps_contact: bool = False
    questions: Annotated[list[Annotated[Text, Field(max_length=200)]], Field(max_length=10)] = []
    members: Annotated[list[Reference], Field(max_length=500)] = []


class TeamChange(Given):
    """What to change; what is left out stays as it is."""

    name: Annotated[Text, Field(min_length=1, max_length=80)] = ""
    tier: Annotated[int, Field(ge=0, le=4)] = 1
    closed: bool = False
    placing: Literal["pull", "push"] = "pull"
    is_default: bool = False
    keeps_contact: bool = False
    questions: Annotated[list[Annotated[Text, Field(max_length=200)]], Field(max_length=10)] = []
    members: Annotated[list[Reference], Field(max_length=500)] = []


def _shape(team: Team, reader: Person) -> TeamShape:
    return TeamShape(
        id=team.pk,
        name=team.name,
        tier=team.tier,
        closed=team.closed,
        placing=team.placing,
        is_default=team.is_default,
        keeps_contact=team.keeps_contact,
        questions=team.questions,
        members=[person_shape(member, reader) for member in team.members.all()],
    )


@router.get("/teams", response=PageOf[TeamShape], summary="List teams")
def list_teams(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The teams that the caller may know of; requesters know of none."""
    person = person_of(request)
    after = place_of(cursor)
    found = [team for team in sorted(naming.teams_listed(person), key=lambda team: team.pk) if team.pk > after]
    rows, following = cut(found, limit, lambda team: team.pk)
    return answer(PageOf[TeamShape](items=[_shape(row, person) for row in rows], next=following))


@router.get("/teams/{int:id}", response=TeamShape, summary="Read a team")
def read_team(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """One team, with its state as `ETag`."""
    shape = _known(person_of(request), key)
    return answer(shape, ETag=etag_of(shape))


@router.post("/teams", response={201: TeamShape}, summary="Add a team")
def add_team(request: HttpRequest, given: TeamGiven) -> HttpResponse:
    """For administrators."""
    person = _administrator(request)
    with transaction.atomic():
        members = _members(person, given.members)
        team = actions.save_team(actor=person, **given.model_dump(exclude={"members"}), members=members)
        audit(
            actor=person,
            kind="team.added",
            team=team.pk,
            name=team.name,
            closed=team.closed,
            members=len(members),
        )
    return answer(_known(person, team.pk), status=201)


@router.patch("/teams/{int:id}", response=TeamShape, summary="Change a team")
def change_team(request: HttpRequest, key: IdInPath, given: TeamChange) -> HttpResponse:
    """For administrators. With `If-Match`, only where nobody changed the team since: else 412."""
    person = _administrator(request)
    with held("team", key):
        shape, found = _known(person, key), naming.team_called(person, key)
        expect(request, shape)
        named = given.model_fields_set
        kept = {name: getattr(shape, name) for name in TeamChange.model_fields if name != "members"}
        wanted = kept | given.model_dump(include=named - {"members"})
        members = _members(person, given.members) if "members" in named else [one.id for one in shape.members]
        team = actions.save_team(actor=person, team=found, **wanted, members=members)
        audit(
            actor=person,
            kind="team.changed",
            team=team.pk,
            name=team.name,
            closed=team.closed,
            members=len(members),
        )
    shape = _known(person, key)
    return answer(shape, ETag=etag_of(shape))


def _administrator(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    return person


def _known(person: Person, pk: int) -> TeamShape:
    for team in naming.teams_listed(person):
        if team.pk == pk:
            return _shape(team, person)
    raise Problem(NOT_FOUND, _("There is no such team."))


def _members(person: Person, given: list[int | str]) -> list[int]:
    found = [references.agent(person, member, field="members") for member in given]
    return [member.pk for member in found if member is not None]
