"""Then: the steps of rules and macros, and what they mean for one ticket.

A step is {"do": "priority", "to": "high"}: `to` is a code, an id, an address; `text` what is written, `days` how long.
Each is checked when the rule is saved, and read again when it runs: what it names may be gone by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from derman.automation.seeing import Seen
from derman.automation.steps.plan import Gone, Plan, Step
from derman.catalogue.fields import Type
from derman.desk.queries import the_desk
from derman.people.models import Person, Role, Team
from derman.replies.models import SavedReply
from derman.runbooks.models import Runbook
from derman.tickets import actions
from derman.tickets.models import PRIORITY_OF, Category, Kind, OwnField, WaitingFor

FIELD = "field."
ROLES = ("assignee", "team", "lead", "owner")  # whom `notify` tells
STATUSES = ("open", "resolved", "closed", "spam")
WAITS = (WaitingFor.REQUESTER.value, WaitingFor.VENDOR.value, WaitingFor.CHANGE.value, WaitingFor.DATE.value)


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of step: what `to` may be, whether it has a text and days, and what it adds to a plan."""

    of: str  # codes, team, agent, category, name, reply, address, web, people, nothing
    plan: Callable[[Plan, Step, Seen], None]
    codes: tuple[str, ...] = ()
    text: bool = False
    days: bool = False
    rule: bool = True  # may stand in a rule
    macro: bool = True  # may stand in a macro


def _set(name: str) -> Callable[[Plan, Step, Seen], None]:
    return lambda plan, step, seen: plan.changes.update({name: step["to"]})


def _team(plan: Plan, step: Step, seen: Seen) -> None:
    plan.changes["team"] = _there(Team.objects.filter(pk=step["to"]).first(), _("The team is no longer there."))


def _category(plan: Plan, step: Step, seen: Seen) -> None:
    found = Category.objects.filter(pk=step["to"], active=True).first()
    plan.changes["category"] = _there(found, _("The category is no longer there."))


def _assignee(plan: Plan, step: Step, seen: Seen) -> None:
    if step["to"] == "nobody":
        plan.changes["assignee"] = None
        return
    if step["to"] == "last":
        last = actions.last_holder(seen.ticket)
        person = Person.objects.filter(pk=last, is_active=True).exclude(role=Role.REQUESTER).first() if last else None
        if person is not None and seen.ticket.assignee_id is None:
            plan.changes["assignee"] = person
        return
    found = Person.objects.filter(pk=step["to"], is_active=True).exclude(role=Role.REQUESTER).first()
    plan.changes["assignee"] = _there(found, _("The person is no longer at the desk."))


def _tags(name: str) -> Callable[[Plan, Step, Seen], None]:
    return lambda plan, step, seen: plan.changes.setdefault(name, []).append(step["to"])


def _wait(plan: Plan, step: Step, seen: Seen) -> None:
    until = seen.now + timedelta(days=step["days"]) if step.get("days") else None
    plan.changes.update(status="waiting", waiting_for=step["to"], waiting_until=until)


def _back(plan: Plan, step: Step, seen: Seen) -> None:
    plan.changes["back"] = True


def _write(name: str) -> Callable[[Plan, Step, Seen], None]:
    def plan_it(plan: Plan, step: Step, seen: Seen) -> None:
        said = plan.changes.get(name)
        text = plan.say(step["text"], seen)
        plan.changes[name] = f"{said}\n\n{text}" if said else text

    return plan_it


def _saved(plan: Plan, step: Step, seen: Seen) -> None:
    found = SavedReply.objects.filter(pk=step["to"], removed_at=None).first()
    reply: SavedReply = _there(found, _("The saved reply is no longer there."))
    language = next(
        (one for one in (seen.language, the_desk().language) if one in reply.texts), next(iter(reply.texts))
    )
    plan.changes["reply"] = plan.say(reply.texts[language], seen)
    if plan.actor is not None:
        plan.files = list(reply.files.select_related("file"))


def _task(plan: Plan, step: Step, seen: Seen) -> None:
    team = None
    if step.get("to"):
        team = _there(Team.objects.filter(pk=step["to"]).first(), _("The team is no longer there."))
    task = actions.NewTask(title=plan.say(step["text"], seen), team=team, days=step.get("days") or None)
    plan.changes.setdefault("tasks", []).append(task)


def _notify(plan: Plan, step: Step, seen: Seen) -> None:
    plan.notify.append(step["to"])


def _mail(plan: Plan, step: Step, seen: Seen) -> None:
    plan.mails.append((step["to"], plan.say(step["text"], seen)))


def _webhook(plan: Plan, step: Step, seen: Seen) -> None:
    plan.webhooks.append(step["to"])


def _take(plan: Plan, step: Step, seen: Seen) -> None:
    plan.changes["assignee"] = plan.actor


def _watch(plan: Plan, step: Step, seen: Seen) -> None:
    found = Person.objects.filter(pk=step["to"], is_active=True).exclude(role=Role.REQUESTER).first()
    person: Person = _there(found, _("The person is no longer at the desk."))
    plan.changes.setdefault("watch", []).append(person.pk)


def _watch_self(plan: Plan, step: Step, seen: Seen) -> None:
    if plan.actor is not None:
        plan.changes.setdefault("watch", []).append(plan.actor.pk)


def _runbook(plan: Plan, step: Step, seen: Seen) -> None:
    found = Runbook.objects.filter(pk=step["to"], live__isnull=False, removed_at=None).first()
    runbook: Runbook = _there(found, _("The guided fix is no longer there."))
    plan.changes.setdefault("runbooks", []).append(runbook.pk)


def _pin(plan: Plan, step: Step, seen: Seen) -> None:
    found = Person.objects.filter(pk=step["to"], is_active=True).exclude(role=Role.REQUESTER).first()
    person: Person = _there(found, _("The person is no longer at the desk."))
    plan.changes.setdefault("pin", []).append(person.pk)


def _pin_assignee(plan: Plan, step: Step, seen: Seen) -> None:
    """For whoever has it by then, also because of an earlier step."""
    person = plan.changes.get("assignee", seen.ticket.assignee)
    if person is not None:
        plan.changes.setdefault("pin", []).append(person.pk)


def _pin_self(plan: Plan, step: Step, seen: Seen) -> None:
    if plan.actor is not None:
        plan.changes.setdefault("pin", []).append(plan.actor.pk)


def _field(plan: Plan, step: Step, seen: Seen) -> None:
    key = step["do"].removeprefix(FIELD)
    row: OwnField = _there(OwnField.objects.filter(key=key, active=True).first(), _("The field is no longer there."))
    plan.changes.setdefault("own", {})[key] = value_for(row, step["to"])


def value_for(row: OwnField, text: str) -> Any:
    """What a step sets a field of the desk to, as the field is set: several where it takes several."""
    return [part.strip() for part in text.split(",") if part.strip()] if row.type == Type.MANY else text


def _there[T](found: T | None, sentence: str) -> T:
    if found is None:
        raise Gone(sentence)
    return found


VERBS: Mapping[str, Verb] = {
    "priority": Verb("codes", _set("priority"), tuple(PRIORITY_OF)),
    "team": Verb("team", _team),
    "assignee": Verb("agent", _assignee),
    "tag": Verb("name", _tags("add_tags")),
    "untag": Verb("name", _tags("remove_tags")),
    "category": Verb("category", _category),
    "kind": Verb("codes", _set("kind"), tuple(Kind.values)),
    "status": Verb("codes", _set("status"), STATUSES),
    "wait": Verb("codes", _wait, WAITS, days=True),
    "back": Verb("nothing", _back, macro=False),
    "take": Verb("nothing", _take, rule=False),
    "watch": Verb("agent_only", _watch),
    "watch_self": Verb("nothing", _watch_self, rule=False),
    "runbook": Verb("runbook", _runbook),
    "pin": Verb("agent_only", _pin),
    "pin_assignee": Verb("nothing", _pin_assignee),
    "pin_self": Verb("nothing", _pin_self, rule=False),
    "note": Verb("nothing", _write("note"), text=True),
    "reply": Verb("nothing", _write("reply"), text=True),
    "saved_reply": Verb("reply", _saved),
    "task": Verb("maybe_team", _task, text=True, days=True),
    "notify": Verb("people", _notify, macro=False),
    "mail": Verb("address", _mail, text=True, macro=False),
    "webhook": Verb("web", _webhook, macro=False),
}
OWN = Verb("own", _field)


def verb_of(do: str) -> Verb:
    """The verb of a step; one of the desk's own fields is set by `field.` and its key. Raises Gone."""
    found = OWN if do.startswith(FIELD) else VERBS.get(do)
    return _there(found, _("There is no step “%(step)s”.") % {"step": do[:40]})


def planned(steps: Sequence[Step], seen: Seen, actor: Person | None = None) -> Plan:
    """What the steps mean for a ticket as it stands; `actor` is who has a macro do them.

    Raises Gone. A statement for each thing that they name by id.
    """
    plan = Plan(actor=actor)
    for step in steps:
        verb_of(step["do"]).plan(plan, step, seen)
    return plan
