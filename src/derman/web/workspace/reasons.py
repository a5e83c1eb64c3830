"""Why a ticket stands where it does in “What now?”, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.views.ranking import Reason
from derman.web.workspace import words

_PRIORITIES = tuple(words.PRIORITIES.values())


def in_words(reasons: Sequence[Reason]) -> str:
    """The reasons, the weightiest first: “Late by 2 hours · Critical · Waiting for 3 days”."""
    return " · ".join(_said(reason) for reason in reasons) or str(_("The oldest of what is left"))


def _said(reason: Reason) -> str:
    match reason.code:
        case "late":
            return _("Late by %(time)s") % {"time": _length(reason.seconds)}
        case "due":
            return _("Due in %(time)s") % {"time": _length(reason.seconds)}
        case "priority":
            return _("Priority: %(priority)s") % {"priority": _PRIORITIES[reason.amount - 1]}
        case "waiting":
            return _("Unchanged for %(time)s") % {"time": _length(reason.seconds)}
    return _("Already begun: %(time)s") % {"time": _length(reason.amount * 60)}


def _length(seconds: int) -> str:
    minutes = seconds // 60
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
