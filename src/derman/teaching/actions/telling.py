"""News about software and tips of the day: written, published, taken away and brought back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.kernel import clock
from derman.knowledge.access import seen_at_desk as articles_at_desk
from derman.people.access import teams_visible_to
from derman.people.models import Person
from derman.teaching.access import news_at_desk, tips_at_desk
from derman.teaching.actions.locking import LARGEST, locked_of, require_writer
from derman.teaching.errors import NotAllowed, WrongInput
from derman.teaching.models import Audience, News, Practice, Tip
from derman.teaching.words import software_of, texts_of, titles_of, today

LONGEST_TIP = 600
MOST_TIPS = 500
_UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsGiven:
    """What is to be set of a piece of news; what is left out stays as it is, or as it begins."""

    software: str = field(default=_UNCHANGED)
    titles: object = field(default=_UNCHANGED)
    texts: object = field(default=_UNCHANGED)
    audience: str = field(default=_UNCHANGED)
    team: int | None = field(default=_UNCHANGED)
    article: int | None = field(default=_UNCHANGED)
    published_at: datetime | None = field(default=_UNCHANGED)
    until: date | None = field(default=_UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TipGiven:
    """The same of a tip."""

    texts: object = field(default=_UNCHANGED)
    audience: str = field(default=_UNCHANGED)
    team: int | None = field(default=_UNCHANGED)
    article: int | None = field(default=_UNCHANGED)


def save_news(*, actor: Person, given: NewsGiven, news: int | None = None, revision: int | None = None) -> News:
    """A new piece of news, or a changed one. Raises NotAllowed, NotFound, Overtaken, WrongInput."""
    require_writer(actor)
    with transaction.atomic():
        row = News(written_by=actor) if news is None else locked_of(news_at_desk(actor), news, revision=revision)
        if given.software is not _UNCHANGED:
            row.software = software_of(given.software)
        if not row.software:
            raise WrongInput(_("Say which software it is about."), field="software")
        if given.titles is not _UNCHANGED or not row.titles:
            row.titles = titles_of(None if given.titles is _UNCHANGED else given.titles, field="titles")
        if given.texts is not _UNCHANGED:
            row.texts = texts_of(given.texts, field="texts")
        _address(actor, row, given)
        if given.published_at is not _UNCHANGED:
            row.published_at = given.published_at
        if given.until is not _UNCHANGED:
            if given.until is not None and given.until < today() and given.until != row.until:
                raise WrongInput(_("Choose a day from today on."), field="until")
            row.until = given.until
        return _kept(row)


def save_tip(*, actor: Person, given: TipGiven, tip: int | None = None, revision: int | None = None) -> Tip:
    """A new tip, or a changed one. Raises NotAllowed, NotFound, Overtaken, WrongInput."""
    require_writer(actor)
    with transaction.atomic():
        row = Tip(written_by=actor) if tip is None else locked_of(tips_at_desk(actor), tip, revision=revision)
        if given.texts is not _UNCHANGED or not row.texts:
            row.texts = texts_of(None if given.texts is _UNCHANGED else given.texts, field="texts", longest=LONGEST_TIP)
        if not row.texts:
            raise WrongInput(_("Write it in one language at least."), field="texts")
        if tip is None and Tip.objects.filter(removed_at=None).count() >= MOST_TIPS:
            raise WrongInput(_("There are %(most)s tips already. Delete some first.") % {"most": MOST_TIPS})
        _address(actor, row, given)
        return _kept(row)


def _kept[R: (News, Tip)](row: R) -> R:
    if row.pk is not None:
        row.revision += 1
    row.save()
    return row


def _address(actor: Person, row: News | Tip, given: NewsGiven | TipGiven) -> None:
    """Who reads it, and to which article it leads."""
    if given.audience is not _UNCHANGED:
        if given.audience not in Audience.values:
            raise WrongInput(_("There is no such audience."), field="audience")
        row.audience = given.audience
    if given.team is not _UNCHANGED:
        if given.team is not None and not (
            0 < given.team < LARGEST and teams_visible_to(actor).filter(pk=given.team).exists()
        ):
            raise WrongInput(_("There is no such team."), field="team")
        row.team_id = given.team
    if row.audience != Audience.TEAM:
        row.team_id = None
    elif row.team_id is None:
        raise WrongInput(_("Choose the team that reads it."), field="team")
    if given.article is not _UNCHANGED:
        known = articles_at_desk(actor).filter(removed_at=None)
        if given.article is not None and not (0 < given.article < LARGEST and known.filter(pk=given.article).exists()):
            raise WrongInput(_("There is no such article."), field="article")
        row.article_id = given.article


def remove_news(*, actor: Person, news: int) -> News:
    """Out of sight; it can be brought back. Raises NotFound, NotAllowed."""
    require_writer(actor)
    with transaction.atomic():
        row = locked_of(news_at_desk(actor), news)
        row.removed_at = clock.now()
        return _kept(row)


def bring_news_back(*, actor: Person, news: int) -> News:
    """The opposite of `remove_news`."""
    require_writer(actor)
    with transaction.atomic():
        row = locked_of(news_at_desk(actor), news, removed=True)
        row.removed_at = None
        return _kept(row)


def remove_tip(*, actor: Person, tip: int) -> Tip:
    """Out of sight; it can be brought back. Raises NotFound, NotAllowed."""
    require_writer(actor)
    with transaction.atomic():
        row = locked_of(tips_at_desk(actor), tip)
        row.removed_at = clock.now()
        return _kept(row)


def bring_tip_back(*, actor: Person, tip: int) -> Tip:
    """The opposite of `remove_tip`."""
    require_writer(actor)
    with transaction.atomic():
        row = locked_of(tips_at_desk(actor), tip, removed=True)
        row.removed_at = None
        return _kept(row)


def set_practice(*, actor: Person | None, tip_of_the_day: bool) -> Practice:
    """Whether the portal shows a tip of the day; for administrators, None is the desk itself. Raises NotAllowed."""
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        row, _made = Practice.objects.update_or_create(pk=1, defaults={"tip_of_the_day": tip_of_the_day})
        audit(actor=actor, kind="tips.shown" if tip_of_the_day else "tips.hidden")
    return row
