"""The places in a text for what differs from ticket to ticket: {{requester.name}}, {{ticket.number}} …"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.tickets.models import Ticket

# name of the variable → what stands there
VARIABLES: Mapping[str, Promise] = {
    "requester.name": _("the requester's name"),
    "requester.first_name": _("the requester's first name"),
    "ticket.number": _("the number of the ticket"),
    "ticket.subject": _("the subject of the ticket"),
    "ticket.link": _("the address of the ticket for its requester"),
    "agent.name": _("your name"),
    "desk.name": _("the name of the desk"),
}
# the composer looks for the same before sending (frontend/js/doubts.js)
_PLACE = re.compile(r"\{\{[ \t]*([^{}\n]{1,60}?)[ \t]*\}\}")


def unknown_in(text: str) -> list[str]:
    """The names in places that mean nothing to the desk, each once, as written."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in VARIABLES))


def places_in(text: str) -> list[str]:
    """The names in all places that stand in a text, each once."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its places filled, and the names of those for which there is no value: they stay as they are.

    What is filled in is not read again: a subject that holds “{{agent.name}}” stays that subject.
    """
    missing: dict[str, None] = {}

    def value(place: re.Match[str]) -> str:
        known = " ".join(values.get(place[1], "").split())
        if not known:
            missing[place[1]] = None
        return known or place[0]

    return _PLACE.sub(value, text), list(missing)


def values_for(ticket: Ticket, actor: Person) -> dict[str, str]:
    """What stands in the places of a text that `actor` writes on a ticket; empty where nothing is known."""
    requester = ticket.requester
    # whoever is known by an address alone is not called by it
    nameless = "@" in requester.name or requester.name == requester.email.partition("@")[0]
    name = "" if nameless else requester.name
    return {
        "requester.name": name,
        "requester.first_name": name.split()[0] if name.split() else "",
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "ticket.link": f"{settings.DERMAN_PORTAL_URL}/requests/{ticket.pk}/",
        "agent.name": actor.name,
        "desk.name": the_desk().name,
    }
