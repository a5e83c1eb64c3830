"""Many tickets at once: what was left alone, and why, in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def counted(count: int) -> str:
    """A number as people read it: 1,240."""
    return number_format(count, force_grouping=True)


def so_already(count: int) -> str:
    """How many need no change."""
    return ngettext("%(count)s is so already.", "%(count)s are so already.", count) % {"count": counted(count)}


def refused(reason: str, count: int) -> str:
    """How many were left alone for one reason."""
    shown = {"count": counted(count)}
    sentences = {
        "gone": ngettext("%(count)s you may not see any more.", "%(count)s you may not see any more.", count),
        "merged": ngettext("%(count)s was merged into another.", "%(count)s were merged into others.", count),
        "tasks": ngettext("%(count)s has tasks to be done before.", "%(count)s have tasks to be done before.", count),
        "fields": ngettext(
            "%(count)s has fields to be filled in before.", "%(count)s have fields to be filled in before.", count
        ),
        "assignee": ngettext(
            "%(count)s is of a team from which this person cannot have tickets.",
            "%(count)s are of teams from which this person cannot have tickets.",
            count,
        ),
        "tags": ngettext("%(count)s would have more than 30 tags.", "%(count)s would have more than 30 tags.", count),
        "missing": ngettext(
            "%(count)s would get a text in which something is missing that nobody knows.",
            "%(count)s would get texts in which something is missing that nobody knows.",
            count,
        ),
        "later": ngettext(
            "%(count)s has an answer that waits to leave.", "%(count)s have an answer that waits to leave.", count
        ),
        "changed": ngettext(
            "%(count)s was changed again since then.", "%(count)s were changed again since then.", count
        ),
        "failed": ngettext(
            "%(count)s could not be changed: something went wrong in the program, and its log says what.",
            "%(count)s could not be changed: something went wrong in the program, and its log says what.",
            count,
        ),
        "said": ngettext("%(count)s message has left.", "%(count)s messages have left.", count),
    }
    other = ngettext("%(count)s could not be changed.", "%(count)s could not be changed.", count)
    return sentences.get(reason, other) % shown


def refused_one(reason: str) -> str:
    """Why one ticket was left alone."""
    return {
        "gone": _("not to be seen any more"),
        "merged": _("merged into another"),
        "tasks": _("tasks to be done before"),
        "fields": _("fields to be filled in before"),
        "assignee": _("not for this person"),
        "tags": _("too many tags"),
        "missing": _("something is missing in the text"),
        "later": _("an answer waits to leave"),
        "changed": _("changed again since then"),
        "said": _("has left"),
        "failed": _("something went wrong in the program"),
    }.get(reason, _("could not be changed"))
