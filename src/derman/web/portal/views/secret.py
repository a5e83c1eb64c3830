"""What the desk hands over once: a page with a button, since mail scanners open links; the button shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from derman.identity import actions
from derman.identity.errors import SecretGone


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: HttpRequest, token: str) -> HttpResponse:
    """By GET the button, by POST the secret, this once. Nothing of it is kept by caches or search engines."""
    try:
        if request.method == "POST":
            answer = render(request, "portal/secret.html", {"secret": actions.open_secret(token=token), "shown": True})
        else:
            label = actions.check_secret(token).label
            answer = render(request, "portal/secret.html", {"label": label, "shown": False})
    except SecretGone as error:
        answer = render(request, "portal/secret_gone.html", {"why": str(error)}, status=404)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
