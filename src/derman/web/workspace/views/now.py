"""“What should I do now?”: the ranked list, each line with its reasons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from derman.people.access import lens_of
from derman.views.ranking import now_for
from derman.web import markup
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import lists, rows
from derman.web.workspace.reasons import in_words


@require_safe
@agents_only
def now(request: HttpRequest) -> HttpResponse:
    """The page; as a part the list alone, or its lines."""
    agent = agent_of(request)
    lens, moment, unread = lens_of(agent), timezone.now(), _("unread")
    found = [
        rows.line(
            one.line,
            unread=unread if one.unread else "",
            suffix="",
            now=moment,
            shows_holder=True,
            excerpt=markup.text(in_words(one.reasons)),
        )
        for one in now_for(agent, lens=lens)
    ]
    queue: dict[str, Any] = {
        "rows": found,
        "empty": {
            "icon": "check",
            "title": _("Nothing waits for you or your teams"),
            "text": _("What you could work on stands here, the most urgent first."),
            "url": "/desk/?view=all",
            "action": _("All open tickets"),
        },
    }
    target = request.headers.get("HX-Target", "")
    if target.endswith("#rows"):
        return render(request, "workspace/rows.html", {"queue": queue})
    address = reverse("workspace:now")
    queue |= {
        "title": _("What now?"),
        "q": "",
        "whole": True,
        "live_url": address,
        "views": lists.views_of(agent, "", lens=lens),
    }
    page = "workspace/queue.html" if target.endswith("#list") else "workspace/desk.html"
    return render(request, page, {"queue": queue, "ticket": None})
