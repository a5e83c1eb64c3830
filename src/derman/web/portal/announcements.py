"""Announcements made ready for the templates of the portal and of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from derman.announcements.actions import UNDO
from derman.announcements.words import as_html
from derman.kernel import clock, html
from derman.kernel.texts import in_language, spoken
from derman.web import markup

if TYPE_CHECKING:
    from derman.announcements.models import Announcement, Update

STATES: Mapping[str, Any] = {
    "investigating": pgettext_lazy("outage", "Being looked into"),
    "cause_known": pgettext_lazy("outage", "The cause is known"),
    "being_fixed": pgettext_lazy("outage", "Being fixed"),
    "watched": pgettext_lazy("outage", "Fixed, being watched"),
    "over": pgettext_lazy("outage", "Over"),
}
_TONES = {"investigating": "urgent", "cause_known": "warn", "being_fixed": "warn", "watched": "good", "over": "good"}
_AUDIENCES: Mapping[str, Any] = {
    "everyone": gettext_lazy("Everyone, also without signing in"),
    "signed_in": gettext_lazy("Whoever is signed in"),
    "agents": gettext_lazy("Agents"),
    "team": gettext_lazy("One team"),
}
EXCERPT = 240


def words_of_audience(code: str) -> str:
    """Who sees it."""
    return str(_AUDIENCES.get(code, code))


@dataclass(frozen=True, slots=True)
class StateWords:
    """How an announcement stands, in words and colour."""

    words: str
    tone: str


def words_of_state(row: Announcement) -> StateWords:
    """For lists of the desk: a draft, planned, past, or how far an outage is."""
    now = clock.now()
    if row.published_at is None:
        return StateWords(_("Draft"), "")
    if row.published_at > now:
        return StateWords(_("Planned"), "info")
    if row.until is not None and row.until <= now:
        return StateWords(_("Past"), "")
    if row.is_outage:
        return StateWords(str(STATES[row.state]), _TONES[row.state])
    return StateWords(_("Published"), "good")


@dataclass(frozen=True, slots=True)
class Shown:
    """An announcement for its readers."""

    pk: int
    title: str
    lang: str
    text: str  # plain and short: of an outage what was told last
    text_lang: str
    is_outage: bool
    is_over: bool
    can_be_said: bool  # “this affects me too”
    state: str
    tone: str
    affected: int
    affects: bool
    at: datetime | None


def shown_of(row: Announcement) -> Shown:
    """One; with `affects` and `news` where the question gave them."""
    news = getattr(row, "news", None) or {}
    said = news if in_language(news) else row.texts
    return Shown(
        pk=row.pk,
        title=row.title,
        lang=row.lang,
        text=plain(in_language(said)),
        text_lang=spoken(said),
        is_outage=row.is_outage,
        is_over=row.is_over,
        can_be_said=row.is_outage and not row.is_over and row.is_shown(clock.now()),
        state=str(STATES.get(row.state, "")),
        tone=_TONES.get(row.state, "info"),
        affected=row.affected,
        affects=bool(getattr(row, "affects", False)),
        at=row.published_at,
    )


def plain(text: str) -> str:
    """The beginning of a Markdown text, without its marks."""
    words = " ".join(html.to_text(as_html(text)).split())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"


def rich(text: str) -> SafeString:
    """Markdown of the desk as safe HTML."""
    return markup.cleaned(as_html(text))


@dataclass(frozen=True, slots=True)
class ToldLine:
    """An update in the list of an outage."""

    pk: int
    state: str
    tone: str
    at: datetime
    body: SafeString
    lang: str
    by: str  # for the desk
    told_at: datetime | None
    can_be_taken_back: bool


def told_of(updates: Sequence[Update]) -> list[ToldLine]:
    """What was told of an outage, the latest first."""
    latest = updates[0].pk if updates else 0
    now = clock.now()
    return [
        ToldLine(
            pk=one.pk,
            state=str(STATES[one.state]),
            tone=_TONES[one.state],
            at=one.at,
            body=rich(one.text),
            lang=one.lang,
            by=str(one.by) if one.by is not None else "",
            told_at=one.told_at,
            can_be_taken_back=one.pk == latest and one.told_at is None and one.at + UNDO > now,
        )
        for one in updates
    ]
