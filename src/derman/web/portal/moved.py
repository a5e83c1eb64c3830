"""Old addresses of articles: who comes by one is sent on, instead of hearing that there is nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from derman.knowledge.queries import moved_to

OTHERS = ("/api/", "/desk/", "/static/", "/accounts/", "/health/", "/metrics", "/files/")


class MovedMiddleware:
    """Looks an address up once nothing was found at it, and only then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or request.path.startswith(OTHERS):
            return response
        reader = getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None
        found = moved_to(reader, request.path)
        if found is None:
            return response
        answer = HttpResponsePermanentRedirect(f"/kb/{found.slug}/")
        # an article that moves back must not meet its own redirect in a browser
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
