"""What differs between two versions, as people read it: line by line, and within a line word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from derman.knowledge.markdown import from_html

AROUND = 2  # lines that stay shown beside what changed
MOST_LINES = 2000
MOST_WORDS = 400  # of a line that is compared word by word
ALIKE = 0.4  # lines that have less in common are another line

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(slots=True)
class Line:
    """A line: `same`, `added`, `removed`, `changed`, or `gap` for lines that are left out."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)


def lines_of(title: str, body: str) -> list[str]:
    """A version as the lines that are compared: its title, then its body as Markdown."""
    return [f"# {title}", *(line for line in from_html(body).split("\n") if line.strip())][:MOST_LINES]


def compare(old: list[str], new: list[str]) -> list[Line]:
    """The lines of two versions side by side; long runs that are the same are left out."""
    found: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = old[old_from:old_to], new[new_from:new_to]
        if kind == "equal":
            found += [Line("same", [Piece("same", line)]) for line in before]
            continue
        for at in range(max(len(before), len(after))):
            was = before[at] if at < len(before) else None
            now = after[at] if at < len(after) else None
            found += _pair(was, now)
    return _folded(found)


def _pair(was: str | None, now: str | None) -> list[Line]:
    if was is None or now is None:
        kind, text = ("added", now or "") if was is None else ("removed", was)
        return [Line(kind, [Piece(kind, text)])]
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    if len(old) <= MOST_WORDS and len(new) <= MOST_WORDS:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.ratio() >= ALIKE:
            return [Line("changed", _pieces(matcher, old, new))]
    return [Line("removed", [Piece("removed", was)]), Line("added", [Piece("added", now)])]


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", "".join(new[new_from:new_to])))
    return pieces


def _folded(lines: list[Line]) -> list[Line]:
    near = {
        place for at, line in enumerate(lines) if line.kind != "same" for place in range(at - AROUND, at + AROUND + 1)
    }
    shown: list[Line] = []
    for at, line in enumerate(lines):
        if at in near:
            shown.append(line)
        elif not shown or shown[-1].kind != "gap":
            shown.append(Line("gap"))
    return shown
