"""What all pages of major incidents share: who may open them, what an error becomes, and where one goes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from derman.majors import queries
from derman.majors.access import may_lead
from derman.majors.errors import MajorNotFound, NotAllowed
from derman.problems.errors import ProblemNotFound
from derman.radar.errors import SurgeNotFound
from derman.tickets.errors import TicketNotFound
from derman.web.signed_in import Agent, agents_only


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of the desk: what is not there is a page that says so, what one may not do is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except (MajorNotFound, TicketNotFound, ProblemNotFound, SurgeNotFound) as error:
            raise Http404(str(error)) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None

    return agents_only(guarded)


def led_by(actor: Agent, pk: int) -> Any:
    """The one that somebody wants to lead. 1 statement. Raises MajorNotFound, NotAllowed."""
    row = queries.find(actor, pk)
    if not may_lead(actor, row):
        raise NotAllowed(_("Its lead, whoever has a role in it, and leads of the desk do this."))
    return row


def to(request: HttpRequest, name: str, *arguments: object, anchor: str = "") -> HttpResponse:
    """To a page of major incidents, also where the button of a toast asks."""
    where = reverse(f"majors:{name}", args=arguments) + anchor
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)
