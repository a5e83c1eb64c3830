"""What a mail holds beside its words, as an agent reads it at the message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from derman.channels.mail.contents import Event
from derman.channels.mail.trust.queries import Finding
from derman.web import moments
from derman.web.workspace import words

_METHODS = {
    "REQUEST": gettext_noop("Invitation"),
    "CANCEL": gettext_noop("Cancelled"),
    "COUNTER": gettext_noop("Another time is proposed"),
}
_ANSWERS = {
    "ACCEPTED": gettext_noop("Accepted"),
    "DECLINED": gettext_noop("Declined"),
    "TENTATIVE": gettext_noop("Perhaps"),
}


def protection(found: Finding | None) -> SafeString:
    """That a mail is signed or encrypted, in a word; empty for most mails."""
    if found is None or not found.protection:
        return SafeString("")
    if found.protection == "encrypted":
        return words.chip(_("encrypted"), "warn", "lock")
    return words.chip(_("signed"), "", "shield")


def explained(found: Finding | None) -> str:
    """What an agent can do with a mail that the desk cannot read."""
    if found is None or found.protection != "encrypted":
        return ""
    return _("The desk cannot read this mail: it is encrypted. Ask the sender to write again without encryption.")


def event(found: Finding | None) -> dict[str, Any] | None:
    """The event of an invitation, ready for the template."""
    if found is None or found.event is None:
        return None
    shown = found.event
    kind = _ANSWERS.get(shown.answer) or _METHODS.get(shown.method) or gettext_noop("Event")
    return {
        "kind": _(kind),
        "cancelled": shown.method == "CANCEL",
        "title": shown.title or _("Without a title"),
        "when": _when(shown),
        "place": shown.place,
        "organiser": shown.organiser,
        "repeats": shown.repeats,
    }


def _when(shown: Event) -> str:
    """From when to when, in the reader's zone; in the event's own words where its zone is not known."""
    start, end = shown.start, shown.end
    if start is None:
        return ""
    if shown.whole_days:
        first, last = _day(start), _day(end or start)
        return first if first == last else f"{first} – {last}"
    since = moments.full(_aware(start))
    until = _until(_aware(start), _aware(end)) if end else ""
    zone = f" ({shown.zone})" if start.tzinfo is None and shown.zone else ""
    return f"{since}{until}{zone}"


def _until(start: datetime, end: datetime) -> str:
    if end <= start:
        return ""
    same_day = timezone.localtime(start).date() == timezone.localtime(end).date()
    return " – " + (moments.clock(end) if same_day else moments.full(end))


def _day(then: datetime) -> str:
    return moments.day(_aware(then))


def _aware(then: datetime) -> datetime:
    return then if then.tzinfo else timezone.make_aware(then)
