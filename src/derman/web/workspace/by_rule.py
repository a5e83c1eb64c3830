"""What a rule of the desk or a macro did, in words: which one, and the values that made a rule true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"rule.ran": "zap", "macro.ran": "play", "template.opened": "calendar"}
UNDONE: Mapping[str, Any] = {"rule.ran": gettext_lazy("rule"), "macro.ran": gettext_lazy("macro")}


def _ran(teller: Teller, event: Any) -> Sentence:
    details = event.details
    because = ", ".join(f"{key}: {value}" for key, value in details["because"])
    values = {"name": details["name"], "version": details["version"], "because": because}
    if "ignored" in details["did"]:
        sentence = _("The rule “%(name)s” left the ticket as it stands, since a program wrote this by itself")
        return sentence, values
    if because:
        return _("The rule “%(name)s” (version %(version)s) did this, because %(because)s"), values
    return _("The rule “%(name)s” (version %(version)s) did this"), values


def _macro(teller: Teller, event: Any) -> Sentence:
    return _("The macro “%(name)s” did this for %(who)s"), {"name": event.details["name"], "who": teller.who(event)}


def _opened(teller: Teller, event: Any) -> Sentence:
    details = event.details
    if not details["day"]:
        return _("Opened by hand after the template “%(name)s” by %(who)s"), {
            "name": details["name"],
            "who": teller.who(event),
        }
    day, missed = _day(details["day"]), details["missed"]
    values = {"name": details["name"], "day": day, "n": str(len(missed)), "since": _day(missed[0]) if missed else ""}
    if missed:
        told = ngettext(
            "Opened by the template “%(name)s”, planned for %(day)s; since %(since)s the desk was not running, so "
            "this stands for %(n)s earlier date too",
            "Opened by the template “%(name)s”, planned for %(day)s; since %(since)s the desk was not running, so "
            "this stands for %(n)s earlier dates too",
            len(missed),
        )
        return told, values
    return _("Opened by the template “%(name)s”, planned for %(day)s"), values


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "rule.ran": _ran,
    "macro.ran": _macro,
    "template.opened": _opened,
}
