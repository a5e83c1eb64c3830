"""A row of the routing table in words: for which tickets it is, and to whom they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from derman.assets import queries as assets
from derman.catalogue import queries as catalogue
from derman.channels.mail import queries as mail
from derman.people import queries as people
from derman.tickets import queries as tickets
from derman.web.settings.forms.zones import languages
from derman.web.workspace.words import CHANNELS, KINDS, PRIORITIES

if TYPE_CHECKING:
    from derman.catalogue.models import Service
    from derman.channels.mail.models import Mailbox
    from derman.people.models import Person, Skill, Team
    from derman.routing.rows import Row
    from derman.tickets.models import Category


@dataclass(frozen=True)
class Choices:
    """What rows can name, as one person may know it."""

    teams: list[Team]
    skills: list[Skill]
    mailboxes: list[Mailbox]
    services: list[Service]
    organisations: Mapping[int, str]
    tree: list[tuple[Category, int]]


def choices(asker: Person, rows: Iterable[Row]) -> Choices:
    """What these rows and further ones can name; of organisations those that they do. 6 statements."""
    return Choices(
        teams=list(people.teams(asker)),
        skills=people.skills(asker),
        mailboxes=mail.mailboxes(asker),
        services=catalogue.services(asker),
        organisations=people.organisation_names(asker, {one for row in rows for one in row.when.organisations}),
        tree=list(tickets.categories(active_only=False)),
    )


@dataclass(frozen=True)
class Read:
    """A row as it is read."""

    row: Row
    when: list[tuple[Any, str]]  # what is asked, and which values fit
    team: str
    how: list[str]
    changed: bool
    gone: bool  # its team is no longer there


def read(row: Row, given: Choices, *, changed: bool = False) -> Read:
    """Without a statement."""
    teams = {one.pk: one.name for one in given.teams}
    skills = {one.pk: one.name for one in given.skills}
    how = []
    if row.gives == "push":
        how.append(_("the desk gives it out"))
    elif row.gives == "pull":
        how.append(_("agents take it"))
    if row.skill is not None:
        level = {1: _("knows it"), 2: _("good"), 3: _("expert")}[row.level]
        how.append(_("skill %(skill)s (%(level)s)") % {"skill": skills.get(row.skill, "?"), "level": level})
    if row.capacity is not None:
        how.append(_("at most %(points)s points") % {"points": row.capacity})
    if row.last_agent:
        how.append(_("last agent first"))
    if row.duty == "working":
        how.append(_("who works at this hour"))
    return Read(row, _when(row, given), teams.get(row.team, ""), how, changed, row.team not in teams)


def _when(row: Row, given: Choices) -> list[tuple[Any, str]]:
    when = row.when
    named: tuple[tuple[Any, list[Any], Mapping[Any, Any]], ...] = (
        (_("Category"), when.categories, {one.pk: one.name for one, _depth in given.tree}),
        (_("Mailbox"), when.mailboxes, {one.pk: one.address for one in given.mailboxes}),
        (_("Service"), when.services, {one.pk: one.name for one in given.services}),
        (_("Organisation"), when.organisations, given.organisations),
        (_("Language"), when.languages, dict(languages())),
        (_("Channel"), when.channels, CHANNELS),
        (_("Kind"), when.kinds, KINDS),
        (_("Priority"), when.priorities, PRIORITIES),
        (_("Kind of asset"), when.asset_kinds, dict(assets.kinds())),
        (_("Day"), when.days, WEEKDAYS),
    )
    found = [(label, ", ".join(str(names.get(one, "?")) for one in values)) for label, values, names in named if values]
    if when.words:
        found.append((_("Word"), ", ".join(when.words)))
    if when.places:
        found.append((_("Place"), ", ".join(when.places)))
    if when.assets:
        found.append((_("Asset"), ", ".join(when.assets)))
    if when.since:
        found.append((_("Time"), f"{when.since}–{when.until}"))
    if when.hours:
        hours = _("during business hours") if when.hours == "open" else _("outside business hours")
        found.append((_("Hours"), hours))
    return found


CONDITIONS: Mapping[str, Callable[[], str]] = {
    "channel": lambda: _("Channel"),
    "mailbox": lambda: _("Mailbox"),
    "kind": lambda: _("Kind"),
    "priority": lambda: _("Priority"),
    "language": lambda: _("Language"),
    "category": lambda: _("Category"),
    "service": lambda: _("Service"),
    "organisation": lambda: _("Organisation"),
    "day": lambda: _("Day"),
    "time": lambda: _("Time"),
    "hours": lambda: _("Hours"),
    "place": lambda: _("Place"),
    "asset": lambda: _("Asset"),
    "word": lambda: _("Word"),
}


def condition(code: str) -> str:
    """What a condition is called."""
    return CONDITIONS[code]() if code in CONDITIONS else code


def why_not(code: str) -> str:
    """Why somebody is not given a ticket."""
    return {
        "away": _("away today"),
        "unavailable": _("not available"),
        "off_duty": _("does not work at this hour"),
        "skill": _("lacks the skill"),
        "full": _("has no room"),
    }.get(code, "")
