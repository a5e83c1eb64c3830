"""Who is on the other side of a request, and who may open a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from derman.web.signed_in_only import where_to_come_back

if TYPE_CHECKING:
    from derman.people.models import Person as Agent
else:
    Agent = Any  # doors import no other room's models

__all__ = ["Agent", "View", "agent_of", "agents_only"]

type View[**P] = Callable[Concatenate[HttpRequest, P], Any]


def agent_of(request: HttpRequest) -> Agent:
    """The agent who asks; only for views behind `agents_only`."""
    return cast("Agent", request.user)


def agents_only[**P](view: View[P]) -> View[P]:
    """For people of the desk: others get 403, who is not signed in is asked to (a part of a page gets 401)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return redirect_to_login(where_to_come_back(request))
        if not agent_of(request).is_staff_member:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)
