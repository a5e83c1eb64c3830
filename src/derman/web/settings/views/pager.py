"""The gateway that carries pages to the phones of those on call."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.channels.pager import actions, queries
from derman.channels.pager.errors import PagerError
from derman.channels.pager.words import WORDS
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.pager import PagerForm
from derman.web.settings.pages import blame, refused, saved, show_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("pager")
def pager(request: HttpRequest) -> HttpResponse:
    """Where pages go, and what is sent."""
    actor = asker(request)
    found = queries.gateway(actor)
    form = PagerForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.given()
            kept = actions.save(actor=actor, given=given)
            return saved(request, _saved_words(found, kept, given), "pager")
        except PagerError as error:
            blame(form, error)
    return show_form(request, "pager.html", form, {"gateway": found}, here="on_call")


def _saved_words(before: Any, kept: Any, given: actions.Given) -> str:
    """That it is saved; and where secrets were forgotten that nobody asked to forget, that too."""
    forgot = before is not None and (
        (given.headers is None and before.headers_sealed and not kept.headers_sealed)
        or (given.secret is None and before.secret_sealed and not kept.secret_sealed)
    )
    if forgot:
        return _(
            "The gateway is saved. Its address names another machine: what headers and secret held was forgotten."
            " Enter them anew, then have it page you once."
        )
    return _("The gateway is saved. Have it page you once.")


@require_POST
@for_administrators
def test(request: HttpRequest) -> HttpResponse:
    """Page whoever asks, and say in plain words what came of it."""
    try:
        outcome = actions.test(actor=asker(request))
    except PagerError as error:
        return refused(request, error, "pager")
    if not outcome.code:
        said = _("The gateway took it (%(status)s). Your phone should ring now.") % {"status": outcome.status}
        return saved(request, said, "pager")
    words = _("No page left. %(why)s") % {"why": WORDS[outcome.code]}
    if outcome.status:
        words = f"{words} ({outcome.status})"
    return refused(request, PagerError(f"{words} “{outcome.said}”" if outcome.said else words), "pager")
