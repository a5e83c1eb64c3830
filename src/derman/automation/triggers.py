"""To what a rule may listen: what happens to tickets, by the events on their timeline, and time that passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Details = Mapping[str, Any]


def _always(details: Details) -> bool:
    return True


def _to(*states: str) -> Callable[[Details], bool]:
    return lambda details: details["after"].get("status") in states


def _reopened(details: Details) -> bool:
    return details["before"].get("status") in ("resolved", "closed") and details["after"].get("status") == "open"


def _step(*what: str) -> Callable[[Details], bool]:
    return lambda details: details.get("what") in what


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event of one of these `kinds` whose details `fits`; or, `timed`, time that passes."""

    name: Promise
    kinds: tuple[str, ...] = ()
    fits: Callable[[Details], bool] = _always
    timed: bool = False


TRIGGERS: Mapping[str, Trigger] = {
    "opened": Trigger(_("a ticket is opened"), ("ticket.opened",)),
    "received": Trigger(_("the requester writes"), ("message.received",)),
    "replied": Trigger(_("the desk answers"), ("message.replied",)),
    "noted": Trigger(_("a note is written"), ("message.noted",)),
    "status": Trigger(_("the status changes"), ("status.changed",)),
    "resolved": Trigger(_("a ticket is resolved"), ("status.changed",), _to("resolved")),
    "reopened": Trigger(_("a resolved ticket is reopened"), ("status.changed",), _reopened),
    "priority": Trigger(_("the priority changes"), ("priority.changed",)),
    "team": Trigger(_("the team changes"), ("team.changed",)),
    "assignee": Trigger(_("the assignee changes"), ("assignee.changed",)),
    "category": Trigger(_("the category changes"), ("category.changed",)),
    "tags": Trigger(_("the tags change"), ("tags.changed",)),
    "field": Trigger(_("a field of the desk changes"), ("field.changed",)),
    "task": Trigger(_("a task changes"), ("task.changed",)),
    "rated": Trigger(_("the requester rates the help"), ("ticket.rated",)),
    "due_soon": Trigger(_("a promise will be due soon"), ("promise.step",), _step("soon", "sooner")),
    "late": Trigger(_("a promise is late"), ("promise.step",), _step("late")),
    "unanswered": Trigger(_("the requester has had no answer for"), timed=True),
    "silent": Trigger(_("the requester has not answered for"), timed=True),
    "untouched": Trigger(_("nothing has happened for"), timed=True),
}
HEARD = frozenset(kind for trigger in TRIGGERS.values() for kind in trigger.kinds)
