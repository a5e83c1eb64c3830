"""Tickets that were changed together, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy, ngettext

from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"together.changed": "check"}
UNDONE: Mapping[str, Any] = {"together.changed": gettext_lazy("change of many tickets")}


def _changed(teller: Teller, event: Any) -> Sentence:
    others = event.details["others"]
    if not others:
        return "", {}
    sentence = ngettext(
        "Changed together with %(count)s other ticket by %(who)s",
        "Changed together with %(count)s other tickets by %(who)s",
        others,
    )
    return sentence, {"count": others, "who": teller.who(event)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {"together.changed": _changed}
