"""The rotas of teams: who takes the turns on call, and who swapped."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.held import held
from derman.api.inputs import Given, Id, Text
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import answer
from derman.desk import on_call as actions
from derman.desk import queries
from derman.desk.actions import DeskError
from derman.people.queries import teams

if TYPE_CHECKING:
    from derman.desk.models import Rota
    from derman.people.models import Person

router = Router(tags=["Teams"])
TeamId = Annotated[int, Path(ge=1, lt=2**63)]


class SwapGiven(Given):
    """Somebody is on call in place of whoever has the turn; both days are included."""

    person: Id
    first_day: date
    last_day: date


class RotaGiven(Given):
    """A rota as it is from now on."""

    people: Annotated[list[Id], Field(min_length=1, max_length=actions.MOST)] = Field(
        description="Ids, in the order of their turns."
    )
    first_day: date = Field(description="On which a turn of the first one begins.")
    zone: Annotated[Text, Field(max_length=64)]
    days: Annotated[int, Field(ge=1, le=actions.LONGEST)] = Field(7, description="That a turn lasts.")
    change_at: time = Field(time(9), description="When the next one takes over, by the clock of the zone.")
    swaps: Annotated[list[SwapGiven], Field(max_length=actions.MOST_SWAPS)] = []


class SwapShape(Schema):
    """A swap."""

    person: int
    first_day: date
    last_day: date


class RotaShape(Schema):
    """The rota of a team; who is on call by it now stands under `/on-call`."""

    team: int
    people: list[int] = Field(description="Ids, in the order of their turns.")
    first_day: date
    days: int
    change_at: time
    zone: str
    swaps: list[SwapShape]


def _team(request: HttpRequest, team: int) -> Person:
    """Whoever asks, and may know of the team. Raises Problem."""
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    if team not in {one.pk for one in teams(person)}:
        raise Problem(NOT_FOUND, _("There is no such team."))
    return person


def _rota(team: int) -> Rota:
    found = queries.rota(team)
    if found is None:
        raise Problem(NOT_FOUND, _("Nobody of this team is on call: it has no rota."))
    return found


def _shape(row: Rota) -> RotaShape:
    return RotaShape(
        team=row.team_id,
        people=row.people,
        first_day=row.first_day,
        days=row.days,
        change_at=row.change_at,
        zone=row.zone,
        swaps=[
            SwapShape(person=one.person_id, first_day=one.first_day, last_day=one.last_day) for one in row.swaps.all()
        ],
    )


def _keep(person: Person, team: int, given: actions.RotaGiven) -> HttpResponse:
    try:
        actions.save_rota(actor=person, team=team, given=given)
    except DeskError as error:
        if not person.is_lead:
            raise Problem(FORBIDDEN, str(error)) from None
        raise wrong(error.field or "team", str(error)) from None
    return answer(_shape(_rota(team)))


@router.get("/teams/{int:team}/rota", response=RotaShape, summary="Read the rota of a team")
def read_rota(request: HttpRequest, team: TeamId) -> HttpResponse:
    """For agents who may know of the team; 404 where nobody of it is on call."""
    _team(request, team)
    return answer(_shape(_rota(team)))


@router.put("/teams/{int:team}/rota", response=RotaShape, summary="Write the rota of a team")
def write_rota(request: HttpRequest, team: TeamId, given: RotaGiven) -> HttpResponse:
    """The whole of it, with its swaps. For leads and administrators."""
    person = _team(request, team)
    columns = given.model_dump(exclude={"swaps"})
    swaps = [actions.SwapGiven(**one.model_dump()) for one in given.swaps]
    return _keep(person, team, actions.RotaGiven(**columns, swaps=swaps))


@router.delete("/teams/{int:team}/rota", response={204: None}, summary="Delete the rota of a team")
def remove_rota(request: HttpRequest, team: TeamId) -> HttpResponse:
    """Nobody of it is on call any more. For leads and administrators."""
    person = _team(request, team)
    try:
        actions.remove_rota(actor=person, team=team)
    except DeskError as error:
        raise Problem(FORBIDDEN, str(error)) from None
    return HttpResponse(status=204)


@router.post("/teams/{int:team}/rota/swaps", response=RotaShape, summary="Have somebody stand in on call")
def add_swap(request: HttpRequest, team: TeamId, given: SwapGiven) -> HttpResponse:
    """From a day until another, in place of whoever has the turn. For leads and administrators."""
    person = _team(request, team)
    with held("rota", team):
        row = _rota(team)
        kept = [
            actions.SwapGiven(person=one.person_id, first_day=one.first_day, last_day=one.last_day)
            for one in row.swaps.all()
        ]
        names = ("people", "first_day", "days", "change_at", "zone")
        columns = {name: getattr(row, name) for name in names}
        swaps = [*kept, actions.SwapGiven(**given.model_dump())]
        return _keep(person, team, actions.RotaGiven(**columns, swaps=swaps))
