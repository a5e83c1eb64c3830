"""Old addresses of articles: who comes by one is sent on, instead of hearing that there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from derman.knowledge.queries import moved_to
from derman.knowledge.slugs import is_short_link

OTHERS = ("/api/", "/desk/", "/static/", "/accounts/", "/health/", "/metrics", "/files/")


class MovedMiddleware:
    """Looks an address up once nothing was found at it; a short link of WordPress before, since its path is `/`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD")
        if reads and is_short_link(request.get_full_path()):
            found = moved_to(_reader(request), request.get_full_path())
            if found is not None:
                return _sent_on(found.slug)
        response = self.get_response(request)
        if response.status_code != 404 or not reads or request.path.startswith(OTHERS):
            return response
        found = moved_to(_reader(request), request.path)
        return response if found is None else _sent_on(found.slug)


def _reader(request: HttpRequest) -> Any:
    return getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None


def _sent_on(slug: str) -> HttpResponse:
    answer = HttpResponsePermanentRedirect(f"/kb/{slug}/")
    # an article that moves back must not meet its own redirect in a browser
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
