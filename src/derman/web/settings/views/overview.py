"""The first page of the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from derman.web.settings.doors import for_leads
from derman.web.settings.pages import show


@require_safe
@for_leads
def index(request: HttpRequest) -> HttpResponse:
    """All pages with what they are for; on a phone this is the way to them."""
    return show(request, "index.html", here="")
