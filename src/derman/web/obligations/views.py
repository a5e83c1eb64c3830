"""What could slip: one page with a reason and one act for each, live, by keyboard, and to be taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.channels.mail.errors import MailError
from derman.obligations import actions, queries
from derman.obligations.errors import ObligationError
from derman.tickets.errors import TicketError
from derman.web.obligations.rows import shown
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast, toast_part


@require_safe
@agents_only
def index(request: HttpRequest) -> HttpResponse:
    """All of it, or with `?kind=` all of one kind; for a live signal the list alone."""
    context = _context(request, request.GET.get("kind", ""))
    if request.headers.get("HX-Request"):
        return render(request, "obligations/list.html", context)
    context["morning"] = queries.morning_of(agent_of(request)).wanted
    return render(request, "obligations/index.html", context)


def _context(request: HttpRequest, kind: str) -> dict[str, Any]:
    known = kind if queries.is_kind(kind) else ""
    kinds = [known] if known else []
    groups = queries.could_slip(agent_of(request), kinds=kinds, size=queries.WHOLE if known else queries.SIZE)
    return {
        "groups": shown(groups, timezone.now()),
        "kind": known,
        "count": sum(len(group.findings) for group in groups),
        "more": any(group.more for group in groups),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@require_POST
@agents_only
def act(request: HttpRequest) -> HttpResponse:
    """Do what helps: `verb`, with the `ticket` and the `key` of what it is done to."""
    post = request.POST
    try:
        done = actions.act(
            actor=agent_of(request),
            verb=post.get("verb", ""),
            ticket=_number(post.get("ticket", "")),
            key=_number(post.get("key", "")),
        )
    except (ObligationError, TicketError, MailError) as error:
        return _answer(request, str(error), wrong=True)
    undo = ""
    if done.act is not None:
        undo = reverse("workspace:undo", args=[done.ticket, done.act])
    elif done.obligation is not None:
        undo = reverse("obligations:take_back", args=[done.obligation])
    return _answer(request, done.said, undo=undo)


def _answer(request: HttpRequest, said: str, *, undo: str = "", wrong: bool = False) -> HttpResponse:
    """The list as it is now with a toast; where a ticket asked, the toast alone: its page is told by a signal."""
    if not request.headers.get("HX-Request"):
        toast(request, said, undo=undo, wrong=wrong)
        return HttpResponseRedirect(reverse("obligations:index"))
    part = toast_part(said, undo=undo, wrong=wrong)
    if request.headers.get("HX-Target", "").rpartition("#")[2] != "owed":
        return HttpResponse(part)
    context = _context(request, request.POST.get("of", ""))
    return HttpResponse(render_to_string("obligations/list.html", context, request) + part)


@require_POST
@agents_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was before it was kept, settled or dropped."""
    try:
        actions.take_back(actor=agent_of(request), obligation=pk)
    except ObligationError as error:
        return _answer(request, str(error), wrong=True)
    return _answer(request, _("Taken back."))


@require_POST
@agents_only
def mornings(request: HttpRequest) -> HttpResponse:
    """Switch the mail in the morning on or off."""
    wanted = request.POST.get("wanted") == "yes"
    actions.want_mornings(actor=agent_of(request), wanted=wanted)
    said = _("You get a mail each morning with what could slip.") if wanted else _("You get no mail in the morning.")
    toast(request, said)
    return HttpResponseRedirect(reverse("obligations:index"))
