"""What fails before a door was reached is answered as the door would: a problem document or a page."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from derman.api.problems import problem_of
from derman.web import outages


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: the database went away under a middleware, or something broke that nobody foresaw."""
    error = sys.exception()
    if request.path.startswith("/api/") and isinstance(error, Exception):
        return problem_of(error).response()
    return outages.server_error(request)
