"""News about software, tips, and whether the portal shows a tip of the day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.kernel import clock
from derman.knowledge.queries import desk as articles
from derman.people.queries import teams
from derman.teaching import actions, queries
from derman.teaching.errors import NotAllowed, NotFound, Overtaken, TeachingError, WrongInput
from derman.teaching.words import as_text, readers_today
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.teaching.views.doors import desk_page, moved, to
from derman.web.templatetags.beside import where
from derman.web.toasts import toast

FIELDS = ("software", "titles", "texts", "audience", "team", "article", "begin", "until")


@require_safe
@desk_page
def news(request: HttpRequest) -> HttpResponse:
    """All news, the latest first."""
    removed, before = request.GET.get("tab") == "removed", typed.number(request.GET.get("before", "")) or 0
    rows = queries.news_listed(agent_of(request), removed=removed, before=before)
    shown, following = typed.page_of(rows, queries.NEWS_PAGE)
    today, now = readers_today(), clock.now()
    context = {
        "rows": [(row, _state(row, today, now)) for row in shown],
        "next": following,
        "removed": removed,
        "before": before,
    }
    return render(request, "teaching/news.html", context)


def _state(row: Any, today: date, now: datetime) -> str:
    if row.published_at is None:
        return "draft"
    if row.until is not None and row.until < today:
        return "over"
    return "shown" if row.published_at <= now else "later"


@require_safe
@desk_page
def tips(request: HttpRequest) -> HttpResponse:
    """All tips, and whether they are shown."""
    removed, before = request.GET.get("tab") == "removed", typed.number(request.GET.get("before", "")) or 0
    rows = queries.tips_listed(agent_of(request), removed=removed, before=before)
    shown, following = typed.page_of(rows, queries.NEWS_PAGE)
    context = {
        "rows": [(row, as_text(row.text)) for row in shown],
        "next": following,
        "removed": removed,
        "before": before,
        "practice": queries.practice(),
    }
    return render(request, "teaching/tips.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def one_news(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One piece of news, a new one too."""
    asker = agent_of(request)
    row = queries.news_to_write(asker, pk) if pk is not None else None
    said: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        said, status = _tried(lambda: _save_news(request, row))
        if not said:
            toast(request, _("Saved."))
            return to("news")
    context = _form(request, row) | {
        "software": request.POST.get("software", row.software if row else ""),
        "titles": typed.fields(row.titles if row else {}, _post(request), "title"),
        "state": request.POST.get("state", "published" if row is None or row.published_at else "draft"),
        "begin": request.POST.get("begin", _day(row.published_at if row else None)),
        "until": request.POST.get("until", row.until.isoformat() if row and row.until else ""),
    }
    return render(request, "teaching/news_one.html", context | said, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def one_tip(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One tip, a new one too."""
    asker = agent_of(request)
    row = queries.tip_to_write(asker, pk) if pk is not None else None
    said: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        said, status = _tried(lambda: _save_tip(request, row))
        if not said:
            toast(request, _("Saved."))
            return to("tips")
    return render(request, "teaching/tip.html", _form(request, row) | said, status=status)


def _tried(save: Any) -> tuple[dict[str, Any], int]:
    """What is wrong with what was sent, and the status that says so."""
    try:
        save()
    except (NotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return {"wrong": words, "wrong_at": {}}, 409
    except TeachingError as error:
        return where(error, FIELDS), 422
    return {}, 200


def _post(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, row: Any) -> dict[str, Any]:
    """What the forms of news and tips have in common."""
    asker = agent_of(request)
    named = articles.named_articles(asker, [row.article_id]) if row is not None and row.article_id else {}
    leads_to = next((f"/kb/{text.slug}/" for text in named.values()), "")
    return {
        "row": row,
        "texts": typed.fields(row.texts if row else {}, _post(request), "text"),
        "audience": request.POST.get("audience", row.audience if row else "signed_in"),
        "audiences": queries.audiences(),
        "team": request.POST.get("team", str(row.team_id or "") if row else ""),
        "teams": teams(asker),
        "article": request.POST.get("article", leads_to),
        "today": readers_today(),
    }


def _save_news(request: HttpRequest, row: Any) -> None:
    post = request.POST
    begin, until = _typed_day(post, "begin"), _typed_day(post, "until")
    given = actions.NewsGiven(
        software=post.get("software", ""),
        titles=typed.both(post, "title"),
        texts=typed.both(post, "text"),
        published_at=_from(begin, row) if post.get("state") == "published" else None,
        until=until,
        **_address(request, row),
    )
    revision = typed.number(post.get("revision", ""))
    actions.save_news(actor=agent_of(request), given=given, news=row.pk if row else None, revision=revision)


def _typed_day(post: Any, name: str) -> date | None:
    try:
        return typed.day(post.get(name, ""))
    except ValueError:
        raise WrongInput(_("This is not a date."), field=name) from None


def _save_tip(request: HttpRequest, row: Any) -> None:
    post = request.POST
    given = actions.TipGiven(texts=typed.both(post, "text"), **_address(request, row))
    revision = typed.number(post.get("revision", ""))
    actions.save_tip(actor=agent_of(request), given=given, tip=row.pk if row else None, revision=revision)


def _address(request: HttpRequest, row: Any) -> dict[str, Any]:
    post = request.POST
    return {
        "audience": post.get("audience", ""),
        "team": typed.number(post.get("team", "")) if post.get("audience") == "team" else None,
        "article": _article(request, row),
    }


def _article(request: HttpRequest, row: Any) -> int | None:
    """The article of an address like /kb/vpn/; one that the writer may not see stays where it is."""
    given = request.POST.get("article", "").strip()
    if not given:
        hidden = row is not None and row.article_id and not articles.named_articles(agent_of(request), [row.article_id])
        return row.article_id if hidden else None
    slug = given.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    found = articles.by_slug_at_desk(agent_of(request), slug)
    if found is None:
        raise WrongInput(_("There is no article at this address."), field="article")
    return found.article_id


def _from(begin: date | None, row: Any) -> datetime:
    """From when it is shown: a day to come begins at midnight, another is now, or stays as it was."""
    before = row.published_at if row is not None else None
    if begin is None or (before is not None and begin == timezone.localdate(before)):
        return before if before is not None else clock.now()
    if begin <= readers_today():
        return clock.now()
    return timezone.make_aware(datetime.combine(begin, time.min))


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment is not None else ""


@require_POST
@desk_page
def remove_news(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    actions.remove_news(actor=agent_of(request), news=pk)
    toast(request, _("It is deleted."), undo=reverse("teaching:news_bring_back", args=[pk]))
    return to("news")


@require_POST
@desk_page
def bring_news_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was."""
    actions.bring_news_back(actor=agent_of(request), news=pk)
    return moved(request, "news")


@require_POST
@desk_page
def remove_tip(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    actions.remove_tip(actor=agent_of(request), tip=pk)
    toast(request, _("It is deleted."), undo=reverse("teaching:tip_bring_back", args=[pk]))
    return to("tips")


@require_POST
@desk_page
def bring_tip_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was."""
    actions.bring_tip_back(actor=agent_of(request), tip=pk)
    return moved(request, "tips")


@require_POST
@desk_page
def practice(request: HttpRequest) -> HttpResponse:
    """Whether the portal shows a tip of the day."""
    actions.set_practice(actor=agent_of(request), tip_of_the_day=request.POST.get("tip_of_the_day") == "on")
    toast(request, _("Saved."))
    return to("tips")
