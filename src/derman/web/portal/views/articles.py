"""The knowledge base: search, categories, one article, and whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.insight import actions as insight
from derman.kernel import files
from derman.knowledge import actions, queries
from derman.knowledge.queries.reading import in_categories
from derman.search import queries as finder
from derman.web.language import desk_of
from derman.web.portal import articles as shown
from derman.web.portal.searching import note
from derman.web.portal.views.outside import structured
from derman.web.served_files import Answer, served
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.knowledge.models import Translation

ANSWERS = 5  # while one types


def _reader(request: HttpRequest) -> Any:
    return getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None


def _language() -> str:
    return get_language() or "en"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The search field, what was found, the categories, and what others look for."""
    reader, lang = _reader(request), _language()
    words = request.GET.get("q", "").strip()[:200]
    if words:
        hits = finder.answers(reader, words, lang=lang)
        context = {"words": words, "found": shown.answers_of(hits), "here": "kb"}
        return note(request, render(request, "portal/kb/found.html", context), words, hits)
    context = {
        "shelves": queries.shelves(reader),
        "most_read": shown.lines_of(queries.most_read(reader, lang)),
        "latest": shown.lines_of(queries.latest(reader, lang, 4)),
        "here": "kb",
    }
    return render(request, "portal/kb/index.html", context)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Likely answers while one types: a part of a page."""
    words = request.GET.get("q", "").strip()[:200]
    # what is behind the last word counts: without a blank there, more of it may follow
    typed = request.GET.get("q", "").lstrip()[:200]
    found = finder.answers(_reader(request), typed, lang=_language(), limit=ANSWERS) if len(words) > 1 else []
    context = {"words": words, "found": shown.answers_of(found)}
    return note(request, render(request, "portal/kb/answers.html", context), words, found)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category: its articles, and those of the categories below it."""
    reader = _reader(request)
    found = queries.shelf_by_slug(reader, slug)
    if found is None:
        raise Http404
    above, shelf = found
    shelves = [shelf, *shelf.below, *(deeper for below in shelf.below for deeper in below.below)]
    rows: dict[int | None, list[shown.Line]] = {}
    for one in in_categories(reader, [part.category.pk for part in shelves], _language()):
        rows.setdefault(one.article.category_id, []).append(shown.line_of(one))
    parts = [(part, rows.get(part.category.pk, [])) for part in shelves]
    context = {"above": above, "shelf": shelf, "parts": [part for part in parts if part[1]], "here": "kb"}
    return render(request, "portal/kb/category.html", context)


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article."""
    reader = _reader(request)
    found = queries.by_slug(reader, slug)
    if found is None or found.live is None:
        raise Http404
    browser = shown.known_browser(request)
    languages = queries.languages_of(reader, found.article_id)
    context = {
        "translation": found,
        "page": shown.page_of(found.live, found.lang),
        "above": shown.above(found.article.category, queries.shelves(reader)),
        "languages": languages,
        "others": [one for one in languages if one.pk != found.pk],
        "mine": next((one for one in languages if one.lang == _language()), None),
        "related": shown.lines_of(queries.related(reader, found)),
        "opinions": found.helpful + found.unhelpful,
        "share": found.helpful + found.unhelpful >= shown.FEW and found.helpful >= found.unhelpful,
        "reasons": actions.reasons(),
        "here": "kb",
        "site": settings.DERMAN_PORTAL_URL,
        **_listed(request, found),
    }
    answer = render(request, "portal/kb/article.html", context)
    actions.opened(translation=found, person=reader, browser=browser)
    insight.opened(person=reader, browser=browser, address=request.path)
    shown.remember(request, answer, browser)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _listed(request: HttpRequest, found: Translation) -> dict[str, Any]:
    """For search engines: only what everyone may read, and only where the desk wants to be found."""
    desk = desk_of(request)
    if not desk.in_search_engines or found.article.audience != "everyone" or found.live is None:
        return {"listed": False}
    text = structured(
        title=found.live.title,
        lang=found.lang,
        slug=found.slug,
        changed=found.live_since.isoformat() if found.live_since else "",
        publisher=desk.name,
    )
    return {"listed": True, "structured": SafeString(text)}


@require_POST
def opinion(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether it helped; who says no is asked why."""
    reader = _reader(request)
    found = queries.by_slug(reader, slug)
    if found is None:
        raise Http404
    helpful = request.POST.get("helpful") == "yes"
    browser = shown.known_browser(request)
    actions.say(
        translation=found,
        person=reader,
        browser=browser,
        helpful=helpful,
        reason=request.POST.get("reason", ""),
        words=request.POST.get("words", ""),
    )
    address = reverse("portal:article", args=[found.slug])
    insight.said(person=reader, browser=browser, address=address, helpful=helpful)
    state = "yes" if helpful else "told" if "reason" in request.POST else "no"
    if request.headers.get("HX-Request"):
        context = {"translation": found, "state": state, "reasons": actions.reasons()}
        answer = render(request, "portal/kb/opinion.html", context)
    else:
        toast(request, _("Thank you. That helps us to make the article better."))
        answer = HttpResponseRedirect(reverse("portal:article", args=[found.slug]))
    shown.remember(request, answer, browser)
    return answer


@require_safe
def picture(request: HttpRequest, key: str) -> Answer:
    """A picture of an article, for whoever may read it."""
    found = queries.picture_by_key(_reader(request), key)
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    return served(request, content, files.headers_for(found.file, found.name))
