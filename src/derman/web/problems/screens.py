"""Problems made ready for their pages: words, chips, lines of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from derman.channels.mail.fates import Delivery, deliveries_of
from derman.problems.words import as_html
from derman.web import markup
from derman.web.workspace import words

TONES = {"new": "urgent", "analysis": "warn", "known_error": "warn", "fixing": "good", "closed": ""}
STATUSES = {
    "new": pgettext_lazy("problem", "New"),
    "analysis": pgettext_lazy("problem", "Being looked into"),
    "known_error": gettext_lazy("Known error"),
    "fixing": pgettext_lazy("problem", "Being fixed"),
    "closed": pgettext_lazy("problem", "Closed"),
}
DECISIONS = {
    "fix_now": gettext_lazy("Fix it now"),
    "build_anew": gettext_lazy("Build it anew"),
    "accept": gettext_lazy("Live with it"),
}
LANGUAGES = {"en": gettext_lazy("in English"), "tr": gettext_lazy("in Turkish")}


def status_chip(row: Any) -> SafeString:
    """How far one is with a problem."""
    return words.chip(STATUSES[row.status], TONES[row.status])


def rich(markdown: str) -> SafeString:
    """Markdown of the desk as safe HTML."""
    return markup.cleaned(as_html(markdown))


def line_of(row: Any) -> dict[str, Any]:
    """A problem in a list."""
    return {
        "row": row,
        "number": f"P{row.pk}",
        "status": status_chip(row),
        "priority": words.priority_chip(row),
        "owner": row.owner.name if row.owner is not None else "",
        "team": row.team.name if row.team is not None else "",
    }


def incident_lines(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Linked tickets. No statement, 1 where a workaround was sent to one of them."""
    went = deliveries_of([one.sent_id for one in rows if one.sent_id is not None])
    return [_incident_line(one, went.get(one.sent_id)) for one in rows]


def _incident_line(one: Any, went: Delivery | None) -> dict[str, Any]:
    ticket = one.ticket
    sent = one.sent is not None and one.sent.withdrawn_at is None
    return {
        "number": str(ticket.pk),
        "url": f"/desk/tickets/{ticket.pk}/",
        "subject": ticket.subject,
        "requester": ticket.requester.name or ticket.requester.email,
        "status": words.status_chip(ticket),
        "sent": sent,
        "waits": sent and went is not None and went.kept,
    }


def told(found: Any) -> list[dict[str, Any]]:
    """The timeline of an opened problem, the latest first."""
    return [
        {
            "at": one.at,
            "who": one.actor.name if one.actor is not None else pgettext("author", "The desk"),
            "noted": one.kind == "noted",
            "words": sentence,
        }
        for one in found.happenings
        if (sentence := _sentence(found, one))
    ]


def _sentence(found: Any, one: Any) -> str:
    details = one.details
    if one.kind == "noted":
        return str(details["text"])
    if one.kind in ("linked", "unlinked"):
        return _linked(found, one)
    if one.kind == "status":
        values = {"before": STATUSES[details["before"]], "after": STATUSES[details["after"]]}
        return _("Status: %(before)s → %(after)s") % values
    if one.kind == "owner":
        return _("Owner: %(name)s") % {"name": found.names.get(details["after"]) or _("nobody")}
    if one.kind == "decided":
        if not details["decision"]:
            return _("The decision was taken back")
        values = {"decision": DECISIONS[details["decision"]], "reason": details["reason"]}
        return _("Decided: %(decision)s. %(reason)s") % values
    if one.kind == "change":
        number = details["ticket"] if details["ticket"] in found.numbers else None
        parts = [details["words"], f"#{number}" if number else ""]
        return _("Change: %(change)s") % {"change": " ".join(filter(None, parts)) or _("none")}
    if one.kind == "closed":
        return _("Closed; those affected are told") if details["telling"] else _("Closed, and nobody was told")
    if one.kind == "reopened":
        return _("Reopened before anybody was told") if details["stopped"] else _("Reopened")
    if one.kind == "told":
        return _("Tickets whose requesters were told: %(count)s") % {"count": details["count"]}
    if one.kind == "issue_said":
        return _("The makers said something at the issue") if details["theirs"] else _("Written to the makers")
    if one.kind == "issue_moved":
        return _("The makers closed the issue") if details["closed"] else _("The makers opened the issue again")
    return str(PLAIN.get(one.kind, ""))


PLAIN = {
    "begun": gettext_lazy("Written down as a problem"),
    "described": gettext_lazy("Described anew"),
    "team": gettext_lazy("Handed to another team"),
    "known_error": gettext_lazy("Known error and workaround written"),
    "analysed": gettext_lazy("Analysis of the cause written"),
    "offered": gettext_lazy("The workaround is offered to requesters"),
    "offer_ended": gettext_lazy("The workaround is offered no longer"),
    "issue_asked": gettext_lazy("An issue at the makers was asked for or linked"),
    "issue_opened": gettext_lazy("The issue is open at the makers"),
    "issue_failed": gettext_lazy("The issue at the makers has a fault"),
    "issue_unlinked": gettext_lazy("No longer linked to the issue at the makers"),
    "issue_again": gettext_lazy("Linked to the issue at the makers again"),
    "article": gettext_lazy("Put into the knowledge base as a draft"),
}


def _linked(found: Any, one: Any) -> str:
    numbers = [number for number in one.details["tickets"] if number in found.numbers]
    shown = ", ".join(f"#{number}" for number in numbers[:10])
    hidden = len(one.details["tickets"]) - len(numbers[:10])
    if hidden:
        shown = _("%(shown)s and %(count)s more") % {"shown": shown or "…", "count": hidden}
    if one.kind == "unlinked":
        return _("No longer linked: %(tickets)s") % {"tickets": shown}
    if one.details["way"] == "surge":
        return _("Linked by the radar: %(tickets)s") % {"tickets": shown}
    return _("Linked: %(tickets)s") % {"tickets": shown}


def problem_url(pk: int) -> str:
    """The page of a problem."""
    return reverse("problems:one", args=[pk])
