"""Articles made ready for the templates of the portal and of the desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from derman.knowledge.contents import Heading, excerpt, readable
from derman.web import markup

if TYPE_CHECKING:
    from derman.knowledge.models import Category, Translation, Version
    from derman.search.queries import AnswerHit

_BOX = "<div data-callout="
COOKIE = "derman_reader"
COOKIE_AGE = 90 * 24 * 3600
_PLACES = {
    "article": "/kb/",
    "runbook": "/fix/",
    "service": "/services/",
    "outage": "/announcements/",
    "notice": "/announcements/",
}
_ICONS = {"article": "book", "runbook": "steps", "service": "layers", "outage": "warn", "notice": "bell"}
FEW = 3  # below so many opinions, a share of them says nothing


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list."""

    url: str
    title: str
    excerpt: str
    lang: str
    helpful: int
    opinions: int
    category: str


def line_of(found: Translation) -> Line:
    """One article of a list; its live version must be at hand."""
    assert found.live is not None
    category = found.article.category
    return Line(
        url=f"/kb/{found.slug}/",
        title=found.live.title,
        excerpt=excerpt(found.live.text),
        lang=found.lang,
        helpful=found.helpful,
        opinions=told(found.helpful, found.unhelpful),
        category=category.name if category is not None else "",
    )


def told(helpful: int, unhelpful: int) -> int:
    """How many opinions a reader is told of: none where they are few, or most are bad."""
    opinions = helpful + unhelpful
    return opinions if opinions >= FEW and helpful * 2 >= opinions else 0


def lines_of(found: list[Translation]) -> list[Line]:
    """All of a list."""
    return [line_of(one) for one in found]


@dataclass(frozen=True, slots=True)
class Page:
    """An article to be read: its words, its table of contents, how long it takes."""

    title: str
    body: SafeString
    headings: list[Heading]
    minutes: int
    lang: str


def page_of(version: Version, lang: str, *, with_icons: bool = True) -> Page:
    """A version as a page; without icons for pages of other sites, which do not have them."""
    made = readable(version.body)
    # the body was cleaned when it was written; what is added are anchors of plain letters and the names of boxes
    body = _with_named_boxes(made.body, lang, with_icons=with_icons)
    return Page(version.title, markup.cleaned(body), made.headings, made.minutes, lang)


def _with_named_boxes(body: str, lang: str, *, with_icons: bool) -> str:
    """A box says what it is without its colour: by an icon, and by words to those who hear it."""
    if _BOX not in body:
        return body
    with override(lang):
        names = {
            "info": ("info", pgettext("box", "Good to know:")),
            "tip": ("star", pgettext("box", "Tip:")),
            "warning": ("warn", pgettext("box", "Warning:")),
        }
    for kind, (icon, words) in names.items():
        shown = markup.icon(icon, "box-icon") if with_icons else ""
        begins = f'{_BOX}"{kind}">'
        body = body.replace(begins, f'{begins}{shown}<span class="only-read">{escape(words)} </span>')
    return body


def above(category: Category | None, shelves: list[Any]) -> list[Category]:
    """The category of an article and those above it, the highest first; of the shelves that its reader sees."""
    wanted: dict[int, Category] = {}

    def collect(found: list[Any]) -> None:
        for shelf in found:
            wanted[shelf.category.pk] = shelf.category
            collect(shelf.below)

    collect(shelves)
    line: list[Category] = []
    while category is not None and category.pk in wanted:
        line.insert(0, wanted[category.pk])
        category = wanted.get(category.parent_id or 0)
    return line


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same article in another language than the reader's."""

    url: str
    title: SafeString
    lang: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may answer what was asked: an article, a guided fix, a service. The words of the question are marked."""

    url: str
    icon: str
    kind: str  # in words; of an article none
    title: SafeString
    excerpt: SafeString
    lang: str
    helpful: int
    opinions: int
    found_in: Elsewhere | None = None  # where the words stand, in the language that was typed


def answers_of(found: list[AnswerHit]) -> list[Answer]:
    """What the search found, ready for the template."""
    kinds = {
        "article": "",
        "runbook": _("Guided fix"),
        "service": _("Service"),
        "outage": _("Known outage"),
        "notice": _("Announcement"),
    }
    return [
        Answer(
            url=f"{_PLACES[hit.kind]}{hit.slug}/",
            icon=_ICONS[hit.kind],
            kind=kinds[hit.kind],
            title=markup.marked(hit.title),
            excerpt=markup.marked(hit.excerpt),
            lang=hit.lang,
            helpful=hit.helpful,
            opinions=told(hit.helpful, hit.unhelpful),
            found_in=_elsewhere(hit),
        )
        for hit in found
    ]


def _elsewhere(hit: AnswerHit) -> Elsewhere | None:
    other = hit.found_in
    return Elsewhere(f"{_PLACES[hit.kind]}{other.slug}/", markup.marked(other.title), other.lang) if other else None


def browser_of(request: HttpRequest) -> str:
    """What tells this browser from others, where nobody is signed in; empty before its first article."""
    return request.COOKIES.get(COOKIE, "")[:64]


def known_browser(request: HttpRequest) -> str:
    """The same, made where there is none; hand it to `remember` with the answer."""
    return browser_of(request) or secrets.token_urlsafe(18)


def remember(request: HttpRequest, answer: HttpResponse, browser: str) -> None:
    """Have the browser keep what tells it from others, for as long as readings are kept."""
    if not request.user.is_authenticated and browser != request.COOKIES.get(COOKIE):
        secure = settings.DERMAN_URL.startswith("https:")
        answer.set_cookie(COOKIE, browser, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=secure)
