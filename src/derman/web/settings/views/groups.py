"""Groups of people."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.desk.actions import audit
from derman.people import actions, queries
from derman.people.errors import PeopleError
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.groups import GroupForm
from derman.web.settings.pages import blame, saved, show, show_form


@require_safe
@for_administrators
def groups(request: HttpRequest) -> HttpResponse:
    """The groups by name."""
    return show(request, "groups.html", {"groups": queries.groups(asker(request))}, here="groups")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("group")
def group(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One group, or a new one."""
    actor = asker(request)
    found = queries.group(actor, pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = GroupForm(found, queries.members_of(actor, found.pk) if found else [], data)
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                kept = actions.save_group(actor=actor, group=pk, **form.cleaned_data)
                kind = "group.changed" if found else "group.added"
                members = len(queries.members_of(actor, kept.pk))
                audit(actor=actor, kind=kind, group=kept.pk, name=kept.name, members=members)
            return saved(request, _("“%(name)s” is saved.") % {"name": kept.name}, "groups")
        except PeopleError as error:
            blame(form, error)
    return show_form(request, "group.html", form, {"group": found}, here="groups")


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a group."""
    actor = asker(request)
    found = queries.group(actor, pk)
    if found is None:
        raise Http404
    with transaction.atomic():
        actions.remove_group(actor=actor, group=pk)
        audit(actor=actor, kind="group.removed", group=pk, name=found.name)
    return saved(request, _("“%(name)s” is deleted.") % {"name": found.name}, "groups")
