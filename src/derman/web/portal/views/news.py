"""What is new about the software that people use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from derman.teaching import queries
from derman.web.portal.telling import item_of
from derman.web.signed_in import agent_of


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """All that is shown now, the latest first; without signing in, what is for everyone."""
    reader = agent_of(request) if request.user.is_authenticated else None
    before = request.GET.get("before", "")[:60]
    found, following = queries.news(reader, get_language() or "en", before=before)
    context = {"items": [item_of(one) for one in found], "next": following, "before": before, "here": "news"}
    answer = render(request, "portal/learning/news.html", context)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
