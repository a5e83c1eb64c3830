"""What the help button of another site is told: its words, the desk's colour, and answers as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from derman.announcements import queries as announcements
from derman.knowledge import queries as knowledge
from derman.web import accent
from derman.web.language import only_in
from derman.web.portal import articles
from derman.web.portal.announcements import shown_of

if TYPE_CHECKING:
    from derman.search.excerpts import Passage
    from derman.search.queries import AnswerHit

POPULAR = 4
OUTAGES = 3


def words() -> dict[str, str]:
    """Every text of the button, in the language of the page that it stands on."""
    return {
        "help": _("Help"),
        "title": _("How can we help?"),
        "close": _("Close the help"),
        "back": _("Back"),
        "search": _("Your question"),
        "placeholder": _("Begin to type: the answer is often here."),
        "popular": _("What others look for"),
        "answers": _("Likely answers"),
        "nothing": _("We found no answer to these words."),
        "new_tab": _("opens in a new tab"),
        "whole": _("Open in the portal"),
        "write": _("Write to an agent"),
        "helped": _("Did this help?"),
        "yes": _("Yes"),
        "no": _("No"),
        "thanks": _("Thank you. That helps us to make the article better."),
        "name": _("Your name"),
        "email": _("Your e-mail address"),
        "email_hint": _("The answer comes to it."),
        "subject": _("What is it about?"),
        "text": _("Describe it"),
        "send": _("Send"),
        "sending": _("It is being sent…"),
        "sent": _("We have your request."),
        "answer_to": _("The answer comes to:"),
        "trap": _("Leave this empty"),
        "failed": _("That did not work just now. Please try again in a moment."),
        "loading": _("One moment…"),
    }


def colours(colour: str) -> dict[str, tuple[str, str]]:
    """The desk's colour, each for light and for dark."""
    if not accent.is_colour(colour) or colour == accent.DEFAULT:
        return {}  # the button knows Derman's own
    return accent.tones(colour)


def announced() -> list[dict[str, Any]]:
    """What everybody may know of now. 1 statement."""
    rows = [shown_of(row) for row in announcements.current(None, size=OUTAGES)]
    return [
        {
            "title": one.title,
            "text": one.text,
            "state": one.state,
            "urgent": one.is_outage and not one.is_over,
            "lang": one.lang,
            "url": f"{settings.DERMAN_PORTAL_URL}/announcements/{one.pk}/",
        }
        for one in rows
    ]


def popular(lang: str) -> list[dict[str, Any]]:
    """Articles that others read."""
    lines = articles.lines_of(knowledge.most_read(None, lang)[:POPULAR])
    return [
        {
            "title": [[line.title, False]],
            "lang": line.lang,
            "article": line.url.split("/")[2],
            "url": settings.DERMAN_PORTAL_URL + line.url,
        }
        for line in lines
    ]


def found(hits: Sequence[AnswerHit]) -> list[dict[str, Any]]:
    """Answers; an article is read where it was found, the rest in the portal."""
    return [
        {
            "title": _pieces(hit.title),
            "excerpt": _pieces(hit.excerpt),
            "kind": " · ".join(part for part in (answer.kind, only_in(hit.lang)) if part),
            "lang": hit.lang,
            "article": hit.slug if hit.kind == "article" else "",
            "url": settings.DERMAN_PORTAL_URL + answer.url,
        }
        for hit, answer in zip(hits, articles.answers_of(list(hits)), strict=True)
    ]


def _pieces(found: Passage) -> list[list[Any]]:
    """The text in pieces, each with whether it was looked for: scripts count letters otherwise."""
    pieces: list[list[Any]] = []
    last = 0
    for start, end in found.marks:
        pieces += [[found.text[last:start], False], [found.text[start:end], True]]
        last = end
    return [piece for piece in [*pieces, [found.text[last:], False]] if piece[0]]
