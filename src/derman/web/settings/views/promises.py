"""What the desk promises: its policies, in their order."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.catalogue import queries as catalogue
from derman.desk import queries as desk
from derman.people import queries as people
from derman.sla import actions, queries, trying
from derman.sla.errors import PolicyNotFound, PromiseError
from derman.tickets import queries as tickets
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.promises import PolicyForm, tried
from derman.web.settings.pages import blame, saved, show, show_form


@require_safe
@for_leads
def policies(request: HttpRequest) -> HttpResponse:
    """All of them: the first that fits a ticket holds for it."""
    return show(request, "policies.html", {"rows": queries.policies(asker(request))}, here="promises")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("policy")
def policy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One policy, or a new one."""
    actor = asker(request)
    found = queries.policy(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = PolicyForm(
        found,
        request.POST if request.method == "POST" else None,
        calendars=desk.calendars(),
        teams=people.teams(actor),
        organisations=people.organisation_names(actor, found.organisations) if found is not None else {},
        asker=actor,
        services=catalogue.services(actor),
        tree=tickets.categories(active_only=False),
    )
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                trial = trying.try_policy(actor=actor, given=form.given(), policy=pk)
                return show_form(request, "policy.html", form, {"policy": found, **tried(trial)}, here="promises")
            kept = actions.save_policy(actor=actor, given=form.given(), policy=pk)
            return saved(request, _("The policy “%(name)s” is saved.") % {"name": kept.name}, "promises")
        except PromiseError as error:
            blame(form, error)
    return show_form(request, "policy.html", form, {"policy": found}, here="promises")


@require_POST
@for_leads
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down."""
    try:
        actions.move_policy(actor=asker(request), policy=pk, step=-1 if request.POST.get("to") == "up" else 1)
    except PolicyNotFound:
        raise Http404 from None
    return redirect("settings:promises")


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it, or switch it off where it has promised something."""
    try:
        gone = actions.remove_policy(actor=asker(request), policy=pk)
    except PolicyNotFound:
        raise Http404 from None
    text = _("The policy is deleted.") if gone else _("The policy has promised something: it is switched off instead.")
    return saved(request, text, "promises")
