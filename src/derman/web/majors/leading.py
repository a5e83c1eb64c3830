"""A major incident is led: its state, roles, interval, words and notes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.majors import actions
from derman.majors.errors import WrongInput
from derman.majors.queries import find
from derman.web.announcements.forms import moment
from derman.web.majors import forms, screens
from derman.web.majors.guarding import desk_page, to
from derman.web.majors.views import tried
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.toasts import toast


@require_POST
@desk_page
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, for the desk. `state` may stand in the address too, where it is taken back."""
    wanted = request.POST.get("state") or request.GET.get("state", "")
    before: list[str] = []

    def work() -> None:
        before.append(find(agent_of(request), pk).state)
        actions.move(actor=agent_of(request), major=pk, state=wanted)

    wrong = tried(request, pk, "state", work)
    if wrong is None and before[0] != wanted:
        undo = f"{reverse('majors:state', args=[pk])}?state={before[0]}"
        toast(request, _("State: %(state)s") % {"state": screens.STATES[wanted]}, undo=undo)
    return wrong or to(request, "one", pk)


@require_POST
@desk_page
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """All roles of the form, or the one that is named in it."""

    def work() -> None:
        for role in screens.ROLES:
            if role in request.POST:
                person = typed.number(request.POST.get(role, ""))
                actions.give_role(actor=agent_of(request), major=pk, role=role, person=person)

    wrong = tried(request, pk, "role", work)
    if wrong is None:
        toast(request, _("Saved."))
    return wrong or to(request, "one", pk, anchor="#roles")


@require_POST
@desk_page
def interval(request: HttpRequest, pk: int) -> HttpResponse:
    """How often people hear of it."""

    def work() -> None:
        minutes = typed.number(request.POST.get("update_every", ""))
        actions.set_interval(actor=agent_of(request), major=pk, minutes=minutes or 0)

    wrong = tried(request, pk, "interval", work)
    if wrong is None:
        toast(request, _("Saved."))
    return wrong or to(request, "one", pk, anchor="#roles")


@require_POST
@desk_page
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What people read of it, and who sees it."""

    def work() -> None:
        began_at = moment(request.POST, "began_at")
        if began_at is None:
            raise WrongInput(_("Choose the day and the time."), field="began_at")
        actions.describe(
            actor=agent_of(request),
            major=pk,
            said=forms.said_of(request.POST),
            began_at=began_at,
            revision=typed.number(request.POST.get("revision", "")),
        )

    wrong = tried(request, pk, "describe", work)
    if wrong is None:
        toast(request, _("Saved. People read it like this now."))
    return wrong or to(request, "one", pk)


@require_POST
@desk_page
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found out or decided, and when."""

    def work() -> None:
        text, at = request.POST.get("note", ""), moment(request.POST, "at")
        actions.note(actor=agent_of(request), major=pk, text=text, at=at)

    return tried(request, pk, "note", work) or to(request, "one", pk, anchor="#note")
