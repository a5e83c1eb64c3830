"""Agreeing to what somebody asks for: signed in, or by the link in the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.catalogue.answering import words_of
from derman.kernel.texts import in_language
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, TicketNotFound, WrongInput
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.tickets.models import Approval


def _line(row: Approval) -> dict[str, Any]:
    requester = row.ticket.requester
    return {
        "url": reverse("portal:approval", args=[row.pk]),
        "number": str(row.ticket_id),
        "subject": row.ticket.subject,
        "name": requester.name or requester.email,
        "asked_at": row.asked_at,
        "expires_at": row.expires_at,
        "waits": queries.is_waiting(row),
        "state": row.get_state_display(),
        "tone": {"approved": "good", "refused": "urgent", "asked": "warn"}.get(row.state, ""),
        "reason": row.reason,
        "instead_of": row.instead_of.name if row.instead_of is not None else "",
    }


def _shown(row: Approval) -> dict[str, Any]:
    asked = row.ticket.service_request
    return {
        **_line(row),
        "service": str(asked),
        "answers": [
            {"label": in_language(one["labels"]), "words": words} for one in asked.answers if (words := words_of(one))
        ],
    }


@require_safe
@signed_in_only
def mine(request: HttpRequest) -> HttpResponse:
    """What I am asked to agree to, and what I decided."""
    rows = [_line(row) for row in queries.approvals_for(agent_of(request))]
    waiting, decided = [row for row in rows if row["waits"]], [row for row in rows if not row["waits"]]
    return render(request, "portal/approvals.html", {"waiting": waiting, "decided": decided, "here": "approvals"})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of mine: what is asked for, and the two buttons."""
    try:
        row = queries.approval(agent_of(request), pk)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    return _decide(request, row, reverse("portal:approvals"))


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link of the mail, without signing in. Looking at it decides nothing: mail scanners look too."""
    try:
        row = queries.approval_by_token(token)
    except TicketNotFound as error:
        return render(request, "portal/approval_gone.html", {"why": str(error)}, status=404)
    answer = _decide(request, row, request.path)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _decide(request: HttpRequest, row: Approval, then: str) -> HttpResponse:
    context: dict[str, Any] = {"approval": _shown(row), "reason": ""}
    if request.method != "POST":
        return render(request, "portal/approval.html", context)
    approved = request.POST.get("decision") == "approve"
    context["reason"] = request.POST.get("reason", "")
    try:
        actions.decide(actor=row.person, approval=row.pk, approved=approved, reason=context["reason"])
    except WrongInput as error:
        return render(request, "portal/approval.html", {**context, "wrong": str(error)}, status=422)
    except (NotAllowed, TicketNotFound) as error:
        toast(request, str(error), wrong=True)
        return HttpResponseRedirect(then)
    toast(request, _("Approved. Thank you.") if approved else _("Not approved. Thank you for deciding."))
    return HttpResponseRedirect(then)
