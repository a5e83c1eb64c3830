"""News about software and tips: read, write, take away; the tip of the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID, Given, Moment, Reference, Text
from derman.api.learning_shapes import ArticleReference, Texts, article_called, expect, state_of
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem
from derman.api.shapes import Named, answer, named, utc
from derman.desk.queries import the_desk
from derman.teaching import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.teaching.queries import Told

router = Router(tags=["News and tips"])
Key = Annotated[int, Path(ge=1, le=LARGEST_ID)]
AudienceCode = Literal["everyone", "signed_in", "agents", "team"]


class _Shape(Schema):
    """`article` is a slug, null where there is none or the caller may not read it."""

    id: int
    texts: dict[str, str] = Field(description="Markdown.")
    audience: str
    team: Named | None
    article: str | None


class NewsShape(_Shape):
    """What is new about a piece of software."""

    software: str
    titles: dict[str, str]
    published_at: datetime | None = Field(description="Null: a draft; later than now: from then on.")
    until: date | None = Field(description="The last day.")


class TipShape(_Shape):
    """A tip."""


class _Given(Given):
    """Who reads it, and where it leads."""

    texts: Texts = {}
    audience: AudienceCode = "signed_in"
    team: Reference | None = None
    article: ArticleReference | None = None


class NewsGiven(_Given):
    """News to add. Without `published_at` it is a draft."""

    software: Annotated[Text, Field(min_length=1, max_length=80)]
    titles: Texts
    published_at: Moment | None = None
    until: date | None = None


class NewsChange(_Given):
    """What to change; what is left out stays."""

    software: Annotated[Text, Field(min_length=1, max_length=80)] = "-"
    titles: Texts = {}
    published_at: Moment | None = None
    until: date | None = None


class TipGiven(_Given):
    """A tip to add."""


class TipChange(_Given):
    """What to change; what is left out stays."""


class TipSettings(Given):
    """Whether the portal shows a tip of the day."""

    tip_of_the_day: bool


class TipSettingsShape(Schema):
    """Whether the portal shows a tip of the day."""

    tip_of_the_day: bool


def _writer(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk write learning paths, news and tips."))
    return person


def _language() -> str:
    return get_language() or "en"


def _common(told: Told) -> dict[str, Any]:
    row, text = told.row, told.article
    slug = text.slug if text is not None else None
    return {"id": row.pk, "texts": row.texts, "audience": row.audience, "team": named(row.team), "article": slug}


def _news(told: Told) -> NewsShape:
    row = told.row
    at = utc(row.published_at) if row.published_at is not None else None
    return NewsShape(**_common(told), software=row.software, titles=row.titles, published_at=at, until=row.until)


def _tip(told: Told) -> TipShape:
    return TipShape(**_common(told))


def _set(person: Person, given: _Given, names: tuple[str, ...]) -> dict[str, Any]:
    """What the request gave, as the action takes it."""
    kept: dict[str, Any] = {}
    for name in given.model_fields_set:
        match name:
            case "team":
                team = references.team(person, given.team)
                kept[name] = team.pk if team is not None else None
            case "article":
                kept[name] = article_called(person, given.article)
            case _ if name in names:
                kept[name] = getattr(given, name)
    return kept


NEWS = ("software", "titles", "texts", "audience", "published_at", "until")
TIP = ("texts", "audience")


@router.get("/news", response=PageOf[NewsShape], summary="List news about software")
def list_news(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    drafts: Annotated[bool, Query(False, description="For people of the desk: also drafts and what is over.")],
) -> HttpResponse:
    """What is shown to the caller now, the latest first."""
    person = person_of(request)
    found = queries.news_by_id(person, _language(), before=place_of(cursor), size=limit, every=drafts)
    rows, following = cut(found, limit, lambda told: told.row.pk)
    return answer(PageOf[NewsShape](items=[_news(one) for one in rows], next=following))


@router.post("/news", response={201: NewsShape}, summary="Add news")
def add_news(request: HttpRequest, given: NewsGiven) -> HttpResponse:
    """For people of the desk."""
    person = _writer(request)
    row = actions.save_news(actor=person, given=actions.NewsGiven(**_set(person, given, NEWS)))
    return _one_news(person, row.pk, status=201)


def _one_news(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    told = queries.known_news(person, pk, _language())
    return answer(_news(told), status=status, ETag=state_of(told.row))


@router.get("/news/{int:news}", response=NewsShape, summary="Read news")
def read_news(request: HttpRequest, news: Key) -> HttpResponse:
    """With its state as `ETag`."""
    return _one_news(person_of(request), news)


@router.patch("/news/{int:news}", response=NewsShape, summary="Change news")
def change_news(request: HttpRequest, news: Key, given: NewsChange) -> HttpResponse:
    """For people of the desk. With `If-Match`, only where nobody changed it since: else 412."""
    person = _writer(request)
    with transaction.atomic():
        expect(request, actions.held_news(actor=person, news=news))
        actions.save_news(actor=person, news=news, given=actions.NewsGiven(**_set(person, given, NEWS)))
    return _one_news(person, news)


@router.delete("/news/{int:news}", response={204: None}, summary="Take news away")
def remove_news(request: HttpRequest, news: Key) -> HttpResponse:
    """It can be brought back."""
    actions.remove_news(actor=_writer(request), news=news)
    return HttpResponse(status=204)


@router.post("/news/{int:news}/restore", response=NewsShape, summary="Bring news back")
def restore_news(request: HttpRequest, news: Key) -> HttpResponse:
    """As it was."""
    person = _writer(request)
    actions.bring_news_back(actor=person, news=news)
    return _one_news(person, news)


@router.get("/tips", response=PageOf[TipShape], summary="List tips")
def list_tips(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """For people of the desk: all, the latest first."""
    person = _writer(request)
    found = queries.tips_listed(person, before=place_of(cursor), size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    items = [_tip(one) for one in queries.with_articles(person, rows, _language())]
    return answer(PageOf[TipShape](items=items, next=following))


@router.post("/tips", response={201: TipShape}, summary="Add a tip")
def add_tip(request: HttpRequest, given: TipGiven) -> HttpResponse:
    """For people of the desk."""
    person = _writer(request)
    row = actions.save_tip(actor=person, given=actions.TipGiven(**_set(person, given, TIP)))
    return _one_tip(person, row.pk, status=201)


def _one_tip(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    row = queries.tip_to_write(person, pk)
    told = queries.with_articles(person, [row], _language())[0]
    return answer(_tip(told), status=status, ETag=state_of(row))


@router.get("/tips/of-the-day", response=TipShape, summary="Read the tip of the day")
def read_tip_of_the_day(request: HttpRequest) -> HttpResponse:
    """As the caller's portal shows it; 404 where there is none."""
    told = queries.tip_of_the_day(person_of(request), _language(), the_desk().zone)
    if told is None:
        raise Problem(NOT_FOUND, _("There is no tip today."))
    return answer(_tip(told))


@router.get("/tips/settings", response=TipSettingsShape, summary="Read whether tips are shown")
def read_tip_settings(request: HttpRequest) -> HttpResponse:
    """For people of the desk."""
    _writer(request)
    return answer(TipSettingsShape(tip_of_the_day=queries.practice().tip_of_the_day))


@router.patch("/tips/settings", response=TipSettingsShape, summary="Choose whether tips are shown")
def change_tip_settings(request: HttpRequest, given: TipSettings) -> HttpResponse:
    """For administrators."""
    row = actions.set_practice(actor=person_of(request), tip_of_the_day=given.tip_of_the_day)
    return answer(TipSettingsShape(tip_of_the_day=row.tip_of_the_day))


@router.get("/tips/{int:tip}", response=TipShape, summary="Read a tip")
def read_tip(request: HttpRequest, tip: Key) -> HttpResponse:
    """For people of the desk, with its state as `ETag`."""
    return _one_tip(_writer(request), tip)


@router.patch("/tips/{int:tip}", response=TipShape, summary="Change a tip")
def change_tip(request: HttpRequest, tip: Key, given: TipChange) -> HttpResponse:
    """For people of the desk. With `If-Match`, only where nobody changed it since: else 412."""
    person = _writer(request)
    with transaction.atomic():
        expect(request, actions.held_tip(actor=person, tip=tip))
        actions.save_tip(actor=person, tip=tip, given=actions.TipGiven(**_set(person, given, TIP)))
    return _one_tip(person, tip)


@router.delete("/tips/{int:tip}", response={204: None}, summary="Take a tip away")
def remove_tip(request: HttpRequest, tip: Key) -> HttpResponse:
    """It can be brought back."""
    actions.remove_tip(actor=_writer(request), tip=tip)
    return HttpResponse(status=204)


@router.post("/tips/{int:tip}/restore", response=TipShape, summary="Bring a tip back")
def restore_tip(request: HttpRequest, tip: Key) -> HttpResponse:
    """As it was."""
    person = _writer(request)
    actions.bring_tip_back(actor=person, tip=tip)
    return _one_tip(person, tip)
