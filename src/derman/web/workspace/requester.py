"""The requester at a glance, beside the ticket: what the desk knows of them, so that nobody is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.people.queries import notes_about
from derman.runbooks.queries.reading import trees_of
from derman.runbooks.tree import said as in_words
from derman.surveys.queries import of_requester
from derman.tickets import queries
from derman.web import markup, moments
from derman.web.portal.rating import TONES, rating_line, scores
from derman.web.signed_in import Agent
from derman.web.workspace import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from derman.tickets.models import Event, Ticket

COMMENTS = 3


def requester_screen(reader: Agent, ticket: Ticket) -> dict[str, Any]:
    """All that the panel shows of a ticket's requester. 8 statements at most."""
    person = ticket.requester
    asked = queries.asked_by(reader, person.pk)
    search = urlencode({"q": f'requester:"{person.email or person.name}"'})
    return {
        "number": ticket.pk,
        "url": reverse("workspace:requester", args=[ticket.pk]),
        "face": markup.avatar(person.pk, person.initials),
        "name": person.name or person.email,
        "about": " · ".join(filter(None, (person.title, str(person.organisation or ""), person.email, person.phone))),
        "open": asked.open,
        "all": asked.all,
        "more": asked.more,
        "channels": [words.chip(f"{words.CHANNELS[code]} · {count}") for code, count in asked.channels.items()],
        "tickets": [_ticket(one, ticket.pk) for one in asked.tickets],
        "hidden": asked.more or asked.all > len(asked.tickets),
        "search": f"{reverse('workspace:search')}?{search}",
        "said": [_said(one) for one in asked.said],
        "tried": _tried(asked.tried),
        "ratings": _ratings(reader, person.pk),
        "notes": [_note(one, reader) for one in notes_about(reader, person.pk)],
    }


def _ticket(one: Any, current: int) -> dict[str, Any]:
    return {
        "number": str(one.pk),
        "url": reverse("workspace:ticket", args=[one.pk]),
        "subject": one.subject,
        "status_chip": words.status_chip(one),
        "time": markup.time_ago(one.updated_at),
        "is_current": one.pk == current,
    }


def _said(message: Any) -> dict[str, Any]:
    author = message.author
    return {
        "number": str(message.ticket_id),
        "url": f"{reverse('workspace:ticket', args=[message.ticket_id])}#m{message.pk}",
        "who": (author.name or author.email) if author else _("The desk"),
        "channel": words.channel_chip(message),
        "time": markup.time_short(message.created_at),
        "text": Truncator(" ".join(message.text.split())).chars(160),
    }


def _tried(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What they searched, read and walked before they wrote, and guided fixes that were walked with them."""
    rows = list(events)
    trees = trees_of(event.details["version"] for event in rows if "version" in event.details)
    found = []
    for event in rows:
        made = {"number": str(event.ticket_id), "time": markup.time_short(event.at)}
        made["url"] = reverse("workspace:ticket", args=[event.ticket_id])
        if event.kind == "requester.tried":
            read = ", ".join(one[2] for one in event.details["opened"])
            searched = ", ".join(event.details["searched"])
            made["words"] = (
                _("Read: %(titles)s") % {"titles": read} if read else _("Searched: %(words)s") % {"words": searched}
            )
            made["icon"] = markup.icon("book" if read else "search")
        else:
            tree = trees.get(event.details["version"])
            title = in_words(tree.titles, get_language() or "en")[0] if tree else _("a guided fix that was removed")
            solved = event.details.get("result") == "solved"
            made["words"] = (
                _("Guided fix, solved: %(title)s") % {"title": title}
                if solved
                else _("Guided fix, not solved: %(title)s") % {"title": title}
            )
            made["icon"] = markup.icon("steps")
        found.append(made)
    return found


def _ratings(reader: Agent, person: int) -> dict[str, Any]:
    rows = of_requester(reader, person)
    counts = {score: sum(row.score == score for row in rows) for score, _words in scores()}
    said = [(row.ticket_id, rating_line(row)) for row in rows if row.comment][:COMMENTS]
    return {
        "counts": [words.chip(f"{name} · {counts[score]}", TONES[score]) for score, name in scores() if counts[score]],
        "comments": [{"number": number, "line": line} for number, line in said],
    }


def _note(row: Any, reader: Agent) -> dict[str, Any]:
    author = row.author
    return {
        "pk": str(row.pk),
        "text": row.text,
        "who": author.name if author else _("somebody who was removed"),
        "day": moments.day(row.created_at),
        "can_go": row.author_id == reader.pk or reader.is_lead,
    }
