"""Announcements at the desk: all of them, a new one, and one with how it goes on and whom it affects."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.announcements import actions, queries
from derman.announcements.errors import AnnouncementError, NotAllowed, NotFound, Overtaken
from derman.people.queries import teams
from derman.tickets.errors import TicketNotFound
from derman.tickets.queries import find
from derman.web.announcements import forms
from derman.web.portal.announcements import STATES, rich, told_of, words_of_audience, words_of_state
from derman.web.signed_in import agent_of, agents_only
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of the desk: what is not there is a page that says so, what one may not do is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except (NotFound, TicketNotFound) as error:
            raise Http404(str(error)) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None

    return agents_only(guarded)


def _to(request: HttpRequest, name: str, *arguments: object, anchor: str = "") -> HttpResponse:
    """To a page of announcements, also where the button of a toast asks."""
    where = reverse(f"announcements:{name}", args=arguments) + anchor
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """All, the latest first."""
    removed = request.GET.get("tab") == "removed"
    found = queries.at_desk(agent_of(request), removed=removed, before=typed.number(request.GET.get("before", "")))
    rows = found[: queries.PAGE]
    context = {
        "rows": [{"row": row, "state": words_of_state(row)} for row in rows],
        "next": rows[-1].pk if len(found) > queries.PAGE else None,
        "removed": removed,
        "past": "before" in request.GET,
    }
    return render(request, "announcements/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def add(request: HttpRequest) -> HttpResponse:
    """A new one; `?ticket=` an outage that is written from a ticket."""
    actor = agent_of(request)
    number = typed.number(request.POST.get("ticket") or request.GET.get("ticket", ""))
    ticket = find(actor, number) if number is not None else None
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        try:
            return _added(request, ticket.pk if ticket is not None else None)
        except (NotFound, NotAllowed):
            raise
        except AnnouncementError as error:
            said, status = where(error, forms.FIELDS), 422
    first: dict[str, Any] = {"kind": "outage"}
    if ticket is not None:
        first["titles"] = {ticket.language or get_language() or "en": ticket.subject[:160]}
    context = {
        "form": forms.shown(None, request.POST if status == 422 else None, **first),
        "ticket": ticket,
        **said,
        **_choices(actor),
    }
    return render(request, "announcements/add.html", context, status=status)


def _added(request: HttpRequest, ticket: int | None) -> HttpResponse:
    actor, post = agent_of(request), request.POST
    with transaction.atomic():
        kind = "outage" if ticket is not None else post.get("kind", "outage")
        state = post.get("state", "") if kind == "outage" else ""
        made = actions.begin(actor=actor, kind=kind, ticket=ticket, state=state, **forms.details_of(post))
        if "publish" in post:
            made = actions.publish(actor=actor, announcement=made.pk, at=forms.moment(post, "publish_at"))
    if made.published_at is not None:
        toast(request, _("It is published."), undo=reverse("announcements:withdraw", args=[made.pk]))
    return _to(request, "one", made.pk)


def _choices(actor: Any) -> dict[str, Any]:
    return {
        "audiences": [(code, words_of_audience(code)) for code in forms.AUDIENCES],
        "teams": teams(actor),
        "states": [(code, STATES[code]) for code in STATES],
    }


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with what was told of it and whom it affects."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, *, wrong: AnnouncementError | None = None, form: str = "", status: int = 200
) -> HttpResponse:
    """`wrong` is what is wrong with `form` (`details`, `update`, `publish`), which was sent."""
    actor = agent_of(request)
    found = queries.one_at_desk(actor, pk)
    sent = request.POST if wrong is not None else None
    context = {
        "found": found,
        "row": found.row,
        "state": words_of_state(found.row),
        "audience": words_of_audience(found.row.audience),
        "body": rich(found.row.text),
        "updates": told_of(found.updates),
        "organisations": queries.affected_by_organisation(actor, pk) if found.row.affected else [],
        "form": forms.shown(found.row, sent if form == "details" else None),
        "news": typed.fields({}, sent if form == "update" else None, "news"),
        "new_state": request.POST.get("state", "") if form == "update" else found.row.state,
        "publish_at": request.POST.get("publish_at", "") if form == "publish" else "",
        "sent": form,
        **(where(wrong, forms.fields_of(form, found.row)) if wrong is not None else {}),
        **_choices(actor),
    }
    return render(request, "announcements/one.html", context, status=status)


def _tried(request: HttpRequest, pk: int, form: str, work: Callable[[], Any]) -> HttpResponse | None:
    """Do it; the page with what is wrong where it cannot be done."""
    try:
        work()
    except (NotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return _page(request, pk, wrong=Overtaken(words), form=form, status=409)
    except AnnouncementError as error:
        if form == "update" and error.field == "texts":
            error.field = "news"
        return _page(request, pk, wrong=error, form=form, status=422)
    return None


@require_POST
@desk_page
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, text, for whom, until when."""
    revision = typed.number(request.POST.get("revision", ""))

    def work() -> None:
        given = forms.details_of(request.POST)
        actions.describe(actor=agent_of(request), announcement=pk, revision=revision, **given)

    wrong = _tried(request, pk, "details", work)
    if wrong is None:
        toast(request, _("Saved."))
    return wrong or _to(request, "one", pk)


@require_POST
@desk_page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on, or from a time that was chosen."""

    def work() -> None:
        actions.publish(actor=agent_of(request), announcement=pk, at=forms.moment(request.POST, "publish_at"))

    wrong = _tried(request, pk, "publish", work)
    if wrong is None:
        toast(request, _("It is published."), undo=reverse("announcements:withdraw", args=[pk]))
    return wrong or _to(request, "one", pk)


@require_POST
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to a draft."""
    actions.withdraw(actor=agent_of(request), announcement=pk)
    toast(request, _("It is a draft again. Nobody sees it."), undo=reverse("announcements:publish", args=[pk]))
    return _to(request, "one", pk)


@require_POST
@desk_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    actions.remove(actor=agent_of(request), announcement=pk)
    toast(request, _("The announcement is deleted."), undo=reverse("announcements:bring_back", args=[pk]))
    return _to(request, "index")


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was."""
    actions.bring_back(actor=agent_of(request), announcement=pk)
    return _to(request, "one", pk)


@require_POST
@desk_page
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new of an outage."""
    post, made = request.POST, []

    def work() -> None:
        made.append(
            actions.go_on(
                actor=agent_of(request),
                announcement=pk,
                state=post.get("state", ""),
                texts=typed.both(post, "news"),
                revision=typed.number(post.get("revision", "")),
            )
        )

    wrong = _tried(request, pk, "update", work)
    if wrong is None:
        undo = reverse("announcements:take_back", args=[pk, made[0].pk])
        toast(request, _("It is said. Whoever it affects is told by e-mail in a minute."), undo=undo)
    return wrong or _to(request, "one", pk)


@require_POST
@desk_page
def take_back(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    """An update that was written by mistake."""

    def work() -> None:
        actions.take_back(actor=agent_of(request), announcement=pk, update=update)

    return _tried(request, pk, "update", work) or _to(request, "one", pk)


@require_safe
@desk_page
def affected(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom an outage affects."""
    actor = agent_of(request)
    found = queries.one_at_desk(actor, pk)
    rows = queries.affected(actor, pk, after=typed.number(request.GET.get("after", "")) or 0)
    more = len(rows) > queries.PAGE
    context = {
        "row": found.row,
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if more else None,
    }
    return render(request, "announcements/affected.html", context)
