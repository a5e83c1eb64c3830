"""Side conversations: the panel beside the ticket, what its menus show, and its sentences on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.people import queries as people
from derman.tickets import queries
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"aside.begun": "users", "aside.people": "users"}
UNDONE: Mapping[str, Any] = {
    "aside.begun": gettext_lazy("side conversation"),
    "aside.said": gettext_lazy("side conversation"),
    "aside.people": gettext_lazy("people of a side conversation"),
}


def asides_panel(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """Those that the reader may see, each as a line. No statement where there are none; else 3."""
    return [_line(reader, told) for told in queries.asides_of(reader, ticket)]


def _line(reader: Agent, told: Any) -> dict[str, Any]:
    last = told.words[-1] if told.words else None
    return {
        "pk": str(told.aside.pk),
        "title": told.aside.topic or _others(reader, told) or _("Only you"),
        "with": _others(reader, told) if told.aside.topic else "",
        "count": str(len(told.words)),
        "last": " ".join(last.text.split())[:90] if last else "",
        "time": markup.time_ago(last.created_at if last else told.aside.created_at),
    }


def _others(reader: Agent, told: Any) -> str:
    return ", ".join(person.name or person.email for person in told.people if person.pk != reader.pk)


def aside_screen(reader: Agent, ticket: Any, pk: int) -> dict[str, Any]:
    """One of them with all that was said. Raises TicketNotFound."""
    told = queries.aside_of(reader, ticket, pk)
    named = {person.pk for person in told.people}
    return {
        **_line(reader, told),
        "url": f"/desk/tickets/{ticket.pk}/asides/{pk}/",
        "number": str(ticket.pk),
        "is_in": reader.pk in named,
        "people": [
            {
                "face": markup.avatar(person.pk, person.initials, "avatar--sm"),
                "name": _("%(name)s (you)") % {"name": person.name} if person.pk == reader.pk else person.name,
            }
            for person in told.people
        ],
        "words": [
            {
                "pk": str(word.pk),
                "face": markup.avatar(word.author_id, word.author.initials, "avatar--sm"),
                "who": _("You") if word.author_id == reader.pk else word.author.name or word.author.email,
                "text": word.text,
                "time": markup.time_short(word.created_at),
            }
            for word in told.words
        ],
        "unsent": queries.taken_back_aside(reader, ticket, pk),
        "missing": [
            {"pk": str(person.pk), "name": person.name}
            for person in people.assignable(reader, ticket.team_id)
            if person.pk not in named
        ],
    }


def colleagues_for(reader: Agent, ticket: Any) -> dict[str, Any]:
    """Whom one can ask aside: everybody who may see the ticket."""
    found = people.assignable(reader, ticket.team_id)
    return {
        "url": f"/desk/tickets/{ticket.pk}/asides/",
        "unsent": queries.taken_back_aside(reader, ticket, None),
        "people": [
            {
                "pk": str(person.pk),
                "name": person.name or person.email,
                "face": markup.avatar(person.pk, person.initials, "avatar--sm", "" if person.available else "away"),
            }
            for person in found
            if person.pk != reader.pk
        ],
    }


def _begun(teller: Teller, event: Any) -> Sentence:
    named = ", ".join(teller.person(person) for person in event.details.get("people", []))
    return _("Side conversation begun by %(who)s with %(people)s"), {"who": teller.who(event), "people": named}


def _people(teller: Teller, event: Any) -> Sentence:
    before, after = set(event.details["before"]), set(event.details["after"])
    came, left = (", ".join(map(teller.person, sorted(some))) for some in (after - before, before - after))
    if came:
        return _("Brought into a side conversation by %(who)s: %(people)s"), {"who": teller.who(event), "people": came}
    return _("Left a side conversation: %(people)s"), {"people": left}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {"aside.begun": _begun, "aside.people": _people}
