"""Who is on call: rotas of teams, written by leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import DeskError, audit
from derman.desk.models import Rota, Swap
from derman.people.access import people_visible_to, teams_visible_to
from derman.people.models import Person, Role, Team

MOST = 50  # people in a rota
MOST_SWAPS = 100
LONGEST = 92  # days of a turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapGiven:
    """Somebody is on call from a day until another, both included, in place of whoever has the turn."""

    person: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaGiven:
    """A rota as it is given; see desk.models.Rota."""

    people: Sequence[int]
    first_day: date
    zone: str
    days: int = 7
    change_at: time = time(9)
    swaps: Sequence[SwapGiven] = ()


def save_rota(*, actor: Person, team: int, given: RotaGiven) -> Rota:
    """Write the rota of a team. Raises DeskError."""
    found = _team(actor, team)
    people = list(dict.fromkeys(given.people))
    if not people:
        raise DeskError(_("Who is on call? Choose at least one person."), field="people")
    if len(people) > MOST:
        raise DeskError(_("At most %(most)s people.") % {"most": MOST}, field="people")
    asked = {*people, *(one.person for one in given.swaps)}
    known = people_visible_to(actor).filter(pk__in=asked, is_active=True).exclude(role=Role.REQUESTER)
    if found.closed:  # of its tickets nobody else may hear
        known = known.filter(memberships__team=found)
    if known.count() != len(asked):
        raise DeskError(_("Choose from what is offered."), field="people")
    if given.zone not in available_timezones():
        raise DeskError(_("Choose a time zone like Europe/Istanbul."), field="zone")
    if not 1 <= given.days <= LONGEST:
        raise DeskError(_("A turn lasts between 1 and %(most)s days.") % {"most": LONGEST}, field="days")
    if len(given.swaps) > MOST_SWAPS:
        raise DeskError(_("At most %(most)s swaps.") % {"most": MOST_SWAPS}, field="swaps")
    if any(one.last_day < one.first_day for one in given.swaps):
        raise DeskError(_("The last day comes after the first."), field="swaps")
    with transaction.atomic():
        columns = {name: getattr(given, name) for name in ("first_day", "days", "change_at", "zone")}
        row, _made = Rota.objects.update_or_create(team=found, defaults={"people": people, **columns})
        row.swaps.all().delete()
        Swap.objects.bulk_create(
            Swap(rota=row, person_id=one.person, first_day=one.first_day, last_day=one.last_day) for one in given.swaps
        )
        audit(actor=actor, kind="rota.saved", team=found.pk, name=found.name, people=people)
    return row


def remove_rota(*, actor: Person, team: int) -> None:
    """Nobody of a team is on call any more. Raises DeskError."""
    found = _team(actor, team)
    with transaction.atomic():
        Rota.objects.filter(team=found).delete()
        audit(actor=actor, kind="rota.removed", team=found.pk, name=found.name)


def _team(actor: Person, team: int) -> Team:
    if not actor.is_lead:
        raise DeskError(_("Only a lead or an administrator can do this."))
    found = teams_visible_to(actor).filter(pk=team).first()
    if found is None:
        raise DeskError(_("There is no such team."), field="team")
    return found
