"""Answers that leave later: what the composer offers, when that is, and how one that waits is shown."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from derman.desk.queries import the_desk
from derman.kernel import clock, html
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.web import markup, moments
from derman.web.signed_in import Agent
from derman.web.workspace import words

MORNING = time(9, 0)
HELD = {
    "requester_wrote": gettext_noop("the requester wrote meanwhile"),
    "over": gettext_noop("the ticket was resolved, closed or marked as spam meanwhile"),
    "author": gettext_noop("its author may no longer answer here"),
    "unsendable": gettext_noop("it cannot be sent as it is"),
}


def zone_of(ticket: Any) -> ZoneInfo:
    """The zone in which the requester lives; the desk's where that is not known."""
    for name in (ticket.requester.zone, the_desk().zone):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return ZoneInfo("UTC")


def _morning(zone: ZoneInfo, code: str) -> datetime:
    today = clock.now().astimezone(zone).date()
    days = 1 if code == "tomorrow" else 7 - today.weekday()
    return datetime.combine(today + timedelta(days=days), MORNING, zone)


def moment_of(ticket: Any, code: str, written: str) -> datetime:
    """When an answer leaves: tomorrow or Monday at nine, or as `written`; all in the requester's zone."""
    zone = zone_of(ticket)
    if code in ("tomorrow", "monday"):
        return _morning(zone, code)
    try:
        return datetime.fromisoformat(written).replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise WrongInput(_("Choose a day and a time."), field="later_at") from None


def choices_of(ticket: Any) -> list[dict[str, str]]:
    """The mornings that the menu offers; where the agent's clock shows another time, that is said as well."""
    zone = zone_of(ticket)
    labels = {
        "tomorrow": (_("Tomorrow at 9:00 their time"), _("Send tomorrow at 9:00 their time")),
        "monday": (_("Monday at 9:00 their time"), _("Send on Monday at 9:00 their time")),
    }
    shown = []
    for code, (label, command) in labels.items():
        moment = _morning(zone, code)
        shown.append({"code": code, "label": label, "command": command, "hint": _elsewhere(moment)})
    return shown


def _elsewhere(moment: datetime) -> str:
    here = timezone.localtime(moment)
    if here.replace(tzinfo=None) == moment.replace(tzinfo=None):
        return ""
    return _("%(time)s your time") % {"time": moments.short(moment)}


def planned_of(reader: Agent, ticket: Any) -> dict[str, Any] | None:
    """The answer that waits on this ticket. 0 statements without one, else 2."""
    found = queries.planned(ticket)
    if found is None:
        return None
    row, held = found.reply, found.reply.state == "held"
    theirs = row.send_at.astimezone(zone_of(ticket))
    when = _("%(date)s their time") % {"date": _read(theirs)}
    return {
        "id": str(row.pk),
        "url": f"/desk/tickets/{ticket.pk}/later/{row.pk}/",
        "face": markup.avatar(row.author_id, row.author.initials),
        "author": _("You") if row.author_id == reader.pk else row.author.name,
        "chip": words.chip(_("Held back"), "urgent", "warn")
        if held
        else words.chip(_("Leaves later"), "info", "clock"),
        "when": when,
        "elsewhere": _elsewhere(theirs),
        "why": (_("Not sent: %(reason)s. Send it as it is, or take it back.") % {"reason": _(HELD[row.why])})
        if held
        else "",
        "body": SafeString(row.html or html.from_text(row.text)),  # cleaned when stored
        "to": ", ".join(row.to),
        "cc": ", ".join(row.cc or ()),
        "bcc": ", ".join(row.bcc),
        "then": _then(row),
        "files": [{"name": file.name, "size": filesizeformat(file.file.size)} for file in found.files],
    }


def _why(code: str) -> str:
    return _("Not sent: %(reason)s. Send it as it is, or take it back.") % {"reason": _(HELD[code])}


def _read(moment: datetime) -> str:
    """Date and time as they are in the zone of `moment`."""
    with timezone.override(moment.tzinfo):
        return moments.full(moment)


def _then(row: Any) -> str:
    if row.remind_days:
        return _("Then it comes back after %(days)s days, unless they reply.") % {"days": row.remind_days}
    return {
        "resolved": _("Then the ticket is resolved."),
        "waiting": _("Then the ticket waits for the requester."),
    }.get(row.then, "")
