"""The first page of whoever needs help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from derman.people.queries import administrator_exists
from derman.tickets import queries
from derman.web.language import desk_of
from derman.web.portal.screens import lines_of
from derman.web.signed_in import agent_of

LATEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The question box, what one can do, and one's latest requests."""
    if not request.user.is_authenticated:
        if desk_of(request).set_up_at is None and not administrator_exists():
            return render(request, "portal/not_set_up.html")
        return HttpResponseRedirect(reverse("accounts:sign_in"))
    page = queries.own_page(agent_of(request), size=LATEST)
    context = {"requests": lines_of(page), "more": bool(page.next)}
    if request.headers.get("HX-Request"):
        return render(request, "portal/lines.html", context)
    return render(request, "portal/home.html", context)
