"""Whether answers keep people from having to write: for leads."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from derman.insight import queries
from derman.insight.errors import NotAllowed
from derman.knowledge.queries import desk
from derman.web.language import desk_of
from derman.web.signed_in import agent_of, agents_only

RANGES = (7, 30, 90)
LISTED = 10


@require_safe
@agents_only
def deflection(request: HttpRequest) -> HttpResponse:
    """Figures with their counts, and what to write or mend next."""
    asker, given = agent_of(request), request.GET.get("days", "")
    days = int(given) if given in map(str, RANGES) else 30
    try:
        report = queries.report(asker, days)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    context: dict[str, Any] = {
        "report": report,
        "definition": queries.definition(),
        "ranges": RANGES,
        "unhelpful": _texts(desk.listed(asker, desk.Filter(state="unhelpful"), size=LISTED)),
        "check": _texts(desk.listed(asker, desk.Filter(state="check"), size=LISTED)),
        "kept": desk_of(request).keeps_searches,
        "today": timezone.localdate(),
    }
    return render(request, "desk_knowledge/deflection.html", context)


def _texts(page: desk.Page) -> dict[str, Any]:
    return {"rows": [(one, list(one.translations.all())) for one in page.articles], "more": bool(page.next)}
