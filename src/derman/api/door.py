"""The way into every call: who comes, how often, with what; and that a POST is done once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from derman.api import bodies, idempotency, limits
from derman.api.callers import SAFE, Called, identify
from derman.api.problems import METHOD, NOT_FOUND, Problem, problem_of

type View = Callable[..., HttpResponse]
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def door(view: View) -> View:
    """Put the door before a view of the API. Cross-site requests are held off in `callers` where a cookie counts."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        # the language of this request only, whatever the thread serves next
        with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
            try:
                return _enter(view, request, path)
            except Exception as error:
                return problem_of(error).response()

    return answer


def _enter(view: View, request: HttpRequest, path: dict[str, Any]) -> HttpResponse:
    caller = identify(request)
    cast("Called", request).caller = caller
    if caller.person.language in LANGUAGES:
        translation.activate(caller.person.language)
    limits.count(caller.name)
    if request.method not in SAFE:
        bodies.take(request)
    if request.method == "HEAD":
        request.method = "GET"
        whole = view(request, **path)
        response = HttpResponse(status=whole.status_code, headers=dict(whole.headers))
    elif request.method == "POST":
        response = idempotency.once(request, caller.person.pk, lambda: view(request, **path))
    else:
        response = view(request, **path)
    if isinstance(response, HttpResponseNotAllowed):
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        raise Problem(METHOD, _("It answers: %(methods)s.") % {"methods": allowed}, headers={"Allow": allowed})
    return response


@csrf_exempt
def nothing_here(request: HttpRequest, **path: Any) -> HttpResponse:
    """Every other address below the API's."""
    return Problem(NOT_FOUND, _("The API has no such address. See /api/v1/docs.")).response()
