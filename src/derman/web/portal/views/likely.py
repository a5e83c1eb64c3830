"""Likely answers beside the form of a new request, and the end without one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.announcements import queries as announcements
from derman.insight import actions
from derman.search import queries as finder
from derman.web.portal import articles
from derman.web.portal.announcements import shown_of
from derman.web.portal.searching import offered
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

ANSWERS = 5
LOOKED_AT = 600  # characters of what was written


@require_POST
@signed_in_only
def answers(request: HttpRequest) -> HttpResponse:
    """Articles, guided fixes and services that may answer what is being written: a part of a page.

    By POST, so that what people write stands in no address and no log. Only the subject is kept.
    """
    person, lang = agent_of(request), get_language() or "en"
    subject = request.POST.get("subject", "").replace("\0", "").strip()[:200]
    words = f"{subject} {request.POST.get('text', '').replace('\0', '')[:LOOKED_AT]}".strip()
    if len(words) < actions.SHORTEST:
        return render(request, "portal/likely.html", {})
    hits = finder.answers(person, words, lang=lang, limit=ANSWERS)
    if not hits and subject:
        hits = finder.answers(person, subject, lang=lang, limit=ANSWERS)
    actions.note_search(
        person=person,
        browser=articles.browser_of(request),
        place="asking",
        words=subject,
        lang=lang,
        shown=offered(hits),
    )
    wanted = [hit.of for hit in hits if hit.kind == "outage"]
    outages = [shown_of(row) for row in announcements.some(person, wanted)] if wanted else []
    return render(request, "portal/likely.html", {"found": articles.answers_of(hits), "outages": outages})


@require_POST
@signed_in_only
def solved(request: HttpRequest) -> HttpResponse:
    """Who was writing found the answer: no request is written, and that is counted."""
    actions.solved(person=agent_of(request), browser=articles.browser_of(request))
    toast(request, _("Glad that you found the answer. No request was written."))
    return HttpResponseRedirect(reverse("portal:home"))
