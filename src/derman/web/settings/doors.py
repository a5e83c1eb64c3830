"""Who may open the settings: administrators all, leads what concerns the daily mail, agents their saved replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from derman.kernel.locks import hold
from derman.web.language import forget_desk
from derman.web.signed_in_only import where_to_come_back

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
            return redirect_to_login(where_to_come_back(request))
        if not request.user.is_staff_member:
            # whoever asks for help need not know that there is a desk behind
            raise Http404
        if not may_pass(request.user):
            raise PermissionDenied
        answer = view(request, *arguments, **named)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return behind


def one_at_a_time(what: str) -> Callable[[View], View]:
    """What is sent to a view changes `what` (and the number in its address) for one person at a time.

    The view reads the object behind the lock, so that a form that shows something older is noticed.
    """

    def around(view: View) -> View:
        @wraps(view)
        def alone(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
            if request.method != "POST":
                return view(request, *arguments, **named)
            with held(request, what, named.get("pk")):
                return view(request, *arguments, **named)

        return alone

    return around


@contextmanager
def held(request: HttpRequest, what: str, number: object = None) -> Iterator[None]:
    """One transaction in which nobody else changes `what`."""
    with transaction.atomic():
        hold(f"settings.{what}.{number or ''}")
        forget_desk(request)
        yield


def for_administrators(view: View) -> View:
    """Only administrators come in."""
    return _door(view, lambda person: person.is_administrator)


def for_leads(view: View) -> View:
    """Leads and administrators come in."""
    return _door(view, lambda person: person.is_lead)


def for_agents(view: View) -> View:
    """Everybody who works at the desk comes in."""
    return _door(view, lambda person: person.is_staff_member)
