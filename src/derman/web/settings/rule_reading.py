"""A rule as a sentence: when …, if …, then …"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from derman.automation import queries
from derman.web.settings import rule_words as words
from derman.web.settings.forms.rules import EMPTY, Line, Node, drafted
from derman.web.settings.rule_page import Choices, takes_of
from derman.web.workspace.working import duration

if TYPE_CHECKING:
    from derman.automation.given import Given


@dataclass(frozen=True, slots=True)
class Read:
    """The three parts of a rule in words."""

    when: str
    conditions: str
    steps: list[str]


def read(given: Given, choices: Choices) -> Read:
    """How a rule reads. No statement of its own."""
    draft = drafted(given)
    names = {code: str(name) for code, name, _timed in queries.trigger_names()}
    when = names.get(given.when, given.when)
    if given.hours:
        when = f"{when} {duration(given.hours * 60)}"
    return Read(when, _group(draft.root, choices), steps_read(draft.lines, choices))


def steps_read(lines: Sequence[Line], choices: Choices) -> list[str]:
    """The steps of a rule or a macro, each as a sentence."""
    verbs = {**queries.step_verbs(), **queries.step_verbs(macro=True)}
    return [_step(line, takes_of(line.do, verbs), choices) for line in lines]


def _group(node: Node, choices: Choices) -> str:
    parts = [f"({_group(part, choices)})" if part.group else _comparison(part, choices) for part in node.parts]
    if node.group == "any":
        return _(" or ").join(parts)
    joined = _(" and ").join(parts)
    return _("none of: %(these)s") % {"these": "; ".join(parts)} if node.group == "none" and parts else joined


def _comparison(node: Node, choices: Choices) -> str:
    labels = {key: name for _title, keys in words.ASKED for key, name in keys.items()} | dict(choices.own)
    label = labels.get(node.name, node.name)
    of = queries.condition_kind(node.name)
    operator = {**words.OPERATORS.get(of, words.OPERATORS["codes"]), **words.RARE}.get(node.op, node.op)
    if node.op in EMPTY:
        return f"{label} {operator}"
    named = {code: str(name).strip() for code, name in choices.of_condition(node.name) or ()}
    if of in ("span", "number"):
        values = [f"{value[:-1]} {words.UNITS.get(value[-1:], value[-1:])}" for value in node.values]
    elif choices.of_condition(node.name) is not None:
        values = [named.get(value, _("no longer there")) for value in node.values]
    else:
        values = [f"“{value}”" for value in node.values]
    either = _(" or ").join(values)
    return f"{label} {operator} {either}"


def _step(line: Line, takes: Mapping[str, Any], choices: Choices) -> str:
    label = _label(line.do, choices)
    offered = choices.of_step(line.do, takes)
    to = line.to
    if offered is not None and to:
        to = {code: str(name).strip() for code, name in offered}.get(to, _("no longer there"))
    text = " ".join(line.text.split())
    quoted = f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”" if text else ""
    return " ".join(part for part in (label, to, quoted) if part)


def _label(do: str, choices: Choices) -> str:
    if do.startswith("field."):
        return _("Set “%(field)s” to") % {"field": dict(choices.own).get(do, _("no longer there"))}
    return str(words.STEPS.get(do, do))


def because_read(because: Iterable[Sequence[str]]) -> list[str]:
    """The values that made a rule true, in words. No statement."""
    labels = {key: str(name) for _title, keys in words.ASKED for key, name in keys.items()}
    labels["storm"] = _("Mails of a storm")  # of a standing rule
    return [f"{labels.get(key, key)}: {words.CODES.get(key, {}).get(value, value)}" for key, value in because]


# steps that are told with what they name alone
_NAMED = ("tag", "untag", "mail", "webhook", "saved_reply", "notify", "watch", "runbook", "pin")


def told(change: Mapping[str, Any], choices: Choices) -> tuple[str, str]:
    """What a step would have changed, and what happened instead; see automation.foretelling."""
    do = change["do"]
    takes = takes_of(do, queries.step_verbs())
    named = {code: str(name).strip() for code, name in choices.of_step(do, takes) or ()}
    named |= {code: str(name) for code, name in words.CODES.get("is" if do in ("status", "back") else "", {}).items()}

    def value(given: Any) -> str:
        if given is None:
            return str(words.AGENTS["nobody"]) if do == "assignee" else str(words.NONE)
        return named.get(str(given), str(given))

    label = _label(do, choices)
    if do in _NAMED or do.startswith("field."):
        would = f"{label} {value(change['to'])}"
    elif do in ("reply", "note", "task", "pin_assignee"):
        would = label
    elif do == "wait":
        would = f"{label} {value(change['to'])}"
    else:
        was = _("it was %(value)s") % {"value": value(change["from"])}
        would = f"{label} {value(change['to'])} ({was})"
    return would, _instead(change, value)


def _instead(change: Mapping[str, Any], value: Callable[[Any], str]) -> str:
    if change["same"] is not None:
        after = duration(change["same"] // 60)
        if change["do"] in ("reply", "saved_reply"):
            return _("An agent answered %(time)s later.") % {"time": after}
        return _("The same was done %(time)s later.") % {"time": after}
    match change["do"]:
        case "reply" | "saved_reply":
            return _("Nobody answered afterwards.")
        case "priority" | "kind" | "team" | "assignee" | "category" | "status" | "back":
            return _("It was not done; today it is %(value)s.") % {"value": value(change["now"])}
        case "tag" | "untag" | "wait":
            return _("It was not done.")
        case _:
            return ""
