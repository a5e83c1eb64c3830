"""What is announced: all of it, one outage with how it goes on, and “this affects me too”."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.announcements import actions, queries
from derman.announcements.errors import AnnouncementError, NotFound
from derman.insight import actions as insight
from derman.web.accounts.where import is_ours
from derman.web.portal.announcements import rich, shown_of, told_of
from derman.web.portal.articles import browser_of, known_browser, remember
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.toasts import toast, toast_part

if TYPE_CHECKING:
    from derman.announcements.models import Announcement
    from derman.announcements.queries import Told
    from derman.people.models import Person

PRESSES = {"affects": "60/h/ip"}  # of people who are not signed in

type Page = Callable[[HttpRequest, str, Person, Announcement], HttpResponse]


def reader_of(request: HttpRequest) -> Any:
    """Who reads: a person, or None."""
    return agent_of(request) if request.user.is_authenticated else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is announced to the reader, past things too."""
    browser = browser_of(request)
    found = queries.past(reader_of(request), browser=browser, before=typed.number(request.GET.get("before", "")))
    rows = found[: queries.PAGE]
    context = {
        "announced": [shown_of(row) for row in rows],
        "next": rows[-1].pk if len(found) > queries.PAGE else None,
        "here": "announcements",
    }
    return render(request, "portal/announcements/index.html", context)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with all that was told of it."""
    reader = reader_of(request)
    try:
        found = queries.one(reader, pk, browser=browser_of(request))
    except NotFound as error:
        raise Http404(str(error)) from None
    insight.opened(person=reader, browser=browser_of(request), address=request.path)
    return _page(request, found)


def _page(request: HttpRequest, found: Told, *, link: str = "", status: int = 200) -> HttpResponse:
    """`link`: of the mail by which the reader came."""
    row = found.row
    row.affects = found.affects  # type: ignore[attr-defined]  # as the lists' own question gives it
    context = {
        "one": shown_of(row),
        "body": rich(row.text),
        "body_lang": row.lang,
        "updates": told_of(found.updates),
        "link": link,
        "until": row.until,
    }
    return render(request, "portal/announcements/one.html", context, status=status)


def _said(request: HttpRequest, pk: int, work: Callable[..., Announcement], said: str, undo: str) -> HttpResponse:
    person, browser = reader_of(request), known_browser(request)
    too_often = person is None and not _may_say(request)
    wrong = _("That was a lot in a short time. Please try again later.") if too_often else ""
    try:
        row = queries.one(person, pk).row if wrong else work(person=person, announcement=pk, browser=browser)
    except NotFound as error:
        raise Http404(str(error)) from None
    except AnnouncementError as error:
        wrong, row = str(error), queries.one(person, pk).row
    undo = reverse(undo, args=[pk]) if not wrong else ""
    if request.headers.get("HX-Request"):
        row.affects = queries.affects(person, row, browser=browser)  # type: ignore[attr-defined]
        button = render(request, "portal/announcements/button.html", {"one": shown_of(row)})
        button.write(toast_part(wrong or said, wrong=bool(wrong)))
        remember(request, button, browser)
        return button
    toast(request, wrong or said, undo=undo, wrong=bool(wrong))
    before = request.headers.get("Referer", "")
    here = reverse("portal:home")
    back = here if is_ours(request, before) and before.endswith(request.get_host() + here) else ""
    answer = HttpResponseRedirect(back or reverse("portal:announcement", args=[pk]))
    remember(request, answer, browser)
    return answer


def _may_say(request: HttpRequest) -> bool:
    """Who throws their cookies away counts again: only so often from one address."""
    return ratelimit.consume(request, app="derman.portal", action="affects", config=PRESSES) is not None


@require_POST
def affects(request: HttpRequest, pk: int) -> HttpResponse:
    """It affects the reader too."""
    said = (
        _("Noted. You get an e-mail when something is new, and at the end.")
        if request.user.is_authenticated
        else _("Noted, thank you. Here you see how it goes on.")
    )
    return _said(request, pk, actions.affects, said, "portal:affects_no_longer")


@require_POST
def affects_no_longer(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not, or no longer."""
    said = _("Taken back. You get no more e-mails about it.") if request.user.is_authenticated else _("Taken back.")
    return _said(request, pk, actions.affects_no_longer, said, "portal:affects")


def _by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Lets in by the link of a mail alone, whoever is signed in; kept by no cache and no search engine."""

    @wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            person, row = queries.opened_by(token)
            answer = page(request, token, person, row)
        except NotFound as error:
            answer = render(request, "portal/announcements/gone.html", {"why": str(error)}, status=404)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return opened


@require_safe
@_by_link
def by_link(request: HttpRequest, token: str, person: Person, row: Announcement) -> HttpResponse:
    """The outage; being opened decides nothing."""
    return _page(request, queries.told(row, affects=queries.affects(person, row)), link=token)


def _said_by_link(request: HttpRequest, token: str, work: Callable[[], Any], said: str) -> HttpResponse:
    try:
        work()
    except AnnouncementError as error:
        toast(request, str(error), wrong=True)
    else:
        toast(request, said)
    return HttpResponseRedirect(reverse("portal:outage_link", args=[token]))


@require_POST
@_by_link
def affects_by_link(request: HttpRequest, token: str, person: Person, row: Announcement) -> HttpResponse:
    """It affects whom the mail went to."""
    said = _("Noted. You get an e-mail when something is new, and at the end.")
    return _said_by_link(request, token, lambda: actions.affects(person=person, announcement=row.pk), said)


@require_POST
@_by_link
def affects_no_longer_by_link(request: HttpRequest, token: str, person: Person, row: Announcement) -> HttpResponse:
    """It does not, or no longer."""
    said = _("Taken back. You get no more e-mails about it.")
    return _said_by_link(request, token, lambda: actions.affects_no_longer(person=person, announcement=row.pk), said)
