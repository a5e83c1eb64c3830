"""The timeline of what follows when somebody asks for a service: approvals and tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller
    from derman.web.workspace.told import Sentence

ICONS = {
    "service.asked": "layers",
    "approval.asked": "hand",
    "approval.decided": "check",
    "approval.expired": "clock",
    "approval.reminded": "bell",
    "tasks.started": "list",
    "task.added": "list",
    "task.changed": "list",
    "links.withdrawn": "lock",
}
# why the desk moved a ticket by itself
STATUS = {
    "needs_approval": gettext_lazy("Waiting for approval, as the service wants it"),
    "approved": gettext_lazy("All have agreed: back into work"),
    "refused": gettext_lazy("Resolved: it was not approved"),
    "not_approved_in_time": gettext_lazy("Resolved: nobody approved it in time"),
    "tasks_done": gettext_lazy("Resolved: all its tasks are done"),
}


def _people(teller: Teller, event: Any) -> str:
    return ", ".join(teller.person(pk) for pk in event.details["people"])


def _asked(teller: Teller, event: Any) -> Sentence:
    values = {"people": _people(teller, event)}
    why = event.details.get("why", "")
    if why == "nobody":
        return _("An approval was passed over: there is nobody who could be asked"), {}
    if why == "no_manager":
        return _("Asked to agree: %(people)s, because the requester has no manager here"), values
    if why == "nobody_else":
        return _("Asked to agree: %(people)s, because nobody else could be asked"), values
    if why == "away":
        return _("Asked to agree: %(people)s, because whoever was asked before is away"), values
    if why == "left":
        return _("Asked to agree: %(people)s, because whoever was asked before has left"), values
    return {
        "manager": _("Asked to agree: %(people)s, the requester's manager"),
        "owner": _("Asked to agree: %(people)s, who owns the service"),
    }.get(event.details["by"], _("Asked to agree: %(people)s")), values


def _decided(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event)}
    if event.details["decision"] == "approved":
        return _("Approved by %(who)s"), values
    return _("Not approved by %(who)s"), values


def _expired(_teller: Teller, event: Any) -> Sentence:
    return _("Nobody answered within %(hours)s hours: not approved"), {"hours": event.details["hours"]}


def _reminded(teller: Teller, event: Any) -> Sentence:
    return _("Reminded of the approval: %(people)s"), {"people": _people(teller, event)}


def _service(_teller: Teller, _event: Any) -> Sentence:
    return _("Asked for in the catalogue"), {}


def _task(teller: Teller, pk: int) -> str:
    return teller.names["task"].get(pk) or _("a task that was removed")


def _started(teller: Teller, event: Any) -> Sentence:
    return _("To be done now: %(tasks)s"), {"tasks": ", ".join(_task(teller, pk) for pk in event.details["tasks"])}


def _added(teller: Teller, event: Any) -> Sentence:
    return _("Task added: %(task)s · %(who)s"), {
        "task": _task(teller, event.details["task"]),
        "who": teller.who(event),
    }


def _changed(teller: Teller, event: Any) -> Sentence:
    before, after = event.details["before"], event.details["after"]
    values = {"task": _task(teller, event.details["task"]), "who": teller.who(event)}
    if before["state"] != after["state"]:
        return {
            "done": _("Task done: %(task)s · %(who)s"),
            "dropped": _("Task not needed: %(task)s · %(who)s"),
        }.get(after["state"], _("Task to be done again: %(task)s · %(who)s")), values
    return _("Task changed: %(task)s · %(who)s"), values


def _links(teller: Teller, event: Any) -> Sentence:
    return _("Links in earlier mails withdrawn by %(who)s"), {"who": teller.who(event)}


SENTENCES: dict[str, Callable[[Any, Any], Sentence]] = {
    "service.asked": _service,
    "approval.asked": _asked,
    "approval.decided": _decided,
    "approval.expired": _expired,
    "approval.reminded": _reminded,
    "tasks.started": _started,
    "task.added": _added,
    "task.changed": _changed,
    "links.withdrawn": _links,
}
