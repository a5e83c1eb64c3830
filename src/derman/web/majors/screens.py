"""Major incidents made ready for their pages: words, chips, the clock, lines of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from derman.kernel import clock
from derman.kernel.texts import in_language
from derman.majors.actions import UNDO
from derman.majors.words import as_html
from derman.web import markup, moments
from derman.web.promises import in_words
from derman.web.workspace import words

STATES: Mapping[str, Any] = {
    "declared": pgettext_lazy("major incident", "Declared"),
    "investigating": pgettext_lazy("major incident", "Being looked into"),
    "identified": pgettext_lazy("major incident", "The cause is known"),
    "monitoring": pgettext_lazy("major incident", "Fixed, being watched"),
    "resolved": pgettext_lazy("major incident", "Resolved"),
    "reviewed": pgettext_lazy("major incident", "Reviewed"),
    "withdrawn": pgettext_lazy("major incident", "Declared by mistake"),
}
TONES = {
    "declared": "urgent",
    "investigating": "urgent",
    "identified": "warn",
    "monitoring": "info",
    "resolved": "good",
}
STEPS = ("declared", "investigating", "identified", "monitoring", "resolved", "reviewed")
ROLES: Mapping[str, Any] = {
    "lead": pgettext_lazy("major incident", "Lead"),
    "communications": gettext_lazy("Communications"),
    "technical": gettext_lazy("Technical lead"),
    "scribe": gettext_lazy("Scribe"),
    "liaison": gettext_lazy("Business liaison"),
}
AUDIENCES: Mapping[str, Any] = {
    "everyone": gettext_lazy("Everyone, also without signing in"),
    "signed_in": gettext_lazy("Whoever is signed in"),
    "agents": gettext_lazy("Agents alone: on the portal nobody sees it"),
}
LANGUAGES = {"en": gettext_lazy("in English"), "tr": gettext_lazy("in Turkish")}


def rich(markdown: str) -> SafeString:
    """Markdown of the desk as safe HTML."""
    return markup.cleaned(as_html(markdown))


def state_chip(row: Any) -> SafeString:
    """How far one is with it."""
    return words.chip(STATES[row.state], TONES.get(row.state, ""))


def update_clock(row: Any, now: datetime) -> SafeString:
    """When people are to hear next, kept true by the page; nothing where it is over."""
    if row.update_due_at is None:
        return SafeString("")
    since = row.update_due_at - timedelta(minutes=row.update_every)
    left = (row.update_due_at - now).total_seconds()
    tone = " clock--late" if left <= 0 else " clock--warn" if left < row.update_every * 12 else ""
    said = markup.text(_("Next update until %(moment)s") % {"moment": moments.full(row.update_due_at)})
    return SafeString(
        f'<derman-clock class="clock{tone}" data-since="{since.isoformat()}"'
        f' data-due="{row.update_due_at.isoformat()}" title="{said}">'
        f"{markup.text(in_words(row.update_due_at, now))}</derman-clock>"
    )


def line_of(row: Any) -> dict[str, Any]:
    """One in a list."""
    return {
        "row": row,
        "state": state_chip(row),
        "lead": row.lead.name or row.lead.email,
        "clock": update_clock(row, clock.now()),
    }


def steps_of(row: Any) -> list[dict[str, Any]]:
    """How far it is, among all that comes; nothing comes of what was declared by mistake."""
    if row.state not in STEPS:
        return []
    at = STEPS.index(row.state)
    return [
        {"code": code, "name": STATES[code], "done": place < at, "current": place == at, "can": code in STEPS[:4]}
        for place, code in enumerate(STEPS)
    ]


def joined_line(one: Any) -> dict[str, Any]:
    """A ticket that belongs to it."""
    ticket = one.ticket
    return {
        "number": str(ticket.pk),
        "url": f"/desk/tickets/{ticket.pk}/",
        "subject": ticket.subject,
        "requester": ticket.requester.name or ticket.requester.email,
        "status": words.status_chip(ticket),
    }


def likely_line(one: Any) -> dict[str, Any]:
    """A ticket that may belong to it, with what they share."""
    return {**joined_line(one), "at": one.ticket.created_at, "words": ", ".join(one.words)}


def seats_of(found: Any) -> list[dict[str, Any]]:
    """Who has which part, the lead first."""
    held = {seat.role: seat.person for seat in found.seats}
    held["lead"] = found.row.lead
    return [{"code": code, "name": name, "person": held.get(code)} for code, name in ROLES.items()]


def updates_of(found: Any) -> list[dict[str, Any]]:
    """What people were told, the latest first."""
    now = clock.now()
    latest = found.latest
    return [
        {
            "pk": one.pk,
            "state": words.chip(STATES[one.state], TONES.get(one.state, "")),
            "at": one.at,
            "by": one.by.name or one.by.email,
            "body": rich(in_language(one.texts)),
            "late": late_words(int((one.at - one.due_at).total_seconds())) if one.was_late else "",
            "told": told_words(one),
            "can_be_taken_back": one is latest and one.told_at is None and one.at + UNDO > now,
        }
        for one in found.updates
    ]


def late_words(seconds: int) -> str:
    """“7 min late”."""
    minutes = max(1, seconds // 60)
    return ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes}


def told_words(one: Any) -> str:
    """Whether it has left, and to how many."""
    if one.told_at is None:
        return _("Leaves in a minute")
    return ngettext("Sent to %(n)s request", "Sent to %(n)s requests", one.told) % {"n": one.told}


def told(found: Any) -> list[dict[str, Any]]:
    """Its timeline, the latest first."""
    return [
        {
            "at": one.at,
            "who": one.actor.name if one.actor is not None else pgettext("author", "The desk"),
            "kind": one.kind,
            "marked": one.kind in ("noted", "told", "late", "reopened", "withdrawn"),
            "late": one.kind == "late" or bool(one.details.get("late")),
            "words": sentence,
        }
        for one in found.happenings
        if (sentence := _sentence(found, one))
    ]


def _sentence(found: Any, one: Any) -> str:
    details = one.details
    match one.kind:
        case "noted":
            return str(details["text"])
        case "joined" | "left":
            return _tickets(found, one)
        case "state":
            values = {"before": STATES[details["before"]], "after": STATES[details["after"]]}
            return _("State: %(before)s → %(after)s") % values
        case "role":
            values = {"role": ROLES[details["role"]], "name": found.names.get(details["after"]) or _("nobody")}
            return _("%(role)s: %(name)s") % values
        case "interval":
            return _("People hear of it every %(minutes)s minutes") % {"minutes": details["after"]}
        case "told":
            if details["late"] > 0:
                values = {"state": STATES[details["state"]], "late": late_words(details["late"])}
                return _("Update written: %(state)s (%(late)s)") % values
            return _("Update written: %(state)s") % {"state": STATES[details["state"]]}
        case "reached":
            return _("The update has left; requests whose people were told: %(count)s") % {"count": details["count"]}
        case "unresolved":
            return _("Back in work: %(count)s requests that were resolved with it") % {"count": details["count"]}
        case "problem":
            return _("The cause behind it: problem P%(number)s") % {"number": details["problem"]}
        case "action" | "action_owner":
            values = {"title": details["title"], "name": found.names.get(details["owner"], "")}
            return _("Action: %(title)s · %(name)s") % values
        case "action_due":
            day = date_format(datetime.fromisoformat(details["due_on"]), "j F Y")
            return _("Action: %(title)s · until %(day)s") % {"title": details["title"], "day": day}
        case "action_done" | "action_open" | "action_dropped":
            return str(ACTIONS[one.kind]) % {"title": details["title"]}
    return str(PLAIN.get(one.kind, ""))


ACTIONS = {
    "action_done": gettext_lazy("Action done: %(title)s"),
    "action_open": gettext_lazy("Action open again: %(title)s"),
    "action_dropped": gettext_lazy("Action dropped: %(title)s"),
}
PLAIN = {
    "declared": gettext_lazy("Declared as a major incident"),
    "described": gettext_lazy("What people read of it was changed"),
    "untold": gettext_lazy("An update was taken back before anybody read it"),
    "soon": gettext_lazy("The next update is due soon"),
    "late": gettext_lazy("The next update is late"),
    "reopened": gettext_lazy("Reopened"),
    "withdrawn": gettext_lazy("Withdrawn: it was declared by mistake"),
    "called_off": gettext_lazy("Its tickets go on by themselves, and whoever had a part in it was told so"),
    "reviewed": gettext_lazy("Reviewed"),
}


def _tickets(found: Any, one: Any) -> str:
    numbers = [number for number in one.details["tickets"] if number in found.numbers]
    shown = ", ".join(f"#{number}" for number in numbers[:10])
    hidden = len(one.details["tickets"]) - len(numbers[:10])
    if hidden:
        shown = _("%(shown)s and %(count)s more") % {"shown": shown or "…", "count": hidden}
    if one.kind == "left":
        return _("Taken away: %(tickets)s") % {"tickets": shown}
    ways = {
        "like": _("Joined because it looks like it: %(tickets)s"),
        "surge": _("Joined from the surge: %(tickets)s"),
        "problem": _("Joined from the problem: %(tickets)s"),
    }
    return ways.get(one.details["way"], _("Joined: %(tickets)s")) % {"tickets": shown}


def action_line(one: Any, reader: Any, *, leads: bool) -> dict[str, Any]:
    """An action of the review."""
    return {
        "row": one,
        "owner": one.owner.name or one.owner.email,
        "late": one.done_at is None and one.dropped_at is None and one.due_on < clock.now().date(),
        "can_change": leads or one.owner_id == reader.pk,
    }
