"""The words and tones of the workspace for what tickets keep as codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from derman.web.markup import icon, text

# name of the view → its title, its tab
VIEWS: dict[str, tuple[Any, Any]] = {
    "mine": (_("My work"), pgettext_lazy("view", "Mine")),
    "unassigned": (_("Unassigned tickets"), _("Unassigned")),
    "my_teams": (_("Tickets of my teams"), _("My teams")),
    "due": (_("Due soon in my teams"), pgettext_lazy("view", "Due soon")),
    "all": (_("All open tickets"), _("All open")),
    "waiting": (_("Waiting tickets"), pgettext_lazy("view", "Waiting")),
    "resolved": (_("Resolved tickets"), pgettext_lazy("view", "Resolved")),
    "spam": (_("Spam"), _("Spam")),
}
# what an empty view says and where to go from there
EMPTY: dict[str, tuple[str, Any, Any, str, Any]] = {
    "mine": (
        "check",
        _("Nothing waits for you"),
        _("Take the next ticket, or look at what nobody has yet."),
        "/desk/?view=unassigned",
        _("Unassigned tickets"),
    ),
    "unassigned": (
        "check",
        _("Everything has somebody"),
        _("No ticket waits for a helper. New ones appear here by themselves."),
        "/desk/?view=mine",
        _("My work"),
    ),
    "my_teams": (
        "users",
        _("No open tickets in your teams"),
        _("Are you in the right teams? An administrator can change that."),
        "/desk/?view=all",
        _("All open tickets"),
    ),
    "due": (
        "clock",
        _("Nothing is due soon"),
        _("What your teams have promised within four hours, or are late with, stands here."),
        "/desk/?view=my_teams",
        _("Tickets of my teams"),
    ),
    "all": (
        "inbox",
        _("No open tickets"),
        _("Mail to the desk's address, or write down a ticket that somebody tells you."),
        "/desk/tickets/new/",
        _("New ticket"),
    ),
    "waiting": (
        "wait",
        _("Nothing is waiting"),
        _(
            "Can a ticket only go on later? Let it wait for somebody or for a date: "
            "it stands here and comes back by itself."
        ),
        "/desk/?view=all",
        _("All open tickets"),
    ),
    "resolved": (
        "resolve",
        _("Nothing was resolved lately"),
        _("Resolved tickets stay here until they close by themselves."),
        "/desk/?view=all",
        _("All open tickets"),
    ),
    "spam": (
        "spam",
        _("No spam"),
        _(
            "What you mark as spam is kept here, out of everybody's way. "
            "Look through it now and then: a mistake is taken back with one key."
        ),
        "/desk/?view=unassigned",
        _("Unassigned tickets"),
    ),
}
STATUS_TONES = {"new": "info", "open": "warn", "waiting": "", "resolved": "good", "closed": "", "spam": "urgent"}
PRIORITY_TONES = {1: "urgent", 2: "urgent", 3: "", 4: ""}
PRIORITIES = {"critical": _("Critical"), "high": _("High"), "normal": _("Normal"), "low": _("Low")}
DEGREES = {1: _("High"), 2: _("Medium"), 3: _("Low")}
KINDS = {"incident": _("Incident"), "request": _("Service request")}
CHANNEL_ICONS = {
    "email": "mail",
    "portal": "globe",
    "chat": "chat",
    "phone": "phone",
    "api": "api",
    "alert": "alert",
    "template": "calendar",
}
CHANNELS = {
    "email": _("by e-mail"),
    "portal": _("in the portal"),
    "chat": _("in a chat"),
    "phone": _("by phone"),
    "api": _("by another program"),
    "alert": _("by monitoring"),
    "template": _("after a template"),
}


def chip(words: Any, tone: str = "", image: str = "") -> SafeString:
    """A small fact in words, with a tone and an icon."""
    shape = f"chip chip--{tone}" if tone else "chip"
    return SafeString(f'<span class="{shape}">{icon(image) if image else ""}<span>{text(words)}</span></span>')


# Django looks labels up in a list made anew each time; a page of rows asks for hundreds. A few dozen chips exist.
_CHIPS: dict[tuple[str | None, str, Any, str], SafeString] = {}


def _once(name: str, code: Any, more: str, make: Callable[[], SafeString]) -> SafeString:
    key = (get_language(), name, code, more)
    found = _CHIPS.get(key)
    if found is None:
        found = _CHIPS[key] = make()
    return found


def status_chip(ticket: Any, *, briefly: bool = False) -> SafeString:
    """Where a ticket stands; a waiting one says for whom, or briefly just that it waits."""
    waiting = "" if briefly else ticket.waiting_for

    def make() -> SafeString:
        text = ticket.get_waiting_for_display() if waiting else ticket.get_status_display()
        return chip(text, STATUS_TONES.get(ticket.status, ""), "wait" if ticket.status == "waiting" else "")

    return _once("status", ticket.status, waiting, make)


def priority_chip(ticket: Any) -> SafeString:
    """How urgent a ticket is."""
    return _once(
        "priority",
        ticket.priority,
        "",
        lambda: chip(ticket.get_priority_display(), PRIORITY_TONES[ticket.priority], "flag"),
    )


def channel_chip(said: Any, more: str = "") -> SafeString:
    """How a ticket or a message came; `more` says it in other words, with what else is known of it."""
    image = CHANNEL_ICONS.get(said.channel, "")
    return _once("channel", said.channel, more, lambda: chip(more or said.get_channel_display(), "", image))


def category_path(category: Any) -> str:
    """Network › VPN."""
    parent = category.parent
    return f"{parent.name} › {category.name}" if parent is not None else str(category.name)
