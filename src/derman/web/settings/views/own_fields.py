"""The desk's own fields of tickets."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk.actions import audit
from derman.people import queries as people
from derman.tickets import actions, queries
from derman.tickets.errors import TicketError
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.own_fields import TYPES, OwnFieldForm
from derman.web.settings.pages import blame, saved, show, show_form


@require_safe
@for_administrators
def fields(request: HttpRequest) -> HttpResponse:
    """All of them, in their order."""
    types = dict(TYPES)
    rows = [{"field": field, "type": types[field.type]} for field in queries.own_fields()]
    return show(request, "fields.html", {"rows": rows}, here="fields")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("field")
def field(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One field, or a new one."""
    actor = asker(request)
    found = queries.own_field(pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = OwnFieldForm(
        found,
        request.POST if request.method == "POST" else None,
        tree=queries.categories(active_only=False),
        teams=people.teams(actor),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                kept = actions.save_field(
                    actor=actor,
                    field=found,
                    labels=form.labels(),
                    asks=given["type"],
                    choices=form.chosen(),
                    kinds=given["kinds"],
                    categories=given["categories"],
                    teams=given["teams"],
                    required=given["required"],
                    visible=given["visible"],
                    active=given["active"],
                )
                kind = "field.changed" if found else "field.added"
                audit(actor=actor, kind=kind, field=kept.pk, name=kept.label, active=kept.active)
            return saved(request, _("The field “%(name)s” is saved.") % {"name": kept.label}, "fields")
        except TicketError as error:
            blame(form, error)
    return show_form(request, "field.html", form, {"field": found}, here="fields")


@require_POST
@for_administrators
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down."""
    found = queries.own_field(pk)
    if found is None:
        raise Http404
    with transaction.atomic():
        actions.move_field(actor=asker(request), field=found, step=-1 if request.POST.get("to") == "up" else 1)
        audit(actor=asker(request), kind="field.moved", field=pk, name=found.label)
    return redirect("settings:fields")
