"""The first page of whoever needs help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from derman.announcements import queries as announcements
from derman.catalogue import queries as catalogue
from derman.knowledge import queries as knowledge
from derman.people.queries import administrator_exists
from derman.runbooks import queries as runbooks
from derman.teaching import queries as teaching
from derman.tickets import queries
from derman.web.language import desk_of
from derman.web.portal import articles
from derman.web.portal.announcements import shown_of
from derman.web.portal.screens import lines_of
from derman.web.portal.telling import first_page
from derman.web.portal.views.catalogue import card_of
from derman.web.signed_in import agent_of

if TYPE_CHECKING:
    from derman.knowledge.models import Translation

LATEST = 5
SERVICES = 4
FIXES = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The question box with likely answers, what one can do, what others look for, and one's latest requests."""
    if not request.user.is_authenticated:
        if desk_of(request).set_up_at is None and not administrator_exists():
            return render(request, "portal/not_set_up.html")
        most_read, fixes = knowledge.most_read(None, get_language() or "en"), _fixes(None)
        announced = _announced(None, request)
        if not most_read and not fixes and not announced:
            return HttpResponseRedirect(reverse("accounts:sign_in"))
        known = {**_known(None, most_read), **first_page(None, desk_of(request).zone)}
        return render(request, "portal/home.html", {"announced": announced, "fixes": fixes, **known})
    reader = agent_of(request)
    page = queries.own_page(reader, size=LATEST)
    context: dict[str, Any] = {"requests": lines_of(page), "more": bool(page.next)}
    if request.headers.get("HX-Request"):
        return render(request, "portal/lines.html", context)
    most_read = knowledge.most_read(reader, get_language() or "en")
    context |= {
        "announced": _announced(reader, request),
        "fixes": _fixes(reader),
        "services": [card_of(one) for one in catalogue.services(reader)[:SERVICES]],
        "approvals": queries.waiting_approvals(reader),
        "learning": teaching.waiting(reader),
        **first_page(reader, desk_of(request).zone),
    }
    return render(request, "portal/home.html", {**context, **_known(reader, most_read)})


def _announced(reader: Any, request: HttpRequest) -> list[Any]:
    return [shown_of(row) for row in announcements.current(reader, browser=articles.browser_of(request))]


def _fixes(reader: Any) -> list[runbooks.Offer]:
    return runbooks.first_offers(reader, get_language() or "en", size=FIXES)


def _known(reader: Any, most_read: list[Translation]) -> dict[str, Any]:
    shelves = knowledge.shelves(reader)
    return {"shelves": shelves, "most_read": articles.lines_of(most_read), "knows": bool(shelves or most_read)}
