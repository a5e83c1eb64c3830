"""Who is on call."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import Named, PersonShape, answer, named, person_shape
from derman.desk.rotas import duties
from derman.kernel import clock
from derman.people.queries import teams

router = Router(tags=["Teams"])


class CalledShape(Schema):
    """Somebody who is on call. `why`: turn, swap or stand_in."""

    person: PersonShape
    why: str


class DutyShape(Schema):
    """The rota of a team at this moment."""

    team: Named | None
    order: list[CalledShape] = Field(description="Who is called first, and who next where nobody has seen it.")
    until: datetime
    following: PersonShape | None = Field(description="Whose turn comes then.")


class OnCallShape(Schema):
    """Of each team that has a rota."""

    items: list[DutyShape]


@router.get("/on-call", response=OnCallShape, summary="Who is on call now")
def list_on_call(request: HttpRequest) -> HttpResponse:
    """For agents: of the teams that the caller may know of."""
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only agents can do this."))
    known = {team.pk for team in teams(person)}
    items = [
        DutyShape(
            team=named(duty.team),
            order=[CalledShape(person=person_shape(one.person, person), why=one.why) for one in duty.order],
            until=duty.until,
            following=person_shape(duty.following, person) if duty.following is not None else None,
        )
        for duty in duties(clock.now())
        if duty.team.pk in known
    ]
    return answer(OnCallShape(items=items))
