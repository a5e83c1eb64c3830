"""Who works when, and how much one may have: written by leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.people.models import Person, Role, Team
from derman.routing.access import require_lead
from derman.routing.errors import NotThere, WrongInput
from derman.routing.models import Capacity, Shift
from derman.routing.rows import is_time

MOST, MOST_SPANS = 200, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftGiven:
    """A shift: a team's, or that of certain people. `weekly` as `routing.models.Shift` has it."""

    name: str
    zone: str
    weekly: Mapping[str, Sequence[Sequence[str]]]
    team: int | None = None
    people: Sequence[int] = field(default_factory=list)
    active: bool = True


def save_shift(*, actor: Person, given: ShiftGiven, shift: int | None = None) -> Shift:
    """Add or change a shift. Raises NotAllowed, WrongInput, NotThere."""
    require_lead(actor)
    name = " ".join(given.name.replace("\0", "").split())[:80]
    if not name:
        raise WrongInput(_("A shift needs a name."), field="name")
    if given.zone not in available_timezones():
        raise WrongInput(_("Choose a time zone like Europe/Istanbul."), field="zone")
    weekly = {day: [list(span) for span in spans] for day, spans in given.weekly.items() if spans}
    for day, spans in weekly.items():
        if day not in map(str, range(7)) or len(spans) > MOST_SPANS:
            raise WrongInput(_("Write hours like 08:00-16:00."), field="weekly")
        for since, until in spans:
            if not is_time(since) or not (is_time(until) or until == "24:00") or since == until:
                raise WrongInput(_("Write hours like 08:00-16:00."), field=f"day-{day}")
    if not weekly:
        raise WrongInput(_("Say for at least one day when it is."), field="day-0")
    people = sorted(set(given.people))
    staff = Person.objects.filter(pk__in=people, is_active=True).exclude(role=Role.REQUESTER)
    if people and staff.count() != len(people):
        raise WrongInput(_("Choose from what is offered."), field="people")
    if given.team is not None and not Team.objects.filter(pk=given.team).exists():
        raise WrongInput(_("Choose a team."), field="team")
    if given.team is None and not people:
        raise WrongInput(_("Whose shift is it? Choose a team or people."), field="team")
    with transaction.atomic():
        kept = Shift() if shift is None else Shift.objects.select_for_update().filter(pk=shift).first()
        if kept is None:
            raise NotThere(_("Somebody has deleted this shift."))
        if shift is None and Shift.objects.count() >= MOST:
            raise WrongInput(_("At most %(most)s shifts.") % {"most": MOST}, field="name")
        kept.name, kept.zone, kept.weekly, kept.active = name, given.zone, weekly, given.active
        kept.team_id, kept.people = given.team, people
        kept.save()
        audit(actor=actor, kind="shift.saved", shift=kept.pk, name=name)
    return kept


def remove_shift(*, actor: Person, shift: int) -> None:
    """Delete a shift. Raises NotAllowed, NotThere."""
    require_lead(actor)
    with transaction.atomic():
        kept = Shift.objects.select_for_update().filter(pk=shift).first()
        if kept is None:
            raise NotThere(_("Somebody has deleted this shift."))
        audit(actor=actor, kind="shift.removed", shift=kept.pk, name=kept.name)
        kept.delete()


def set_capacities(*, actor: Person, points: Mapping[int, int | None]) -> None:
    """How much these agents (ids) may have at most, where that differs from what a row says; None: as the row says.

    Raises NotAllowed, WrongInput.
    """
    require_lead(actor)
    if any(one is not None and not 0 <= one <= 1000 for one in points.values()):
        raise WrongInput(_("Between 0 and 1000 points, or empty."), field="points")
    staff = set(Person.objects.filter(pk__in=points).exclude(role=Role.REQUESTER).values_list("pk", flat=True))
    with transaction.atomic():
        Capacity.objects.filter(person__in=[one for one in staff if points[one] is None]).delete()
        for person in sorted(staff):
            if (most := points[person]) is not None:
                Capacity.objects.update_or_create(person_id=person, defaults={"points": most})
        audit(actor=actor, kind="capacity.changed", count=len(staff))
