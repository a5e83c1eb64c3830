"""What rules name by its id, and of that what is no longer there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from derman.automation.conditions import GROUPS, key_of
from derman.automation.steps import VERBS, known_of

# key of a condition → of which kind the thing with that id is
NAMED = {
    "team": "team",
    "assignee": "agent",
    "watcher": "agent",
    "requester": "person",
    "org": "organisation",
    "category": "category",
}

type Named = tuple[str, int]  # kind of thing, id


def leaves(tree: Mapping[str, Any], place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
    """Every comparison of a tree of conditions, with the way to it."""
    group = next((one for one in GROUPS if one in tree), None)
    if group is None:
        if tree:
            yield place, tree
        return
    for at, part in enumerate(tree[group]):
        yield from leaves(part, (*place, at))


def named_by(tree: Mapping[str, Any]) -> set[Named]:
    """What the conditions of a rule name by its id."""
    found = set()
    for _place, leaf in leaves(tree):
        key = key_of(str(leaf["key"]))
        if key is not None and key.of == "ids":
            found |= {(NAMED[leaf["key"]], int(one)) for one in leaf["values"] if str(one).isdecimal()}
    return found


def named_in(steps: Iterable[Mapping[str, Any]]) -> set[Named]:
    """What the steps of a rule name by its id."""
    found = set()
    for step in steps:
        verb, to = VERBS.get(step["do"]), step.get("to")
        if verb is not None and isinstance(to, int):
            found.add((_KINDS.get(verb.of, verb.of), to))
    return found


_KINDS = {"maybe_team": "team", "people": "agent", "agent_only": "agent"}


def gone_of(named: Iterable[Named]) -> set[Named]:
    """Of all that is named, what is no longer there. A statement for each kind of thing that is named."""
    by_kind: dict[str, set[int]] = {}
    for kind, key in named:
        by_kind.setdefault(kind, set()).add(key)
    gone = set()
    for kind, keys in by_kind.items():
        there = set(known_of(kind).filter(pk__in=keys).values_list("pk", flat=True))
        gone |= {(kind, key) for key in keys - there}
    return gone
