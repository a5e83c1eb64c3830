"""The versions of an article: what changed between two, going back to one, and how it will look."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.knowledge import actions
from derman.knowledge.comparing import compare, lines_of
from derman.knowledge.errors import KnowledgeError
from derman.knowledge.queries import desk
from derman.web.knowledge.views.doors import found, refused, to
from derman.web.portal.articles import page_of
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


@require_safe
@agents_only
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions; two of them compared: by default the newest with the one before."""
    translation = found(request, pk)
    rows = desk.versions(translation)
    known = {str(row.number): row for row in rows}
    new = known.get(request.GET.get("new", "")) or rows[0]
    before = next((row for row in rows if row.number < new.number), new)
    old = known.get(request.GET.get("old", "")) or before
    lines = compare(lines_of(old.title, old.body), lines_of(new.title, new.body)) if old != new else []
    changed = any(line.kind not in ("same", "gap") for line in lines)
    context = {"translation": translation, "versions": rows, "old": old, "new": new, "lines": lines, "changed": changed}
    return render(request, "desk_knowledge/versions.html", context)


@require_POST
@agents_only
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an earlier version the newest."""
    try:
        actions.restore_version(actor=agent_of(request), translation=pk, number=number)
    except KnowledgeError as error:
        return refused(request, error, "versions", pk)
    toast(request, _("Version %(number)d is the newest one again. Publish it when it is right.") % {"number": number})
    return to("article", pk)


@require_safe
@agents_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version as readers will see it."""
    translation = found(request, pk)
    if translation.newest is None:
        raise Http404
    context = {"translation": translation, "page": page_of(translation.newest, translation.lang)}
    return render(request, "desk_knowledge/preview.html", context)
