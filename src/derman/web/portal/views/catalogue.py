"""The catalogue: what one may ask for, and asking for it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.catalogue import queries
from derman.catalogue.errors import ServiceNotFound, WrongAnswers
from derman.catalogue.fields import fields_of
from derman.insight import actions as insight
from derman.kernel import files
from derman.search import queries as search
from derman.tickets import actions
from derman.tickets.errors import WrongInput
from derman.web import devices
from derman.web.portal import service_form
from derman.web.portal.articles import browser_of
from derman.web.portal.screens import message_url
from derman.web.served_files import Answer, served
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.catalogue.models import Service
    from derman.people.models import Person

MOST_FOUND = 30


def card_of(service: Service) -> dict[str, Any]:
    """A service as it stands in a list."""
    return {
        "slug": service.slug,
        "name": service.name,
        "lang": service.lang,
        "summary": service.summary,
        "picture": service.picture_id is not None,
        "takes": takes_of(service),
        "cost": service.cost,
    }


def takes_of(service: Service) -> str:
    """How long it usually takes, in words; empty where nobody said."""
    if service.takes is None:
        return ""
    if service.takes_unit == "hours":
        return ngettext("usually one hour", "usually %(count)d hours", service.takes) % {"count": service.takes}
    return ngettext("usually one working day", "usually %(count)d working days", service.takes) % {
        "count": service.takes
    }


@require_safe
@signed_in_only
def catalogue(request: HttpRequest) -> HttpResponse:
    """All that one may ask for, shelf by shelf; `q` looks for words."""
    words = request.GET.get("q", "")[:100]
    person = agent_of(request)
    found = queries.services(person)
    if words.strip():
        return render(
            request,
            "portal/services.html",
            {"shelves": _fitting(person, found, words), "words": words, "here": "services"},
        )
    shelves = [
        (str(shelf) if shelf is not None else "", [card_of(one) for one in some])
        for shelf, some in groupby(found, lambda one: one.shelf)
    ]
    return render(request, "portal/services.html", {"shelves": shelves, "words": "", "here": "services"})


def _fitting(person: Person, offered: list[Service], words: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """What fits the words, best first, in one list without a name; a draft is in no search."""
    known = {one.pk: one for one in offered}
    hits = search.answers(person, words, lang=get_language() or "en", limit=MOST_FOUND, kinds=["service"])
    cards = [card_of(known[hit.of]) for hit in hits if hit.of in known]
    return [("", cards)] if cards else []


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service with its form. Whatever is wrong with one answer, all that was given stays."""
    try:
        wanted = queries.service(agent_of(request), slug)
    except ServiceNotFound as error:
        raise Http404(str(error)) from None
    fields, person = fields_of(wanted.form), agent_of(request)
    near, any_device = devices.offered(person, fields), person.is_staff_member

    def asked_with(given: Mapping[str, Any], wrong: Mapping[str, str], kept: Mapping[str, Any]) -> list[dict[str, Any]]:
        return service_form.questions(fields, given, wrong, kept, devices=near, any_device=any_device)

    if request.method != "POST":
        insight.opened(person=person, browser=browser_of(request), address=request.path)
        return _page(request, wanted, asked_with({}, {}, {}))
    given, kept, refused = service_form.given_to(fields, request)
    note = request.POST.get("note", "").replace("\r\n", "\n")
    try:
        if refused:
            raise WrongAnswers(_("A file could not be taken."), refused)
        asked = actions.ask_for(actor=person, requester=person, service=wanted.pk, given=given, note=note)
    except WrongAnswers as error:
        return _page(request, wanted, asked_with(given, error.fields, kept), note=note, wrong=str(error), status=422)
    except WrongInput as error:
        return _page(request, wanted, asked_with(given, {}, kept), note=note, note_wrong=str(error), status=422)
    toast(request, _("We have your request. Its number is #%(number)s.") % {"number": asked.ticket.pk})
    return HttpResponseRedirect(message_url(asked.ticket.pk, asked.message.pk))


def _page(
    request: HttpRequest,
    wanted: Service,
    fields: list[dict[str, Any]],
    *,
    note: str = "",
    wrong: str = "",
    note_wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "service": {**card_of(wanted), "text": wanted.text, "draft": not wanted.published},
        "approvals": len(wanted.approvals),
        "fields": fields,
        "note": note,
        "note_wrong": note_wrong,
        "wrong": wrong,
    }
    return render(request, "portal/service.html", context, status=status)


@require_safe
def picture(request: HttpRequest, slug: str) -> Answer:
    """A service's picture, for whoever may see the service."""
    if not request.user.is_authenticated:
        raise Http404
    try:
        stored = queries.service(agent_of(request), slug).picture
    except ServiceNotFound as error:
        raise Http404(str(error)) from None
    if stored is None:
        raise Http404
    return served(request, files.open_file(stored), files.headers_for(stored, "picture"))
