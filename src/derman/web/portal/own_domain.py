"""A portal with a domain of its own: the workspace is not under it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

DESK = "/desk/"


class OwnDomainMiddleware:
    """Whoever asks for the workspace at the portal's domain is sent to the desk's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and _is_the_portals(request.get_host()):
            if request.method not in ("GET", "HEAD"):
                raise Http404
            return HttpResponseRedirect(settings.DERMAN_URL + request.get_full_path())
        return self.get_response(request)


def _is_the_portals(host: str) -> bool:
    portal = urlsplit(settings.DERMAN_PORTAL_URL).netloc
    return host == portal and portal != urlsplit(settings.DERMAN_URL).netloc
