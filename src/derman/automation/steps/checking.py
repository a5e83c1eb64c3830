"""Steps as people and programs give them: each is checked when it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.automation.errors import WrongInput
from derman.automation.steps.plan import Step
from derman.automation.steps.verbs import FIELD, OWN, ROLES, VERBS, Verb, value_for
from derman.kernel.outward import is_address
from derman.people.addresses import BadAddress, check_address
from derman.people.models import Organisation, Person, Role, Team
from derman.replies.models import SavedReply
from derman.runbooks.models import Runbook
from derman.tickets.actions import own_fields
from derman.tickets.errors import TicketError
from derman.tickets.models import Category, OwnField, WaitingFor
from derman.tickets.variables import unknown_in

MOST, LONGEST = 20, 20_000


def checked(given: Any, *, macro: bool = False) -> list[Step]:
    """Steps of a rule (or a macro) as they are kept. Raises WrongInput."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise _wrong(_("Say what is to be done."))
    if len(given) > MOST:
        raise _wrong(_("At most %(most)s steps.") % {"most": MOST})
    return [_checked(step, macro=macro) for step in given]


def _checked(given: Any, *, macro: bool) -> Step:
    do = str(given.get("do", "")) if isinstance(given, Mapping) else ""
    verb = OWN if do.startswith(FIELD) else VERBS.get(do)
    if verb is None or not (verb.macro if macro else verb.rule):
        raise _wrong(_("There is no step “%(step)s”.") % {"step": do[:40]})
    step: Step = {"do": do}
    if verb.of == "own":
        step["to"] = _own(do.removeprefix(FIELD), given.get("to"))
    elif verb.of != "nothing":
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
        case "team" | "agent" | "category" | "reply" | "runbook" | "people" | "maybe_team" | "agent_only":
            return _known(verb.of.removeprefix("maybe_").removesuffix("_only"), text)
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
        case "runbook":
            return Runbook.objects.filter(live__isnull=False, removed_at=None)
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


def _own(key: str, value: Any) -> str:
    """What is put into a field of the desk, as it is written there."""
    text = " ".join(str(value if value is not None else "").replace("\0", "").split())[:500]
    row = OwnField.objects.filter(key=key, active=True).first()
    if row is None:
        raise _wrong(_("The field is no longer there."))
    if not text:
        raise _wrong(_("Choose or write what the step is to do."))
    try:
        own_fields.checked({key: value_for(row, text)})
    except TicketError as error:
        raise _wrong(str(error)) from None
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
