"""What web services may do to people's accounts."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.desk.actions import audit
from derman.identity import actions, queries
from derman.people import queries as people
from derman.tickets.errors import TicketError
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.account_actions import AccountActionForm
from derman.web.settings.pages import blame, saved, show, show_form


@require_safe
@for_administrators
def account_actions(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return show(request, "account_actions.html", {"rows": queries.account_actions()}, here="account_actions")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("account_action")
def account_action(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One action, or a new one."""
    actor = asker(request)
    found = queries.account_action(pk) if pk is not None else None
    if pk is not None and found is None:
        raise Http404
    form = AccountActionForm(found, request.POST if request.method == "POST" else None, teams=people.teams(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                kept = actions.save_account_action(
                    actor=actor,
                    action=found,
                    names=form.names(),
                    method=given["method"],
                    address=given["address"],
                    content_type=given["content_type"],
                    body=given["body"],
                    headers=form.headers_given(),
                    inside=given["inside"],
                    password_at=given["password_at"],
                    leads_only=given["leads_only"],
                    team=given["team"],
                    active=given["active"],
                )
                kind = "account_action.changed" if found else "account_action.added"
                audit(actor=actor, kind=kind, action=kept.pk, name=kept.name, address=kept.host, active=kept.active)
            return saved(request, _("“%(name)s” is saved.") % {"name": kept.name}, "account_actions")
        except TicketError as error:
            blame(form, error)
    return show_form(request, "account_action.html", form, {"action": found}, here="account_actions")
