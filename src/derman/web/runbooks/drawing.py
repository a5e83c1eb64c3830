"""A tree drawn: where each step stands, and the lines between them. The numbers are pixels of an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from derman.runbooks.tree import said

if TYPE_CHECKING:
    from derman.runbooks.tree import Tree

WIDTH, HEIGHT, GAP_X, GAP_Y, LINE = 168, 58, 18, 46, 24
PAGE = 900  # what a page shows without scrolling: a small tree is not blown up, a large one not shrunk


@dataclass(frozen=True, slots=True)
class Node:
    """A step on the drawing: its number, two lines of words."""

    key: str
    kind: str
    result: str
    number: int
    x: int
    y: int
    title: str
    lines: list[str]
    wrong: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from an answer to its step."""

    path: str
    x: int
    y: int
    label: str
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it."""

    width: int
    height: int
    nodes: list[Node]
    edges: list[Edge]

    @property
    def pages(self) -> int:
        """How many times as wide as a page it is, at most four."""
        return min(4, round(self.width / PAGE))


def drawn(tree: Tree, lang: str, wrong: set[str]) -> Drawing:
    """Steps in rows by how far they are from the first; those out of reach in a row of their own at the end."""
    rows: list[list[str]] = []
    depth: dict[str, int] = {}
    for key in tree.reachable():
        before = [depth[step.key] for step, _way in tree.leading_to(key) if step.key in depth]
        depth[key] = 0 if key == tree.start else min(before) + 1
    lost = [key for key in tree.steps if key not in depth]
    for key in lost:
        depth[key] = max(depth.values(), default=-1) + 1 if key == lost[0] else depth[lost[0]]
    for key, row in depth.items():
        while len(rows) <= row:
            rows.append([])
        rows[row].append(key)
    widest = max((len(row) for row in rows), default=1)
    width = max(PAGE, widest * (WIDTH + GAP_X) + GAP_X)
    place: dict[str, tuple[int, int]] = {}
    for level, keys in enumerate(rows):
        left = (width - len(keys) * (WIDTH + GAP_X) + GAP_X) // 2
        for column, key in enumerate(keys):
            place[key] = (left + column * (WIDTH + GAP_X), GAP_X + level * (HEIGHT + GAP_Y))
    numbers = {key: number for number, key in enumerate(depth, start=1)}
    nodes = []
    for key in depth:
        step, (x, y) = tree.steps[key], place[key]
        title = said(step.title, lang)[0]
        kind = step.kind.value
        nodes.append(
            Node(key, kind, step.result, numbers[key], x, y, title, _lines(title), key in wrong, key in lost)
        )  # fmt: skip
    return Drawing(width, len(rows) * (HEIGHT + GAP_Y) + GAP_X, nodes, _edges(tree, place, depth, lang))


def _edges(tree: Tree, place: dict[str, tuple[int, int]], depth: dict[str, int], lang: str) -> list[Edge]:
    edges = []
    for step in tree.steps.values():
        for number, way in enumerate(step.exits):
            if way.next not in place:
                continue
            x1 = place[step.key][0] + WIDTH * (number + 1) // (len(step.exits) + 1)
            y1, (x2, y2) = place[step.key][1] + HEIGHT, place[way.next]
            back = depth[way.next] <= depth[step.key]
            x2 += WIDTH // 2
            bend = GAP_Y if not back else -GAP_Y
            end = y2 if not back else y2 + HEIGHT
            path = f"M{x1} {y1} C{x1} {y1 + GAP_Y} {x2} {end - bend} {x2} {end}"
            edges.append(Edge(path, x1, y1 + 12, str(number + 1), back))
    return edges


def _lines(title: str) -> list[str]:
    """Two lines of what fits."""
    lines, rest = [""], title.split()
    for word in rest:
        if len(lines[-1]) + len(word) + 1 <= LINE:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(lines) == 1:
            lines.append(word[:LINE])
        else:
            lines[-1] = lines[-1][: LINE - 1] + "…"
            break
    return lines
