"""The page on which a rule is written: a draft with its words, what can be chosen, and what is wrong beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.automation import queries
from derman.kernel.texts import in_language
from derman.people import queries as people
from derman.replies import queries as replies
from derman.runbooks import queries as runbooks
from derman.tickets import queries as tickets
from derman.web.settings import rule_words as words
from derman.web.settings.forms.rules import EMPTY, Draft, Line, Node, Written

if TYPE_CHECKING:
    from derman.people.models import Person

type Pairs = list[tuple[str, Any]]


@dataclass
class Choices:
    """What can be chosen where something is named by its id, as pairs of id and name."""

    team: Pairs = field(default_factory=list)
    agent: Pairs = field(default_factory=list)
    org: Pairs = field(default_factory=list)
    category: Pairs = field(default_factory=list)
    reply: Pairs = field(default_factory=list)
    runbook: Pairs = field(default_factory=list)
    own: Pairs = field(default_factory=list)  # key of the condition, label
    own_choices: dict[str, Pairs] = field(default_factory=dict)

    def of_condition(self, name: str) -> Pairs | None:
        """For a key of a condition; None where something is typed."""
        if name in words.CODES:
            return list(words.CODES[name].items())
        none = [("none", words.NONE)]
        match name:
            case "team":
                return none + self.team
            case "assignee" | "watcher":
                return [("none", words.AGENTS["nobody"]), *self.agent]
            case "org":
                return none + self.org
            case "category":
                return none + self.category
            case _:
                return self.own_choices.get(name)

    def of_step(self, do: str, takes: Mapping[str, Any]) -> Pairs | None:
        """For a step; None where something is typed, or nothing."""
        match takes["of"]:
            case "own":
                return self.own_choices.get(do)
            case "codes":
                return list(words.STEP_CODES[do].items())
            case "team":
                return self.team
            case "maybe_team":
                return [("", _("nobody yet")), *self.team]
            case "agent_only":
                return self.agent
            case "agent":
                return [*words.AGENTS.items(), *self.agent]
            case "people":
                return [*words.PEOPLE.items(), *self.agent]
            case "category":
                return self.category
            case "reply":
                return self.reply
            case "runbook":
                return self.runbook
            case _:
                return None


def choices(asker: Person, organisations: Collection[int] = ()) -> Choices:
    """What there is to choose from; of organisations, which are many, only those (ids) that are named. 7 statements."""
    fields = tickets.own_fields()
    return Choices(
        team=[(str(team.pk), team.name) for team in people.teams(asker)],
        agent=[(str(one.pk), one.name) for one in people.agents(asker)],
        org=[(str(pk), name) for pk, name in people.organisation_names(asker, organisations).items()],
        category=[(str(one.pk), "\u2003" * depth + one.name) for one, depth in tickets.categories()],
        reply=[(str(one.pk), one.name) for one in replies.saved_replies(asker)],
        runbook=[(str(pk), title) for pk, title in runbooks.titles(asker, get_language() or "en")],
        own=[(f"field.{one.key}", one.label) for one in fields if one.active],
        own_choices={
            f"field.{one.key}": [(kept["key"], in_language(kept["labels"])) for kept in one.choices]
            for one in fields
            if one.chooses
        },
    )


def organisations_in(trees: Iterable[Mapping[str, Any]]) -> set[int]:
    """The organisations (ids) that conditions name."""
    found = set()
    for tree in trees:
        for group in words.GROUPS:
            found |= organisations_in(tree.get(group, ()))
        if tree.get("key") == "org":
            found |= {int(value) for value in map(str, tree["values"]) if value.isdecimal() and len(value) < 19}
    return found


def with_chosen(pairs: Iterable[tuple[str, Any]], value: str) -> Pairs:
    """What can be chosen, with a value that is not among it: what it named is gone."""
    offered = list(pairs)
    if value and all(value != code for code, _name in offered):
        offered.append((value, _("no longer there")))
    return offered


def page(draft: Draft, given: Choices, wrong: Mapping[str, str]) -> dict[str, Any]:
    """For the template. `wrong`: where → a sentence, as `Given.wrong` gives it."""
    timed = {code for code, _words, is_timed in queries.trigger_names() if is_timed}
    return {
        "draft": draft,
        "triggers": [(code, name) for code, name, _timed in queries.trigger_names()],
        "timed": draft.when in timed,
        "root": _node(draft.root, draft, given, wrong, "conditions", 1),
        "steps": lines_of(draft, given, wrong),
        "wrong": wrong,
    }


def lines_of(draft: Written, given: Choices, wrong: Mapping[str, str], *, macro: bool = False) -> list[dict[str, Any]]:
    """The steps of a rule or a macro, each with what it may do."""
    verbs = queries.step_verbs(macro=macro)
    offered = [(code, name) for code, name in words.STEPS.items() if code in verbs]
    offered += [(code, _("Set “%(field)s” to") % {"field": label}) for code, label in given.own]
    return [_line(line, at, draft, given, verbs, offered, wrong) for at, line in enumerate(draft.lines)]


def takes_of(do: str, verbs: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a step takes; nothing where there is no such step."""
    if do.startswith("field."):
        return {"of": "own", "codes": (), "text": False, "days": False}
    found: Mapping[str, Any] = verbs.get(do, {"of": "nothing", "codes": (), "text": False, "days": False})
    return found


def _node(
    node: Node, draft: Draft, given: Choices, wrong: Mapping[str, str], at: str, depth: int, above: str = ""
) -> dict[str, Any]:
    fresh = node.key == draft.fresh
    shown = {"key": node.key, "above": above, "depth": depth, "fresh": fresh, "wrong": wrong.get(at, "")}
    if node.group:
        parts = [
            _node(part, draft, given, wrong, f"{at}.{place}", depth + 1, node.key)
            for place, part in enumerate(node.parts)
        ]
        deeper = depth < queries.deepest_group() - 1
        return {**shown, "group": node.group, "groups": words.GROUPS.items(), "parts": parts, "deeper": deeper}
    of = queries.condition_kind(node.name)
    operators = dict(words.OPERATORS.get(of, words.OPERATORS["codes"]))
    if node.op not in operators and node.op in words.RARE:
        operators[node.op] = words.RARE[node.op]
    offered = given.of_condition(node.name)
    asked = [*words.ASKED, (_("Fields of the desk"), dict(given.own))] if given.own else words.ASKED
    return {
        **shown,
        "name": node.name,
        "asked": [(title, list(keys.items())) for title, keys in asked],
        "op": node.op if node.op in operators else next(iter(operators)),
        "operators": list(operators.items()),
        "valued": node.op not in EMPTY,
        **_values(node, of, offered),
        "finds": node.name == "org",
        "find": next((value for value in node.values if not _is_id(value)), "") if node.name == "org" else "",
    }


def _values(node: Node, of: str, offered: Pairs | None) -> dict[str, Any]:
    if of in ("span", "number"):
        written = node.values[0] if node.values else ""
        unit = written[-1:] if written[-1:] in words.UNITS else ""
        span = written.removesuffix(unit)
        return {"entry": "span", "span": span, "unit": unit or "h", "units": list(words.UNITS.items())}
    if offered is None:
        hint = _("E-mail addresses") if node.name == "requester" else _("Several with commas between")
        return {"entry": "words", "words": ", ".join(node.values), "hint": hint}
    if node.name == "org":  # those that are named already, and a field for others
        named = [value for value in node.values if _is_id(value)]
        kept = [[pair for pair in offered if pair[0] in ("none", value)] for value in named]
        pickers = [(value, with_chosen(pairs, value)) for value, pairs in zip(named, kept, strict=True)]
        return {"entry": "choices", "pickers": pickers or [("", [("none", words.NONE)])]}
    pickers = [(value, with_chosen(offered, value)) for value in [*node.values, ""]]
    return {"entry": "choices", "pickers": pickers}


def _is_id(value: str) -> bool:
    return value == "none" or value.isdecimal()


def _line(
    line: Line,
    at: int,
    draft: Written,
    given: Choices,
    verbs: Mapping[str, Any],
    offered_verbs: Pairs,
    wrong: Mapping[str, str],
) -> dict[str, Any]:
    takes = takes_of(line.do, verbs)
    offered = given.of_step(line.do, takes)
    return {
        "line": line,
        "verbs": offered_verbs,
        "choices": with_chosen(offered, line.to) if offered is not None else None,
        "typed": offered is None and takes["of"] != "nothing",
        "must": takes["of"] != "maybe_team",
        "text": takes["text"],
        "days": takes["days"],
        "wrong": wrong.get(f"steps.{at}", ""),
        "fresh": line.key == draft.fresh,
        "first": at == 0,
        "last": at == len(draft.lines) - 1,
    }
