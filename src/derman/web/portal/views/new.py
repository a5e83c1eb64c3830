"""Asking for help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.insight import actions
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import Incoming, Proof
from derman.web.devices import offered
from derman.web.own_questions import given_in, question
from derman.web.portal.articles import browser_of
from derman.web.portal.forms import NewRequest
from derman.web.portal.given_files import Given, given_with
from derman.web.portal.screens import message_url
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

SHORT = 120  # characters of a question that still make a subject


def _page(
    request: HttpRequest,
    form: NewRequest,
    given: Given,
    needed: Sequence[Any],
    *,
    status: int = 200,
    wrong: WrongInput | None = None,
) -> HttpResponse:
    own = given_in(request.POST, needed)
    context = {"form": form, "files": given.lines, "files_wrong": given.wrong}
    person = agent_of(request)
    near, anyone = offered(person, needed), person.is_staff_member
    context["fields"] = [question(one, own.get(one.key), devices=near, any_device=anyone) for one in needed]
    if wrong is not None:
        context |= {"wrong_key": wrong.field, "wrong_words": str(wrong)}
    return render(request, "portal/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def new(request: HttpRequest) -> HttpResponse:
    """A new request, with files. Whatever is wrong with one field, all that was typed stays."""
    if request.method != "POST":
        words = request.GET.get("q", "")[:5000]
        field = "subject" if len(words) <= SHORT else "text"
        kind = "request" if request.GET.get("kind") == "request" else "incident"
        form = NewRequest(initial={field: words, "kind": kind})
        return _page(request, form, Given(), queries.needed_to_open(agent_of(request), kind=kind))
    form, given, person = NewRequest(request.POST), given_with(request), agent_of(request)
    sound = form.is_valid()
    kind = form.cleaned_data.get("kind") or "incident"
    needed = queries.needed_to_open(person, kind=kind, category=form.chosen_category if sound else None)
    if not sound or given.wrong:
        return _page(request, form, given, needed, status=422)
    incoming = Incoming(
        channel="portal",
        sender=person,
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["text"].replace("\r\n", "\n"),
        files=given.incoming,
        proof=Proof.SIGNED_IN,
        kind=form.cleaned_data["kind"],
        category=form.chosen_category,
        language=get_language() or "",
    )
    try:
        opened = actions.ask(
            actor=person,
            browser=browser_of(request),
            subject=form.cleaned_data["subject"],
            incoming=incoming,
            own=given_in(request.POST, needed),
        )
    except WrongInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form, given, needed, status=422, wrong=error)
    toast(request, _("We have your request. Its number is #%(number)s.") % {"number": opened.ticket.pk})
    return HttpResponseRedirect(message_url(opened.ticket.pk, opened.message.pk))
