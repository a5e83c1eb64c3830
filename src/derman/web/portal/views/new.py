"""Asking for help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.insight import actions
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import Incoming, Proof
from derman.web.portal.articles import browser_of
from derman.web.portal.forms import NewRequest
from derman.web.portal.given_files import Given, given_with
from derman.web.portal.screens import message_url
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

SHORT = 120  # characters of a question that still make a subject


def _page(request: HttpRequest, form: NewRequest, given: Given, status: int = 200) -> HttpResponse:
    context = {"form": form, "files": given.lines, "files_wrong": given.wrong}
    return render(request, "portal/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def new(request: HttpRequest) -> HttpResponse:
    """A new request, with files. Whatever is wrong with one field, all that was typed stays."""
    if request.method != "POST":
        question = request.GET.get("q", "")[:5000]
        field = "subject" if len(question) <= SHORT else "text"
        kind = "request" if request.GET.get("kind") == "request" else "incident"
        return _page(request, NewRequest(initial={field: question, "kind": kind}), Given())
    form, given = NewRequest(request.POST), given_with(request)
    if not form.is_valid() or given.wrong:
        return _page(request, form, given, status=422)
    person = agent_of(request)
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
        )
    except WrongInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form, given, status=422)
    toast(request, _("We have your request. Its number is #%(number)s.") % {"number": opened.ticket.pk})
    return HttpResponseRedirect(message_url(opened.ticket.pk, opened.message.pk))
