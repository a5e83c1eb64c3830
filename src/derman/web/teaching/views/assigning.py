"""Who is to learn a path."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.people.queries import person_by_address
from derman.teaching import actions
from derman.teaching.errors import NotAllowed, NotFound, TeachingError, WrongInput
from derman.teaching.words import today
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.teaching.views.doors import desk_page, moved
from derman.web.teaching.views.paths import page
from derman.web.toasts import toast

if TYPE_CHECKING:
    from django.http import QueryDict


@require_POST
@desk_page
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """To a person by address, to a team, or to newcomers."""
    try:
        due_on, due_days = _due(request.POST)
        made = actions.assign(
            actor=agent_of(request), path=pk, whom=_whom(request.POST), due_on=due_on, due_days=due_days
        )
    except (NotFound, NotAllowed):
        raise
    except TeachingError as error:
        return page(request, pk, wrong=str(error), form="assign", status=422)
    toast(request, _("Assigned."), undo=reverse("teaching:assignment_withdraw", args=[made.pk]))
    return moved(request, "one", pk, anchor="#assigned")


def _whom(post: QueryDict) -> actions.Whom:
    to, typed_address = post.get("to", ""), post.get("person", "").strip()
    if typed_address and to != "person":
        # a whole team would be told by mail instead of the one who was meant
        raise WrongInput(_("An address is typed, but not chosen: choose “One person”, or empty it."), field="person")
    match to:
        case "person":
            found = person_by_address(typed_address)
            if found is None:
                raise WrongInput(_("Nobody has this address."), field="person")
            return actions.Whom(person=found.pk)
        case "team":
            return actions.Whom(team=typed.number(post.get("team", "")))
        case "newcomers":
            days = typed.number(post.get("within", "")) or 0
            since = today() - timedelta(days=min(days, 3650))
            return actions.Whom(came_since=since, organisation=typed.number(post.get("organisation", "")))
    return actions.Whom()


def _due(post: QueryDict) -> tuple[date | None, int | None]:
    try:
        due_on = typed.day(post.get("due_on", ""))
    except ValueError:
        raise WrongInput(_("This is not a date."), field="due_on") from None
    days = post.get("due_days", "").strip()
    if days and typed.number(days) is None:
        raise WrongInput(_("Give the number of days in figures."), field="due_days")
    return due_on, typed.number(days) if days else None


@require_POST
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They need not learn it."""
    found = actions.withdraw_assignment(actor=agent_of(request), assignment=pk)
    toast(request, _("Withdrawn."), undo=reverse("teaching:assignment_bring_back", args=[pk]))
    return moved(request, "one", found.path_id, anchor="#assigned")


@require_POST
@desk_page
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was before."""
    found = actions.bring_assignment_back(actor=agent_of(request), assignment=pk)
    return moved(request, "one", found.path_id, anchor="#assigned")
