"""What all pages of issues share: who may open them, and what an error becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from derman.problems.errors import ProblemNotFound
from derman.tickets.errors import TicketNotFound
from derman.trackers.errors import IssueNotFound, NotAllowed
from derman.web.signed_in import agents_only


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of the desk: what is not there is a page that says so, what one may not do is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except (IssueNotFound, TicketNotFound, ProblemNotFound) as error:
            raise Http404(str(error)) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None

    return agents_only(guarded)


def to(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    """To a page of issues, also where the button of a toast asks."""
    where = reverse(f"trackers:{name}", args=arguments)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)
