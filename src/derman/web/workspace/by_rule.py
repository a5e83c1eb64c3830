"""What a rule of the desk did, in words: which one, and the values that made it true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"rule.ran": "zap"}
UNDONE: Mapping[str, Any] = {"rule.ran": gettext_lazy("rule")}


def _ran(teller: Teller, event: Any) -> Sentence:
    details = event.details
    because = ", ".join(f"{key}: {value}" for key, value in details["because"])
    values = {"name": details["name"], "version": details["version"], "because": because}
    if because:
        return _("The rule “%(name)s” (version %(version)s) did this, because %(because)s"), values
    return _("The rule “%(name)s” (version %(version)s) did this"), values


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {"rule.ran": _ran}
