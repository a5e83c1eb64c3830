"""How the pages of teaching at the desk are entered and answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from derman.teaching.errors import NotAllowed, NotFound
from derman.web.signed_in import agents_only


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of the desk: what is not there is a page that says so, what one may not do is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except NotFound as error:
            raise Http404(str(error)) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None

    return agents_only(guarded)


def to(name: str, *arguments: object, anchor: str = "") -> HttpResponse:
    """To a page of teaching."""
    return HttpResponseRedirect(reverse(f"teaching:{name}", args=arguments) + anchor)


def moved(request: HttpRequest, name: str, *arguments: object, anchor: str = "") -> HttpResponse:
    """The same, also where the button of a toast asks."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(f"teaching:{name}", args=arguments) + anchor})
    return to(name, *arguments, anchor=anchor)
