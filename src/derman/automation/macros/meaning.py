"""What a macro comes to: on one ticket, and as a change of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.utils.translation import gettext as _

from derman.automation.errors import WrongInput
from derman.automation.models import Macro
from derman.automation.seeing import look_at
from derman.automation.steps import FIELD, Gone, Step, planned, value_for
from derman.kernel import clock
from derman.people.models import Person
from derman.replies.models import ReplyFile, SavedReply
from derman.tickets.actions import Doing, Wanted
from derman.tickets.models import OwnField
from derman.tickets.queries import find


@dataclass(frozen=True, slots=True)
class Meaning:
    """What it does to a ticket; `missing`: places of its texts for which nothing is known there."""

    doing: Doing
    missing: list[str] = field(default_factory=list)
    files: Sequence[ReplyFile] = ()

    def saying(self, reply: str) -> Meaning:
        """The same with other words to the requester."""
        return replace(self, doing=replace(self.doing, reply=reply))


def meaning_of(actor: Person, found: Macro, ticket: int) -> Meaning:
    """What a macro would do to a ticket that `actor` sees. Raises TicketNotFound, and WrongInput for what is gone."""
    find(actor, ticket)
    seen = look_at([ticket]).get(ticket)
    if seen is None:
        raise WrongInput(_("This ticket was merged or lies in the bin."))
    try:
        plan = planned(found.steps, seen, actor)
    except Gone as error:
        raise WrongInput(_("The macro “%(name)s”: %(wrong)s") % {"name": found.name, "wrong": error}) from None
    return Meaning(Doing(**plan.changes), plan.missing, plan.files)


def wanted_of(actor: Person, found: Macro) -> Wanted:
    """A macro as a change of many tickets; its texts are filled for each when they are written.

    Raises WrongInput (`macro`) where it cannot be done to many, or names what is gone.
    """
    wanted: Wanted = {
        "macro": {
            "id": found.pk,
            "version": found.version,
            "name": found.name,
            "did": [step["do"] for step in found.steps],
        }
    }
    for step in found.steps:
        _add(wanted, step, actor)
    return wanted


def _add(wanted: Wanted, step: Step, actor: Person) -> None:
    do, to = step["do"], step.get("to")
    if do.startswith(FIELD):
        row = OwnField.objects.filter(key=do.removeprefix(FIELD), active=True).first()
        if row is None:
            raise _not_for_many(_("The field is no longer there."))
        wanted.setdefault("fields", {})[row.key] = value_for(row, step["to"])
        return
    match do:
        case "priority":
            wanted["priority"] = step["to"]
        case "kind":
            wanted["kind"] = step["to"]
        case "status":
            wanted["status"] = step["to"]
        case "team":
            wanted["team"] = step["to"]
        case "category":
            wanted["category"] = step["to"]
        case "wait":
            wanted |= {"status": "waiting", "waiting_for": step["to"]}
            if step.get("days"):
                wanted["waiting_until"] = (clock.now() + timedelta(days=step["days"])).isoformat()
        case "assignee":
            if to == "last":
                raise _not_for_many(
                    _("it gives the ticket to whoever had it last, which differs from ticket to ticket.")
                )
            wanted["assignee"] = None if to == "nobody" else step["to"]
        case "take":
            wanted["assignee"] = actor.pk
        case "tag":
            wanted.setdefault("add_tags", []).append(step["to"])
        case "untag":
            wanted.setdefault("remove_tags", []).append(step["to"])
        case "watch" | "watch_self":
            wanted.setdefault("watch", []).append(actor.pk if do == "watch_self" else step["to"])
        case "runbook":
            raise _not_for_many(_("a guided fix is begun on one ticket at a time."))
        case "pin" | "pin_assignee" | "pin_self":
            raise _not_for_many(_("it pins the ticket, and few can be pinned."))
        case "task":
            task = {"title": step["text"], "team": to, "days": step.get("days")}
            wanted.setdefault("tasks", []).append(task)
        case "note":
            wanted["note"] = "\n\n".join(filter(None, (wanted.get("note"), step["text"])))
        case "reply":
            wanted["reply"] = "\n\n".join(filter(None, (wanted.get("reply"), step["text"])))
        case "saved_reply":
            wanted["replies"] = _texts(step["to"])


def _texts(key: int) -> dict[str, str]:
    reply = SavedReply.objects.filter(pk=key, removed_at=None).first()
    if reply is None:
        raise _not_for_many(_("The saved reply is no longer there."))
    if reply.files.exists():
        raise _not_for_many(_("its saved reply has files."))
    return dict(reply.texts)


def _not_for_many(why: str) -> WrongInput:
    return WrongInput(_("This macro cannot be run on many tickets: %(why)s") % {"why": why}, field="macro")
