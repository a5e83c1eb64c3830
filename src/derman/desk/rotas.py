"""Who is on call at a moment: whose turn it is, who swapped with them, and who stands in for whoever is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from derman.desk.models import Rota
from derman.people.models import Person, Team

TURN, SWAP, STAND_IN = "turn", "swap", "stand_in"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OnCall:
    """Somebody who is on call, and why it is they; of a stand-in `instead_of` says for whom."""

    person: Person
    why: str
    instead_of: Person | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A team's rota at a moment: those to be called, one after the other, until when, and whose turn comes then."""

    team: Team
    order: Sequence[OnCall]
    until: datetime
    following: Person | None


def duties(moment: datetime, *, teams: Sequence[int] | None = None) -> list[Duty]:
    """Of all teams (or those with these ids) that have a rota. 4 statements, 1 where there is none."""
    rotas = Rota.objects.select_related("team").prefetch_related("swaps")
    rows = list(rotas if teams is None else rotas.filter(team__in=teams))
    if not rows:
        return []
    wanted = {key for row in rows for key in row.people} | {one.person_id for row in rows for one in row.swaps.all()}
    found = Person.objects.filter(pk__in=wanted, is_active=True).select_related("stand_in")
    people = {person.pk: person for person in found}
    return [_duty(row, people, moment) for row in rows]


def _duty(row: Rota, people: Mapping[int, Person], moment: datetime) -> Duty:
    zone = ZoneInfo(row.zone)
    local = moment.astimezone(zone)
    day = local.date() if local.time() >= row.change_at else local.date() - _DAY
    turns = (day - row.first_day).days // row.days  # before the first day it counts backwards
    swapped = [one for one in row.swaps.all() if one.first_day <= day <= one.last_day]
    ends = row.first_day + timedelta(days=(turns + 1) * row.days)
    for one in row.swaps.all():
        if one in swapped:
            ends = min(ends, one.last_day + _DAY)
        elif day < one.first_day < ends:
            ends = one.first_day
    order = _order(row, people, turns, [one.person_id for one in swapped], local.date())
    until = datetime.combine(ends, row.change_at, zone)
    beyond = [one.person_id for one in row.swaps.all() if one.first_day <= ends <= one.last_day]
    following = _order(row, people, (ends - row.first_day).days // row.days, beyond, ends)
    return Duty(row.team, order, until, following[0].person if following else None)


def _order(row: Rota, people: Mapping[int, Person], turns: int, swapped: Sequence[int], today: date) -> list[OnCall]:
    at = turns % len(row.people) if row.people else 0
    asked = [(key, SWAP) for key in swapped] + [(key, TURN) for key in (*row.people[at:], *row.people[:at])]
    order: dict[int, OnCall] = {}
    for key, why in asked:
        person = people.get(key)
        if person is None:
            continue
        one = OnCall(person, why)
        if _is_away(person, today):
            stand_in = person.stand_in
            if stand_in is None or not stand_in.is_active or _is_away(stand_in, today):
                continue
            one = OnCall(stand_in, STAND_IN, person)
        order.setdefault(one.person.pk, one)
    return list(order.values())


def _is_away(person: Person, today: date) -> bool:
    if person.away_until is None or today > person.away_until:
        return False
    return person.away_from is None or person.away_from <= today
