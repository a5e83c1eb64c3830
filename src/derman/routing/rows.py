"""A row of the routing table: for which tickets it is, to which team they go, and how they find their agent there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from derman.assets.models import Kind as Asset
from derman.routing.errors import WrongInput
from derman.routing.words import words_in
from derman.tickets.models import PRIORITY_OF, Channel, Kind

MOST_ROWS, MOST_VALUES, LONGEST = 200, 200, 120
LEVELS = (1, 2, 3)
GIVES = ("team", "pull", "push")  # as the team does; agents take; the desk gives
DUTIES = ("available", "working")  # everybody who is available; of these, whoever works at this hour
HOURS = ("", "open", "closed")

_IDS = ("mailboxes", "categories", "services", "organisations")
_CODES: Mapping[str, Sequence[str]] = {
    "channels": [code.value for code in Channel],
    "kinds": [code.value for code in Kind],
    "priorities": list(PRIORITY_OF),
    "languages": ["en", "tr"],
    "asset_kinds": list(Asset.values),
}
_TEXTS = ("places", "assets", "words")
CONDITIONS = (*_IDS, *_CODES, *_TEXTS, "days", "hours", "since", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """For which tickets a row is. What is empty holds for all; of what is not, one value must fit."""

    mailboxes: list[int] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    categories: list[int] = field(default_factory=list)  # and what lies below them
    services: list[int] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # words in the place of the requester
    asset_kinds: list[str] = field(default_factory=list)  # of an asset that the ticket names by its number
    assets: list[str] = field(default_factory=list)  # words in name, number or place of such an asset
    words: list[str] = field(default_factory=list)  # in subject or text
    days: list[int] = field(default_factory=list)  # Monday is 0, by the desk's zone
    hours: str = ""  # open or closed, by the desk's business hours
    since: str = ""  # 22:00, by the desk's zone
    until: str = ""  # 06:00; before `since`: over midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, as it is kept."""

    id: str
    name: str
    active: bool = True
    when: When = field(default_factory=When)
    team: int
    gives: str = "team"
    skill: int | None = None  # without it nobody is given the ticket; none: that of the category, preferred
    level: int = 1
    capacity: int | None = None  # who has so much work is given no more
    last_agent: bool = False  # whoever helped this requester last comes first
    duty: str = "available"

    def kept(self) -> dict[str, Any]:
        """As JSON, without what is empty."""
        made = asdict(self)
        made["when"] = {name: value for name, value in made["when"].items() if value not in ([], "")}
        return made


def row_of(kept: Mapping[str, Any]) -> Row:
    """A row from what is kept; what a later version of the program wrote is left out."""
    when = {name: value for name, value in kept.get("when", {}).items() if name in When.__dataclass_fields__}
    rest = {name: value for name, value in kept.items() if name in Row.__dataclass_fields__ and name != "when"}
    return Row(**rest, when=When(**when))


def new_id() -> str:
    """For a row that is not there yet."""
    return secrets.token_hex(4)


def checked(given: Row) -> Row:
    """The same as it is kept. Raises WrongInput with the field."""
    name = " ".join(given.name.replace("\0", "").split())[:80]
    if not name:
        raise WrongInput(_("A row needs a name: it stands on the ticket as the reason."), field="name")
    if given.gives not in GIVES or given.duty not in DUTIES or given.when.hours not in HOURS:
        raise WrongInput(_("Choose from what is offered."), field="gives")
    if given.level not in LEVELS:
        raise WrongInput(_("Choose from what is offered."), field="level")
    if given.capacity is not None and not 1 <= given.capacity <= 1000:
        raise WrongInput(_("Between 1 and 1000 points, or empty."), field="capacity")
    when = _checked_when(given.when)
    return Row(
        id=given.id or new_id(),
        name=name,
        active=given.active,
        when=when,
        team=given.team,
        gives=given.gives,
        skill=given.skill,
        level=given.level,
        capacity=given.capacity,
        last_agent=given.last_agent,
        duty=given.duty,
    )


def _checked_when(given: When) -> When:
    made: dict[str, Any] = {}
    for name in CONDITIONS:
        value = getattr(given, name)
        if isinstance(value, list) and len(value) > MOST_VALUES:
            raise WrongInput(_("At most %(most)s values.") % {"most": MOST_VALUES}, field=name)
        made[name] = value
    for name in _IDS:
        made[name] = sorted({int(one) for one in made[name]})
    for name, codes in _CODES.items():
        if any(one not in codes for one in made[name]):
            raise WrongInput(_("Choose from what is offered."), field=name)
    for name in _TEXTS:
        made[name] = list(dict.fromkeys(" ".join(one.replace("\0", "").split())[:LONGEST] for one in made[name]))
        if any(not words_in(one).strip() for one in made[name]):
            raise WrongInput(_("Write words, separated by commas."), field=name)
    if any(day not in range(7) for day in made["days"]):
        raise WrongInput(_("Choose from what is offered."), field="days")
    made["days"] = sorted(set(made["days"]))
    for name in ("since", "until"):
        if made[name] and not is_time(made[name]):
            raise WrongInput(_("Write a time like 22:00."), field=name)
    if bool(made["since"]) != bool(made["until"]) or (made["since"] and made["since"] == made["until"]):
        raise WrongInput(_("From and until are both needed, and differ."), field="until")
    return When(**made)


def is_time(text: str) -> bool:
    """Is this the time of a day, like 22:00?"""
    hour, colon, minute = text.partition(":")
    digits = hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit()
    return bool(colon) and digits and len(hour) == len(minute) == 2 and int(hour) < 24 and int(minute) < 60
