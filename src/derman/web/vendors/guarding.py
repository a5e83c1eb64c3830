"""What all pages of vendors share: who may open them, and what an error becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from derman.tickets.errors import TicketNotFound
from derman.vendors.errors import NotAllowed, VendorNotFound
from derman.web.signed_in import agents_only


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of the desk: what is not there is a page that says so, what one may not do is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except (VendorNotFound, TicketNotFound) as error:
            raise Http404(str(error)) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None

    return agents_only(guarded)
