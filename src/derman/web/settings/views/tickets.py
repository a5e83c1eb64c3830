"""What tickets are sorted by: categories and priorities."""

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
from derman.web.settings.forms.tickets import CategoryForm, MatrixForm
from derman.web.settings.pages import blame, refused, saved, show, show_form

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_administrators
def categories(request: HttpRequest) -> HttpResponse:
    """The tree."""
    return show(request, "categories.html", {"tree": queries.categories(active_only=False)}, here="categories")


@page
@for_administrators
@one_at_a_time("category")
def category(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One category, or a new one (below `?below=`)."""
    actor = asker(request)
    found = queries.category(pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    below = request.GET.get("below", "")
    teams, skills = list(people.teams(actor)), people.skills(actor)
    tree = queries.categories(active_only=False)
    form = CategoryForm(
        found,
        request.POST if request.method == "POST" else None,
        parent=int(below) if below.isdecimal() and len(below) < 10 else None,
        tree=tree,
        teams=teams,
        skills=skills,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        beside = sum(1 for row, _depth in tree if row.parent_id == given["parent"])
        try:
            with transaction.atomic():
                kept = actions.save_category(
                    actor=actor,
                    category=found,
                    names=form.names(),
                    parent=queries.category(given["parent"]) if given["parent"] else None,
                    team=next((team for team in teams if team.pk == given["team"]), None),
                    skill=next((skill for skill in skills if skill.pk == given["skill"]), None),
                    kind=given["kind"],
                    position=found.position if found and found.parent_id == given["parent"] else beside,
                    active=given["active"],
                    identity_required=given["identity_required"],
                )
                audit(
                    actor=actor,
                    kind="category.changed" if found else "category.added",
                    category=kept.pk,
                    name=kept.name,
                    active=kept.active,
                )
            return saved(request, _("The category “%(name)s” is saved.") % {"name": kept.name}, "categories")
        except TicketError as error:
            blame(form, error)
    return show_form(request, "category.html", form, {"category": found}, here="categories")


@require_POST
@for_administrators
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down among those that stand beside it."""
    found = queries.category(pk)
    if found is None:
        raise Http404
    with transaction.atomic():
        actions.move_category(actor=asker(request), category=found, step=-1 if request.POST.get("to") == "up" else 1)
        audit(actor=asker(request), kind="category.moved", category=pk, name=found.name)
    return redirect("settings:categories")


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a category that no ticket has; switch one off that is in use."""
    found = queries.category(pk)
    if found is None:
        raise Http404
    try:
        with transaction.atomic():
            gone = actions.remove_category(actor=asker(request), category=found)
            kind = "category.removed" if gone else "category.changed"
            audit(actor=asker(request), kind=kind, category=pk, name=found.name, active=False)
    except TicketError as error:
        return refused(request, error, "category", pk)
    said = (
        _("The category “%(name)s” is deleted.")
        if gone
        else _("Tickets have the category “%(name)s”, so it stays for them; it is no longer offered.")
    )
    return saved(request, said % {"name": found.name}, "categories")


@page
@for_administrators
@one_at_a_time("priorities")
def priorities(request: HttpRequest) -> HttpResponse:
    """The matrix."""
    form = MatrixForm(queries.matrix(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.save_matrix(actor=asker(request), cells=form.cells())
                cells = {f"{impact}.{urgency}": value for (impact, urgency), value in form.cells().items()}
                audit(actor=asker(request), kind="priorities.changed", cells=cells)
            return saved(request, _("The priorities are saved. They count for tickets from now on."), "priorities")
        except TicketError as error:
            blame(form, error)
    return show_form(request, "priorities.html", form, here="priorities")
