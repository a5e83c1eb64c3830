"""A policy as a person or a program gives it, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from derman.catalogue.models import Service
from derman.desk.models import Calendar
from derman.people.models import Organisation, Team
from derman.sla.errors import WrongInput
from derman.sla.models import Target
from derman.sla.telling import ROLES
from derman.tickets.models import PRIORITY_CODES, Category, Kind, WaitingFor

LONGEST = 366 * 24 * 3600  # seconds of a promise
SHORTEST = 60
MOST_RUNGS = 20
MOST_ASKED = 200  # teams, categories … that one policy names


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a policy says; see sla.models.Policy for the meaning of each."""

    name: str
    targets: Mapping[str, Mapping[str, Any]]
    active: bool = True
    kinds: Sequence[str] = ()
    organisations: Sequence[int] = ()
    services: Sequence[int] = ()
    teams: Sequence[int] = ()
    categories: Sequence[int] = ()
    calendar: int | None = None
    pauses: Sequence[str] = (WaitingFor.REQUESTER.value, WaitingFor.APPROVAL.value)
    warnings: Sequence[int] = (75, 90)
    ladder: Sequence[Mapping[str, Any]] = field(default_factory=list)
    stays: Mapping[int, int] = field(default_factory=dict)  # team → seconds until it has handed a ticket on


def checked(given: Given) -> dict[str, Any]:
    """The columns of a policy. Raises WrongInput that names the field."""
    name = " ".join(given.name.split())
    if not name:
        raise WrongInput(_("Give the policy a name."), field="name")
    if len(name) > 80:
        raise WrongInput(_("At most %(most)s letters.") % {"most": 80}, field="name")
    return {
        "name": name,
        "active": given.active,
        "targets": _targets(given.targets),
        "kinds": _among(given.kinds, Kind.values, "kinds"),
        "organisations": _known(given.organisations, Organisation, "organisations"),
        "services": _known(given.services, Service, "services"),
        "teams": _known(given.teams, Team, "teams"),
        "categories": _known(given.categories, Category, "categories"),
        "calendar": _calendar(given.calendar),
        "pauses": _among(given.pauses, WaitingFor.values, "pauses"),
        "warnings": _warnings(given.warnings),
        "ladder": _ladder(given.ladder, given.warnings),
        "stays": _stays(given.stays),
    }


def _stays(given: Mapping[int, int]) -> dict[str, int]:
    stays = {int(team): seconds for team, seconds in given.items() if seconds}
    _known(list(stays), Team, "stays")
    for team, seconds in stays.items():
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not SHORTEST <= seconds <= LONGEST:
            raise WrongInput(_("Promise between one minute and one year."), field=f"stay-{team}")
    return {str(team): seconds for team, seconds in stays.items()}


def _targets(given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    targets: dict[str, dict[str, Any]] = {}
    for priority, promised in given.items():
        if priority not in PRIORITY_CODES.values():
            raise WrongInput(_("A priority is critical, high, normal or low."), field="targets")
        line: dict[str, Any] = {}
        for target, value in promised.items():
            if target == "always":
                if value:
                    line["always"] = True
                continue
            if target not in Target.values or target == Target.TEAM:
                raise WrongInput(_("There is no such promise: %(name)s.") % {"name": target}, field="targets")
            if value in (None, 0):
                continue
            if not isinstance(value, int) or isinstance(value, bool) or not SHORTEST <= value <= LONGEST:
                raise WrongInput(_("Promise between one minute and one year."), field=f"{priority}-{target}")
            line[str(target)] = value
        first, solved = line.get(Target.FIRST_RESPONSE), line.get(Target.RESOLUTION)
        if first and solved and first > solved:
            said = _("The first response cannot be promised later than the solution.")
            raise WrongInput(said, field=f"{priority}-{Target.FIRST_RESPONSE}")
        if line.keys() - {"always"}:
            targets[priority] = line
    if not targets:
        raise WrongInput(_("Promise something: fill in at least one time."), field="targets")
    return targets


def _warnings(given: Sequence[int]) -> list[int]:
    if len(given) > 2 or list(given) != sorted(set(given)) or any(not 1 <= percent <= 99 for percent in given):
        raise WrongInput(_("Two warnings at most, between 1 and 99 percent, the earlier one first."), field="warnings")
    return list(given)


def _ladder(given: Sequence[Mapping[str, Any]], warnings: Sequence[int]) -> list[dict[str, Any]]:
    rungs: list[dict[str, Any]] = []
    places = ("soon", "sooner")[: len(warnings)]
    for rung in given:
        at, after, tell = rung.get("at"), rung.get("after", 0), rung.get("tell", ())
        if at not in (*places, "late"):
            raise WrongInput(_("There is no such step to tell somebody at."), field="ladder")
        if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after <= LONGEST:
            raise WrongInput(_("A step comes at most one year later."), field="ladder")
        if after and at != "late":
            raise WrongInput(_("Only what is late has later steps."), field="ladder")
        roles = _among(tell, ROLES, "ladder")
        if roles:
            rungs.append({"at": at, "after": after, "tell": roles})
    if len(rungs) > MOST_RUNGS:
        raise WrongInput(_("At most %(most)s steps.") % {"most": MOST_RUNGS}, field="ladder")
    return rungs


def _among(given: Sequence[str], known: Sequence[str], field: str) -> list[str]:
    if any(one not in known for one in given):
        raise WrongInput(_("Choose from what is offered."), field=field)
    return list(dict.fromkeys(given))


def _known(given: Sequence[int], model: Any, field: str) -> list[int]:
    """1 statement; none for none."""
    if not given:
        return []
    wanted = set(given)
    if len(wanted) > MOST_ASKED or model.objects.filter(pk__in=wanted).count() != len(wanted):
        raise WrongInput(_("Choose from what is offered."), field=field)
    return sorted(wanted)


def _calendar(key: int | None) -> Calendar | None:
    if key is None:
        return None
    found = Calendar.objects.filter(pk=key).first()
    if found is None:
        raise WrongInput(_("There is no such calendar."), field="calendar")
    return found
