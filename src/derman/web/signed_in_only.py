"""For pages of everybody who is signed in, whatever their role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from derman.web.accounts.where import is_ours

type View = Callable[..., HttpResponse]


def where_to_come_back(request: HttpRequest) -> str:
    """The page that was asked for; of a form that was sent too late, that on which it stands."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    before = request.headers.get("Referer", "")
    return urlsplit(before).path or "/" if is_ours(request, before) else "/"


def signed_in_only(view: View) -> View:
    """Others are asked to sign in and come back here; a part of a page gets 401. Nothing of it is kept by caches."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return redirect_to_login(where_to_come_back(request))
        answer = view(request, *arguments, **named)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded
