"""Who is on call, as pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derman.desk.rotas import Duty, duties
from derman.kernel import clock
from derman.people.queries import teams

if TYPE_CHECKING:
    from derman.people.models import Person


def duties_for(reader: Person) -> list[Duty]:
    """Of the teams that somebody may know of. 5 statements, 2 where there is no rota."""
    known = {team.pk for team in teams(reader)}
    return [duty for duty in duties(clock.now()) if duty.team.pk in known]
