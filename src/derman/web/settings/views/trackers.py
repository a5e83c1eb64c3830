"""Trackers: where software is made, and with which key issues are opened there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.people import queries as people
from derman.tickets import queries as tickets
from derman.trackers import actions, queries
from derman.trackers.errors import IssueNotFound, TrackerError
from derman.trackers.kinds.failing import WORDS
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.trackers import TrackerForm
from derman.web.settings.pages import blame, refused, saved, show, show_form
from derman.web.workspace.words import category_path

if TYPE_CHECKING:
    from derman.trackers.models import Tracker


@require_safe
@for_administrators
def trackers(request: HttpRequest) -> HttpResponse:
    """All of them, with what is open there and whether that works."""
    return show(request, "trackers.html", {"rows": queries.kept(asker(request))}, here="trackers")


def _found(request: HttpRequest, pk: int) -> Tracker:
    try:
        return queries.find_tracker(asker(request), pk)
    except IssueNotFound:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("tracker")
def tracker(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One tracker, or a new one."""
    actor = asker(request)
    found = _found(request, pk) if pk is not None else None
    form = TrackerForm(
        found,
        request.POST if request.method == "POST" else None,
        teams=people.teams(actor),
        categories=[(one.pk, category_path(one)) for one, _depth in tickets.categories()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save(actor=actor, given=form.given(), tracker=pk)
            return saved(
                request, _("“%(name)s” is saved. Test the connection.") % {"name": kept.name}, "tracker", kept.pk
            )
        except TrackerError as error:
            blame(form, error)
    context: dict[str, Any] = {
        "tracker": found,
        "is_used": queries.is_used(found) if found is not None else False,
        "hook": f"{settings.DERMAN_PORTAL_URL}{reverse('portal:tracker_hook', args=[found.pk])}" if found else "",
    }
    return show_form(request, "tracker.html", form, context, here="trackers")


def _done(request: HttpRequest, pk: int, work: Callable[[], Any], said: str, *, stays: bool) -> HttpResponse:
    try:
        work()
    except IssueNotFound:
        raise Http404 from None
    except TrackerError as error:
        return refused(request, error, "tracker", pk)
    return saved(request, said, "tracker", pk) if stays else saved(request, said, "trackers")


@require_POST
@for_administrators
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Does it take the key? Said in plain words."""
    _found(request, pk)
    health = actions.test(actor=asker(request), tracker=pk)
    if health.well:
        said = _("The connection works: %(what)s.") % {"what": health.said or _("the tracker answers")}
        return saved(request, said, "tracker", pk)
    words = str(WORDS[health.code])
    said = f"{words} “{health.said}”" if health.said else words
    return refused(request, TrackerError(said), "tracker", pk)


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was never used is gone."""
    actor = asker(request)
    return _done(
        request, pk, lambda: actions.remove(actor=actor, tracker=pk), _("The tracker is deleted."), stays=False
    )


@require_POST
@for_administrators
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing new is opened there; `back=1`: it is used again."""
    actor, back = asker(request), request.POST.get("back") == "1"
    said = _("The tracker is used again.") if back else _("The tracker is archived: nothing is asked there any more.")
    return _done(request, pk, lambda: actions.archive(actor=actor, tracker=pk, back=back), said, stays=back)
