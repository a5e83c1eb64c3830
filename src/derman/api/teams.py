"""Teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import PersonShape, answer, person_shape
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
    members: list[PersonShape]


class TeamGiven(Given):
    """A team to add."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    tier: Annotated[int, Field(ge=0, le=4)] = 1
    closed: bool = False
    placing: Literal["pull", "push"] = "pull"
    is_default: bool = False
    members: Annotated[list[Reference], Field(max_length=500)] = []


def _shape(team: Team, reader: Person) -> TeamShape:
    return TeamShape(
        id=team.pk,
        name=team.name,
        tier=team.tier,
        closed=team.closed,
        placing=team.placing,
        is_default=team.is_default,
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


@router.post("/teams", response={201: TeamShape}, summary="Add a team")
def add_team(request: HttpRequest, given: TeamGiven) -> HttpResponse:
    """For administrators."""
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    members = [references.agent(person, member, field="members") for member in given.members]
    team = actions.save_team(
        actor=person,
        name=given.name,
        tier=given.tier,
        closed=given.closed,
        placing=given.placing,
        is_default=given.is_default,
        members=[member.pk for member in members if member is not None],
    )
    return answer(_shape(team, person), status=201)
