"""Who may open the settings: administrators all, leads what concerns the daily mail, agents their saved replies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from derman.people.models import Person

type View = Callable[..., HttpResponse]


def asker(request: HttpRequest) -> Person:
    """The person who asks; only for views behind one of the doors below."""
    person = request.user
    assert person.is_authenticated
    return person


def _door(view: View, may_pass: Callable[[Person], bool]) -> View:
    @wraps(view)
    def behind(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff_member:
            # whoever asks for help need not know that there is a desk behind
            raise Http404
        if not may_pass(request.user):
            raise PermissionDenied
        answer = view(request, *arguments, **named)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return behind


def for_administrators(view: View) -> View:
    """Only administrators come in."""
    return _door(view, lambda person: person.is_administrator)


def for_leads(view: View) -> View:
    """Leads and administrators come in."""
    return _door(view, lambda person: person.is_lead)


def for_agents(view: View) -> View:
    """Everybody who works at the desk comes in."""
    return _door(view, lambda person: person.is_staff_member)
