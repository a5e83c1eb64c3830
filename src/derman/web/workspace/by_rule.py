"""What a rule of the desk or a macro did, in words: which one, and the values that made a rule true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"rule.ran": "zap", "macro.ran": "play"}
UNDONE: Mapping[str, Any] = {"rule.ran": gettext_lazy("rule"), "macro.ran": gettext_lazy("macro")}


def _ran(teller: Teller, event: Any) -> Sentence:
    details = event.details
    because = ", ".join(f"{key}: {value}" for key, value in details["because"])
    values = {"name": details["name"], "version": details["version"], "because": because}
    if because:
        return _("The rule “%(name)s” (version %(version)s) did this, because %(because)s"), values
    return _("The rule “%(name)s” (version %(version)s) did this"), values


def _macro(teller: Teller, event: Any) -> Sentence:
    return _("The macro “%(name)s” did this for %(who)s"), {"name": event.details["name"], "who": teller.who(event)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {"rule.ran": _ran, "macro.ran": _macro}
