"""Issues at the makers: all of them, and one with what was said there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from derman.trackers import actions, queries
from derman.trackers.errors import IssueNotFound, NotAllowed, TrackerError
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast
from derman.web.trackers import screens
from derman.web.trackers.guarding import desk_page, to

TABS = ("open", "failing", "closed")


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """All that the reader may see; `tab`: open, failing, closed."""
    actor = agent_of(request)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    found = queries.some(actor, which=tab, before=typed.number(request.GET.get("before", "")))
    rows, following = typed.page_of(found, queries.PAGE)
    context = {
        "rows": [screens.line_of(row) for row in rows],
        "next": following if len(found) > queries.PAGE else None,
        "tab": tab,
        "tabs": [
            ("open", pgettext("issues", "Open")),
            ("failing", pgettext("issues", "With a fault")),
            ("closed", pgettext("issues", "Closed")),
        ],
        "can_keep": actor.is_administrator,
    }
    return render(request, "trackers/index.html", context)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    actor = agent_of(request)
    row = queries.find(actor, pk)
    said = queries.comments(row)
    return {
        "row": row,
        "line": screens.line_of(row),
        "said": [screens.comment_line(one, row, actor) for one in said],
        "files": list(row.files.all()),
        "is_linked": row.stage != "unlinked",
        "is_unclear": row.stage == "unclear",
    }


def _page(request: HttpRequest, pk: int, *, wrong: TrackerError | None = None, status: int = 200) -> HttpResponse:
    text = request.POST.get("text", "") if wrong is not None else ""
    said = where(wrong, ("text",)) if wrong is not None else {"wrong": "", "wrong_at": {}}
    return render(request, "trackers/one.html", {**_context(request, pk), "text": text, **said}, status=status)


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One: how it stands, and what was said."""
    return _page(request, pk)


@require_safe
@desk_page
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The same without its forms, after a signal."""
    return render(request, "trackers/lane.html", _context(request, pk))


@require_POST
@desk_page
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the makers."""
    try:
        made = actions.say(actor=agent_of(request), issue=pk, text=request.POST.get("text", ""))
    except (IssueNotFound, NotAllowed):
        raise
    except TrackerError as error:
        return _page(request, pk, wrong=error, status=422)
    toast(request, _("It leaves in ten seconds."), undo=reverse("trackers:take_back", args=[pk, made.pk]))
    return to(request, "one", pk)


@require_POST
@desk_page
def take_back(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """What has not left yet does not leave."""
    try:
        actions.take_back(actor=agent_of(request), issue=pk, comment=comment)
        toast(request, _("Taken back."))
    except IssueNotFound:
        raise
    except TrackerError as error:
        toast(request, str(error), wrong=True)
    return to(request, "one", pk)


@require_POST
@desk_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """`act`: again (ask or send now), unlink, or back (link it again)."""
    actor, act = agent_of(request), request.POST.get("act") or request.GET.get("act", "")
    verbs = {"again": actions.try_again, "unlink": actions.unlink, "back": actions.link_again}
    if act not in verbs:
        raise IssueNotFound(_("There is no such thing to do here."))
    try:
        verbs[act](actor=actor, issue=pk)
    except (IssueNotFound, NotAllowed):
        raise
    except TrackerError as error:
        return _page(request, pk, wrong=error, status=422)
    undo = f"{reverse('trackers:move', args=[pk])}?act=back" if act == "unlink" else ""
    words = {
        "again": _("The tracker is asked now."),
        "unlink": _("No longer linked. At the makers it stays as it is."),
        "back": _("Linked again."),
    }
    toast(request, words[act], undo=undo)
    return to(request, "one", pk)
