"""Then: the steps of a rule, and what they mean for one ticket.

A step is {"do": "priority", "to": "high"}: `to` is a code, an id, an address; `text` what is written, `days` how long.
Each is checked when the rule is saved, and read again when it runs: what it names may be gone by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.automation.errors import WrongInput
from derman.automation.seeing import Seen
from derman.desk.queries import the_desk
from derman.kernel.outward import is_address
from derman.people.addresses import BadAddress, check_address
from derman.people.models import Organisation, Person, Role, Team
from derman.replies.models import SavedReply
from derman.replies.variables import fill, unknown_in
from derman.tickets import actions
from derman.tickets.models import PRIORITY_OF, Category, Kind, WaitingFor

MOST, LONGEST = 20, 20_000
ROLES = ("assignee", "team", "lead", "owner")  # whom `notify` tells
STATUSES = ("open", "resolved", "closed", "spam")
WAITS = (WaitingFor.REQUESTER.value, WaitingFor.VENDOR.value, WaitingFor.CHANGE.value, WaitingFor.DATE.value)

type Step = dict[str, Any]


class Gone(Exception):
    """What a step names is no longer there; the message says what."""


@dataclass(slots=True)
class Plan:
    """What a rule has to do with one ticket: what changes there, and what leaves the ticket alone."""

    changes: dict[str, Any] = field(default_factory=dict)  # of actions.Doing
    notify: list[str | int] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)  # address, text
    webhooks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of step: what `to` may be, whether it has a text and days, and what it adds to a plan."""

    of: str  # codes, team, agent, category, name, reply, address, web, people, nothing
    plan: Callable[[Plan, Step, Seen], None]
    codes: tuple[str, ...] = ()
    text: bool = False
    days: bool = False


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
        text = told(step["text"], seen)
        plan.changes[name] = f"{said}\n\n{text}" if said else text

    return plan_it


def _saved(plan: Plan, step: Step, seen: Seen) -> None:
    found = SavedReply.objects.filter(pk=step["to"], removed_at=None).first()
    reply: SavedReply = _there(found, _("The saved reply is no longer there."))
    language = next(
        (one for one in (seen.language, the_desk().language) if one in reply.texts), next(iter(reply.texts))
    )
    plan.changes["reply"] = told(reply.texts[language], seen)


def _task(plan: Plan, step: Step, seen: Seen) -> None:
    team = None
    if step.get("to"):
        team = _there(Team.objects.filter(pk=step["to"]).first(), _("The team is no longer there."))
    task = actions.NewTask(title=told(step["text"], seen), team=team, days=step.get("days") or None)
    plan.changes.setdefault("tasks", []).append(task)


def _notify(plan: Plan, step: Step, seen: Seen) -> None:
    plan.notify.append(step["to"])


def _mail(plan: Plan, step: Step, seen: Seen) -> None:
    plan.mails.append((step["to"], told(step["text"], seen)))


def _webhook(plan: Plan, step: Step, seen: Seen) -> None:
    plan.webhooks.append(step["to"])


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
    "back": Verb("nothing", _back),
    "note": Verb("nothing", _write("note"), text=True),
    "reply": Verb("nothing", _write("reply"), text=True),
    "saved_reply": Verb("reply", _saved),
    "task": Verb("maybe_team", _task, text=True, days=True),
    "notify": Verb("people", _notify),
    "mail": Verb("address", _mail, text=True),
    "webhook": Verb("web", _webhook),
}


def told(text: str, seen: Seen) -> str:
    """A text with its places filled for a ticket; one for which there is nothing stays empty."""
    ticket, desk = seen.ticket, the_desk()
    name = ticket.requester.name or ticket.requester.email
    values = {
        "requester.name": name,
        "requester.first_name": name.split()[0] if name.split() else name,
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "ticket.link": f"{settings.DERMAN_PORTAL_URL}/requests/{ticket.pk}/",
        "agent.name": desk.name,
        "desk.name": desk.name,
    }
    return fill(text, values)[0]


def planned(steps: Sequence[Step], seen: Seen) -> Plan:
    """What the steps mean for a ticket as it stands. Raises Gone. A statement for each thing that they name by id."""
    plan = Plan()
    for step in steps:
        VERBS[step["do"]].plan(plan, step, seen)
    return plan


def checked(given: Any) -> list[Step]:
    """Steps as they are kept. Raises WrongInput."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise _wrong(_("Say what is to be done."))
    if len(given) > MOST:
        raise _wrong(_("A rule has at most %(most)s steps.") % {"most": MOST})
    return [_checked(step) for step in given]


def _checked(given: Any) -> Step:
    do = str(given.get("do", "")) if isinstance(given, Mapping) else ""
    verb = VERBS.get(do)
    if verb is None:
        raise _wrong(_("There is no step “%(step)s”.") % {"step": do[:40]})
    step: Step = {"do": do}
    if verb.of != "nothing":
        step["to"] = _to(verb, given.get("to"))
    if verb.text:
        step["text"] = _text(given.get("text"))
    if verb.days:
        step["days"] = _days(given.get("days"))
    if do == "wait" and step["to"] == WaitingFor.DATE and not step["days"]:
        raise _wrong(_("Say for how many days the ticket waits."))
    return step


def _to(verb: Verb, value: Any) -> Any:
    text = " ".join(str(value if value is not None else "").replace("\0", "").split())
    match verb.of:
        case "codes" if text in verb.codes:
            return text
        case "agent" if text in ("nobody", "last"):
            return text
        case "people" if text in ROLES:
            return text
        case "maybe_team" if not text:
            return None
        case "team" | "agent" | "category" | "reply" | "people" | "maybe_team":
            return _known(verb.of.removeprefix("maybe_"), text)
        case "name" if text:
            return text[:40]
        case "address":
            try:
                check_address(text)
            except BadAddress:
                raise _wrong(_("“%(address)s” is not an e-mail address.") % {"address": text[:80]}) from None
            return text
        case "web" if is_address(text):
            return text
        case "web":
            raise _wrong(
                _("“%(address)s” is no address that begins with https:// or http://.") % {"address": text[:80]}
            )
        case _:
            raise _wrong(_("Choose for each step what it is to do."))


def known_of(kind: str) -> QuerySet[Any]:
    """What may be named by its id: of teams, agents, people, organisations, categories, saved replies those in use."""
    match kind:
        case "team":
            return Team.objects.all()
        case "agent":
            return Person.objects.filter(is_active=True).exclude(role=Role.REQUESTER)
        case "person":
            return Person.objects.filter(is_active=True)
        case "organisation":
            return Organisation.objects.all()
        case "category":
            return Category.objects.filter(active=True)
        case _:
            return SavedReply.objects.filter(removed_at=None)


def _known(of: str, text: str) -> int:
    """An id of something that is there."""
    key = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    if not key or not known_of("agent" if of == "people" else of).filter(pk=key).exists():
        raise _wrong(_("This choice is no longer there. Open the menu again."))
    return key


def _text(value: Any) -> str:
    text = str(value if value is not None else "").replace("\0", "").strip()[:LONGEST]
    if not text:
        raise _wrong(_("Write something first."))
    if unknown := unknown_in(text):
        raise _wrong(_("Nothing is known of %(names)s.") % {"names": ", ".join("{{" + one + "}}" for one in unknown)})
    return text


def _days(value: Any) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 365 or len(text) > 3:
        raise _wrong(_("Write 1 to 365 days."))
    return int(text)


def _wrong(sentence: str) -> WrongInput:
    return WrongInput(sentence, field="steps")
