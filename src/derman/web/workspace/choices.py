"""What the menus of the details offer, fetched when one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.people import queries as people
from derman.tickets import queries
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace import words

Choice = dict[str, Any]


def _choice(name: str, value: Any, word: Any, *, current: bool = False, face: Any = "", beside: Any = "") -> Choice:
    return {"name": name, "value": str(value), "word": word, "current": current, "face": face, "beside": beside}


def _assignees(reader: Agent, ticket: Any) -> list[Choice]:
    """Oneself first, then who can have it; away people say so."""
    found = sorted(people.assignable(reader, ticket.team_id), key=lambda person: person.pk != reader.pk)
    made = [
        _choice(
            "assignee",
            person.pk,
            _("%(name)s (you)") % {"name": person.name} if person.pk == reader.pk else person.name,
            current=person.pk == ticket.assignee_id,
            face=markup.avatar(person.pk, person.initials, "avatar--sm", "" if person.available else "away"),
            beside="" if person.available else _("away"),
        )
        for person in found
    ]
    if ticket.assignee_id is not None:
        nobody = markup.avatar(None, "–", "avatar--sm avatar--none")
        made.append(_choice("assignee", "", _("Nobody: back into the queue"), face=nobody))
    return made


def _watchers(reader: Agent, ticket: Any) -> list[Choice]:
    """Who can be told of it and is not yet."""
    return [
        _choice("watch", person.pk, person.name, face=markup.avatar(person.pk, person.initials, "avatar--sm"))
        for person in people.assignable(reader, ticket.team_id)
        if person.pk not in ticket.watchers
    ]


def _teams(reader: Agent, ticket: Any) -> list[Choice]:
    return [
        _choice(
            "team",
            team.pk,
            team.name,
            current=team.pk == ticket.team_id,
            face=markup.icon("lock" if team.closed else "users"),
            beside=f"L{team.tier}",
        )
        for team in people.teams(reader)
    ]


def _priorities(reader: Agent, ticket: Any) -> list[Choice]:
    """By impact and urgency through the desk's matrix, or outright."""
    matrix = queries.matrix()
    codes = dict(enumerate(words.PRIORITIES, start=1))
    made: list[Choice] = [{"heading": _("Priority")}]
    made += [
        _choice(
            "priority",
            code,
            word,
            current=ticket.impact is None and codes[ticket.priority] == code,
            face=markup.icon("flag"),
        )
        for code, word in words.PRIORITIES.items()
    ]
    made.append({"heading": _("Impact × urgency")})
    made += [
        _choice(
            "matrix",
            f"{impact},{urgency}",
            f"{words.DEGREES[impact]} × {words.DEGREES[urgency]}",
            current=(ticket.impact, ticket.urgency) == (impact, urgency),
            beside=words.PRIORITIES[codes[matrix[impact, urgency]]],
        )
        for impact in words.DEGREES
        for urgency in words.DEGREES
        if (impact, urgency) in matrix
    ]
    return made


def _categories(reader: Agent, ticket: Any) -> list[Choice]:
    made = [
        _choice(
            "category",
            row.pk,
            f"{'  ' * depth}{row.name}",
            current=row.pk == ticket.category_id,
            face=markup.icon("category"),
        )
        for row, depth in queries.categories()
    ]
    return [*made, _choice("category", "", _("none"))] if ticket.category_id else made


def _kinds(reader: Agent, ticket: Any) -> list[Choice]:
    return [_choice("kind", code, word, current=ticket.kind == code) for code, word in words.KINDS.items()]


def _nothing(reader: Agent, ticket: Any) -> list[Choice]:
    return []


# field → its choices, the name under which a typed word is sent, what to say where there are none
FIELDS: dict[str, tuple[Callable[[Agent, Any], list[Choice]], str, Any]] = {
    "assignee": (_assignees, "", gettext_lazy("Nobody can be given this ticket.")),
    "team": (_teams, "", gettext_lazy("There are no teams yet. An administrator adds them in the settings.")),
    "priority": (_priorities, "", ""),
    "category": (
        _categories,
        "",
        gettext_lazy("There are no categories yet. An administrator adds them in the settings."),
    ),
    "kind": (_kinds, "", ""),
    "watchers": (_watchers, "", gettext_lazy("Everybody who may see it watches it already.")),
    "tags": (_nothing, "tag", gettext_lazy("Type a tag and press Enter.")),
    "followers": (_nothing, "follower", gettext_lazy("Type an e-mail address and press Enter.")),
}
FILTERED = 7  # from so many choices on, a field narrows them


def choices_of(reader: Agent, ticket: Any, field: str) -> dict[str, Any]:
    """What one menu shows. 1 or 2 statements."""
    make, free, none = FIELDS[field]
    made = make(reader, ticket)
    return {"choices": made, "filters": len(made) >= FILTERED, "free": free, "none": none}
