"""The words in which rules are written and read: what is asked, how it is compared, what is done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.web.workspace.words import CHANNELS, KINDS, PRIORITIES

GROUPS = {
    "all": _("all of these hold"),
    "any": _("at least one of these holds"),
    "none": _("none of these holds"),
}
# what can be asked, as it is offered
ASKED: tuple[tuple[Any, dict[str, Any]], ...] = (
    (
        _("The ticket"),
        {
            "priority": _("Priority"),
            "is": _("Status"),
            "waiting": _("Waits for"),
            "kind": _("Kind"),
            "channel": _("How it came"),
            "team": _("Team"),
            "assignee": _("Assignee"),
            "category": pgettext_lazy("rule", "Category, with all below it"),
            "tag": _("Tag"),
            "watcher": pgettext_lazy("rule", "Who watches it"),
        },
    ),
    (
        pgettext_lazy("rule", "Who asked"),
        {
            "requester": _("Requester"),
            "org": _("Organisation"),
            "title": _("Job title"),
            "domain": _("Domain of the mail address"),
            "language": _("Language"),
        },
    ),
    (
        _("What was said"),
        {
            "words": _("Subject or text"),
            "subject": _("Subject"),
            "text": _("What was just written"),
            "thanks": _("It says nothing but thanks"),
            "automatic": _("A program wrote it, like an out-of-office reply"),
            "proof": _("How sure the sender is"),
        },
    ),
    (
        _("Time"),
        {
            "hours": _("The desk is"),
            "created": _("Time since it was opened"),
            "updated": _("Time since it changed last"),
            "resolved": _("Time since it was resolved"),
            "due": _("Time until it is due"),
            "spent": _("Time spent on it"),
        },
    ),
)
_YES = {"yes": pgettext_lazy("answer", "Yes"), "no": pgettext_lazy("answer", "No")}
CODES: dict[str, dict[str, Any]] = {
    "priority": PRIORITIES,
    "kind": KINDS,
    "channel": CHANNELS,
    "is": {
        "open": _("Not resolved yet"),
        "new": _("New"),
        "in-progress": _("In progress"),
        "waiting": pgettext_lazy("status", "Waiting"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
        "spam": _("Spam"),
    },
    "waiting": {
        "requester": _("the requester"),
        "vendor": _("a vendor"),
        "change": _("a planned change"),
        "date": _("a date"),
        "approval": _("an approval"),
    },
    "language": {"tr": _("Turkish"), "en": _("English")},
    "proof": {
        "signed_in": _("signed in"),
        "token": _("answers a mail of the desk"),
        "reference": _("names the ticket's number"),
        "none": pgettext_lazy("rule", "not proven"),
    },
    "automatic": _YES,
    "thanks": _YES,
    "hours": {"open": pgettext_lazy("desk", "open"), "closed": pgettext_lazy("desk", "closed")},
}
_IS = {"is": pgettext_lazy("rule", "is"), "not": pgettext_lazy("rule", "is not")}
_HAS = {"is": pgettext_lazy("rule", "contains"), "not": pgettext_lazy("rule", "does not contain")}
_EMPTY = {"empty": pgettext_lazy("rule", "is empty"), "full": pgettext_lazy("rule", "is not empty")}
_MORE = {"<": pgettext_lazy("rule", "is less than"), ">": pgettext_lazy("rule", "is more than")}
# only where a program wrote the rule like this
RARE = {
    "<=": pgettext_lazy("rule", "is at most"),
    ">=": pgettext_lazy("rule", "is at least"),
    "!<": pgettext_lazy("rule", "is not less than"),
    "!>": pgettext_lazy("rule", "is not more than"),
    "!<=": pgettext_lazy("rule", "is not at most"),
    "!>=": pgettext_lazy("rule", "is not at least"),
}
OPERATORS = {
    "codes": _IS,
    "ids": _IS,
    "words": _HAS,
    "names": {**_IS, **_EMPTY},
    "span": _MORE,
    "number": _MORE,
    "own": {**_IS, **_EMPTY, **_MORE},
}
UNITS = {"m": _("minutes"), "h": _("hours"), "d": _("days"), "w": _("weeks")}
STEPS: dict[str, Any] = {
    "priority": _("Set the priority to"),
    "status": _("Set the status to"),
    "wait": _("Let it wait for"),
    "team": _("Move it to the team"),
    "assignee": _("Give it to"),
    "take": _("Give it to whoever runs the macro"),
    "category": _("Set the category to"),
    "kind": _("Set the kind to"),
    "tag": _("Add the tag"),
    "untag": _("Take away the tag"),
    "watch": _("Let it be watched by"),
    "watch_self": _("Let it be watched by whoever runs the macro"),
    "runbook": _("Begin the guided fix"),
    "pin": _("Pin it to the top of the lists of"),
    "pin_assignee": _("Pin it to the top of the lists of whoever has it"),
    "pin_self": _("Pin it to the top of the lists of whoever runs the macro"),
    "task": _("Add a task"),
    "notify": _("Notify"),
    "note": _("Write a note"),
    "reply": _("Answer the requester"),
    "saved_reply": _("Answer with the saved reply"),
    "mail": _("Send a mail to"),
    "webhook": _("Call the web address"),
    "back": _("Put it back to resolved, as it was"),
}
STEP_CODES: dict[str, dict[str, Any]] = {
    "priority": PRIORITIES,
    "kind": KINDS,
    "status": {
        "open": _("In progress"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
        "spam": _("Spam"),
    },
    "wait": {code: CODES["waiting"][code] for code in ("requester", "vendor", "change", "date")},
}
AGENTS = {"nobody": pgettext_lazy("rule", "nobody"), "last": _("whoever had it last")}
PEOPLE = {
    "assignee": _("the assignee"),
    "team": _("the team"),
    "lead": _("the lead of the team"),
    "owner": _("the owner of this rule"),
}
NONE = _("none")
