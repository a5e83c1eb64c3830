"""Templates of tickets, and when each is opened by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.automation.errors import RuleError, TemplateNotFound
from derman.automation.recurring import actions, queries
from derman.automation.recurring.rhythm import EVERY, Rhythm
from derman.desk.actions import audit
from derman.desk.queries import the_desk
from derman.people import queries as people
from derman.tickets import queries as tickets
from derman.tickets.errors import TicketError
from derman.web import moments
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.recurring import TemplateForm
from derman.web.settings.pages import blame, refused, saved, show, show_form
from derman.web.settings.recurring_words import dates_in_words, rhythm_in_words
from derman.web.toasts import toast
from derman.web.workspace import words

if TYPE_CHECKING:
    from derman.automation.models import Template
    from derman.people.models import Person


@require_safe
@for_leads
def recurring(request: HttpRequest) -> HttpResponse:
    """All of them, each with when it comes next."""
    rows = [
        {
            "one": one,
            "how": rhythm_in_words(one),
            "next": moments.short(one.next_at) if one.next_at and not one.paused else "",
        }
        for one in queries.templates(asker(request))
    ]
    return show(request, "recurring.html", {"rows": rows}, here="recurring")


def _form(person: Person, found: Template | None, data: Any = None) -> TemplateForm:
    codes = dict(enumerate(words.PRIORITIES, start=1))
    return TemplateForm(
        found,
        data,
        teams=people.teams(person),
        categories=tickets.categories(),
        priorities=list(words.PRIORITIES.items()),
        kinds=list(words.KINDS.items()),
        zone=the_desk().zone,
        codes=codes,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("template")
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One template, or a new one."""
    person = asker(request)
    try:
        found = queries.template(person, pk) if pk is not None else None
    except TemplateNotFound:
        raise Http404 from None
    form = _form(person, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                kept = actions.save(actor=person, given=form.given(), pk=pk)
                audit(actor=person, kind="template.saved", template=kept.pk, name=kept.name)
            return saved(request, _("The template “%(name)s” is saved.") % {"name": kept.name}, "recurring")
        except RuleError as error:
            blame(form, error)
    rhythm = queries.rhythm_of(found) if found is not None else None
    coming = queries.next_of(rhythm, found.at, found.zone) if found is not None and rhythm is not None else []
    context = {
        "template": found,
        "how": rhythm_in_words(found) if found is not None else "",
        "dates": dates_in_words(coming, found.zone) if found is not None else [],
        "opened": [
            {"url": reverse("workspace:ticket", args=[row.ticket_id]), "number": str(row.ticket_id),
             "subject": row.ticket.subject, "at": moments.short(row.at), "by_hand": row.day is None}
            for row in queries.opened_by(person, found)
        ] if found is not None else [],
    }  # fmt: skip
    return show_form(request, "template.html", form, context, here="recurring")


@require_POST
@for_leads
def dates(request: HttpRequest) -> HttpResponse:
    """The next five dates of what stands in the form, before it is saved."""
    form = _form(asker(request), None, request.POST)
    form.is_valid()
    given = form.cleaned_data
    sound = {"every", "number", "nth", "weekday", "at", "zone", "closed"} <= set(given) and given.get("first")
    if not sound or given["every"] not in EVERY or not 2000 <= given["first"].year <= 2200:
        context: dict[str, Any] = {"dates": [], "asked": bool(request.POST.get("every"))}
        return render(request, "settings/parts/dates.html", context)
    names = ("every", "number", "first", "nth", "weekday", "closed")
    rhythm = Rhythm(until=given.get("until"), **{name: given[name] for name in names})
    coming = queries.next_of(rhythm, given["at"], given["zone"])
    context = {"dates": dates_in_words(coming, given["zone"]), "asked": True, "over": not coming}
    return render(request, "settings/parts/dates.html", context)


@require_POST
@for_leads
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one by hand, and go there."""
    try:
        ticket = actions.open_now(actor=asker(request), pk=pk)
    except TemplateNotFound:
        raise Http404 from None
    except (RuleError, TicketError) as error:
        return refused(request, error, "template", pk)
    toast(request, _("#%(number)s is opened.") % {"number": ticket.pk})
    return HttpResponseRedirect(reverse("workspace:ticket", args=[ticket.pk]))


@require_POST
@for_leads
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Open none by itself (`on`), or again."""
    on = "on" in request.POST
    try:
        with transaction.atomic():
            kept = actions.pause(actor=asker(request), pk=pk, on=on)
            audit(
                actor=asker(request), kind="template.paused" if on else "template.resumed", template=pk, name=kept.name
            )
    except TemplateNotFound:
        raise Http404 from None
    said = _("“%(name)s” opens nothing by itself for now.") if on else _("“%(name)s” opens tickets again.")
    return saved(request, said % {"name": kept.name}, "template", pk)


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away; the toast brings it back."""
    try:
        with transaction.atomic():
            gone = actions.remove(actor=asker(request), pk=pk)
            audit(actor=asker(request), kind="template.removed", template=pk, name=gone.name)
    except TemplateNotFound:
        raise Http404 from None
    said = _("The template “%(name)s” is deleted.") % {"name": gone.name}
    toast(request, said, undo=reverse("settings:template_restore", args=[pk]))
    return HttpResponseRedirect(reverse("settings:recurring"))


@require_POST
@for_leads
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back what was taken away."""
    to = reverse("settings:recurring")
    try:
        with transaction.atomic():
            back = actions.restore(actor=asker(request), pk=pk)
            audit(actor=asker(request), kind="template.restored", template=pk, name=back.name)
        toast(request, _("The template “%(name)s” is back.") % {"name": back.name})
    except RuleError as error:
        toast(request, str(error), wrong=True)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)
