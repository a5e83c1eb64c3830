"""A rule while it is written: what the page shows and sends back, also where it is not yet sound.

Every line has a key that stays while the page is open. The form sends `node` (key and group of each condition, in
order) and `step` (the keys of the steps), and the fields of each line behind its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from derman.automation.given import Given

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_LINES = 200  # that are read from one form
GROUPS = ("all", "any", "none")
EMPTY = {"empty": False, "full": True}  # how “nothing stands there” is asked → negated
_FLAGS = ("working", "stop", "once")


@dataclass
class Node:
    """A group of conditions (`group` is set) or one comparison."""

    key: str
    group: str = ""
    parts: list[Node] = field(default_factory=list)
    name: str = ""  # what is asked
    op: str = "is"  # is, not, empty, full, or a sign with “!” before it where it is turned round
    values: list[str] = field(default_factory=list)

    def tree(self) -> dict[str, Any]:
        """As rules keep it."""
        if self.group:
            return {self.group: [part.tree() for part in self.parts]}
        if self.op in EMPTY:
            return {"key": self.name, "sign": ":", "values": ["none"], "negated": EMPTY[self.op]}
        turned, sign = self.op in ("not",) or self.op.startswith("!"), self.op.lstrip("!")
        values = [value for value in self.values if value.strip()]
        return {
            "key": self.name,
            "sign": ":" if sign in ("is", "not") else sign,
            "values": values,
            "negated": turned,
        }


@dataclass
class Line:
    """A step."""

    key: str
    do: str = ""
    to: str = ""
    text: str = ""
    days: str = ""


@dataclass
class Written:
    """What has steps, as a page has it."""

    name: str = ""
    lines: list[Line] = field(default_factory=list)
    fresh: str = ""  # the key of the line that was added just now

    def steps(self) -> list[dict[str, Any]]:
        """As they are given to be saved; sound or not."""
        return [{"do": one.do, "to": one.to, "text": one.text, "days": one.days} for one in self.lines]

    def act(self, what: str, key: str) -> None:
        """What a button of the page does: a step more or less, up or down."""
        line = next((place for place, one in enumerate(self.lines) if one.key == key), None)
        match what:
            case "step":
                self.fresh = self.new_key()
                self.lines.append(Line(self.fresh, do="priority"))
            case "drop" if line is not None:
                self.lines.pop(line)
            case "up" if line:
                self.lines.insert(line - 1, self.lines.pop(line))
            case "down" if line is not None:
                self.lines.insert(line + 1, self.lines.pop(line))

    def keys(self) -> set[str]:
        """The keys of all lines."""
        return {one.key for one in self.lines}

    def new_key(self) -> str:
        """A key that no line has."""
        keys = self.keys()
        return next(f"n{number}" for number in count(1) if f"n{number}" not in keys)


@dataclass
class Draft(Written):
    """A rule as the page has it."""

    when: str = "opened"
    hours: str = ""
    most: str = "500"
    working: bool = False
    stop: bool = False
    once: bool = False
    root: Node = field(default_factory=lambda: Node("c0", "all"))

    def given(self) -> Given:
        """As `automation.actions.save` takes it; sound or not."""
        return Given(
            name=self.name,
            when=self.when,
            hours=_number(self.hours),
            working=self.working,
            conditions=self.root.tree(),
            steps=self.steps(),
            stop=self.stop,
            once=self.once,
            most=_number(self.most),
        )

    def nodes(self) -> Iterator[tuple[Node, Node | None]]:
        """Every group and comparison with the group in which it stands."""
        yield self.root, None
        yield from _below(self.root)

    def places(self) -> Iterator[tuple[str, Node]]:
        """Every group and comparison with where it stands, as `Given.wrong` names it."""
        yield from _places(self.root, "conditions")

    def keys(self) -> set[str]:
        """The keys of all lines."""
        return super().keys() | {node.key for node, _group in self.nodes()}

    def act(self, what: str, key: str) -> None:
        """What a button of the page does: a line more or less, up or down."""
        at = next((pair for pair in self.nodes() if pair[0].key == key), None)
        new = self.new_key()
        match what:
            case "condition" if at is not None and at[0].group:
                self.fresh = new
                at[0].parts.append(Node(new, name="priority"))
            case "group" if at is not None and at[0].group:
                self.fresh = new
                inner = Node(f"{new}i", name="priority")
                at[0].parts.append(Node(new, "all" if at[0].group == "any" else "any", [inner]))
            case "drop" if at is not None and at[1] is not None:
                at[1].parts.remove(at[0])
            case _:
                super().act(what, key)


def _below(group: Node) -> Iterator[tuple[Node, Node]]:
    for part in group.parts:
        yield part, group
        yield from _below(part)


def _places(node: Node, at: str) -> Iterator[tuple[str, Node]]:
    yield at, node
    for place, part in enumerate(node.parts):
        yield from _places(part, f"{at}.{place}")


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 0


def drafted(given: Given) -> Draft:
    """A rule as the page shows it first."""
    keys = (f"k{number}" for number in count(1))
    lines = lines_drafted(given.steps, keys)
    root = _node(given.conditions or {"all": []}, keys)
    if not root.group:
        root = Node("c0", "all", [root])
    flags = {name: getattr(given, name) for name in _FLAGS}
    hours = str(given.hours) if given.hours else ""
    return Draft(name=given.name, lines=lines, when=given.when, hours=hours, most=str(given.most), **flags, root=root)


def lines_drafted(steps: Iterable[Mapping[str, Any]], keys: Iterator[str] | None = None) -> list[Line]:
    """Steps as a page shows them first."""
    keys = keys or (f"k{number}" for number in count(1))
    return [
        Line(
            next(keys),
            do=step["do"],
            to="" if step.get("to") is None else str(step["to"]),
            text=step.get("text") or "",
            days=str(step.get("days") or ""),
        )
        for step in steps
    ]


def _node(tree: Mapping[str, Any], keys: Iterator[str]) -> Node:
    for group in GROUPS:
        if group in tree:
            return Node(next(keys), group, [_node(part, keys) for part in tree[group]])
    sign, negated, values = tree["sign"], bool(tree["negated"]), [str(value) for value in tree["values"]]
    op = ("not" if negated else "is") if sign == ":" else ("!" if negated else "") + sign
    if sign == ":" and values == ["none"] and (tree["key"] in ("tag", "domain") or tree["key"].startswith("field.")):
        op, values = "full" if negated else "empty", []
    return Node(next(keys), name=tree["key"], op=op, values=values)


def typed(post: QueryDict) -> Draft:
    """A rule as it was sent."""
    known: dict[str, Node] = {}
    root = Node("c0", "all")
    for at, row in enumerate(post.getlist("node")[:MOST_LINES]):
        key, _blank, above = row.partition(" ")
        node = Node(key, post.get(f"{key}-group", ""))
        if at == 0:
            root = Node(key, node.group if node.group in GROUPS else "all")
            known[key] = root
            continue
        if key in known or above not in known or not known[above].group:
            continue
        if f"{key}-group" in post:
            node.group = node.group if node.group in GROUPS else "all"
        else:
            node = _comparison(post, key)
        known[key] = node
        known[above].parts.append(node)
    return Draft(
        name=post.get("name", ""),
        lines=lines_typed(post),
        when=post.get("when", ""),
        hours=post.get("hours", ""),
        most=post.get("most", ""),
        working="working" in post,
        stop="stop" in post,
        once="once" in post,
        root=root,
    )


def lines_typed(post: QueryDict) -> list[Line]:
    """Steps as they were sent."""
    return [_step(post, key) for key in dict.fromkeys(post.getlist("step")[:MOST_LINES])]


def _step(post: QueryDict, key: str) -> Line:
    """One step; what belongs to another than is chosen now is left out, but for the words that were written."""
    line = Line(key, **{name: post.get(f"{key}-{name}", "") for name in ("do", "to", "text", "days")})
    if line.do != post.get(f"{key}-was", ""):
        line.to = ""
    return line


def _comparison(post: QueryDict, key: str) -> Node:
    """One comparison; values that belong to another question than the one that is asked now are left out."""
    name, was = post.get(f"{key}-name", ""), post.get(f"{key}-was", "")
    node = Node(key, name=name, op=post.get(f"{key}-op", "is"))
    if name != was:
        return Node(key, name=name)
    node.values = [value for value in post.getlist(f"{key}-value") if value.strip()]
    # typed by its name, as the page offers it while one types
    node.values += [name.strip() for name in post.getlist(f"{key}-find") if name.strip()]
    many = post.get(f"{key}-words")
    if many is not None:
        node.values = [one.strip() for one in many.split(",") if one.strip()]
    span = post.get(f"{key}-span")
    if span is not None:
        node.values = [f"{span.strip()}{post.get(f'{key}-unit', 'h')}"]
    return node
