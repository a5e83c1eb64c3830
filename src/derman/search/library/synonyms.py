"""Words that mean the same at this desk: what somebody types, and what the library calls it, in both languages."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from derman.kernel import sql
from derman.search.library.forms import words_of
from derman.search.words import lexemes

MOST_WORDS = 4  # of one expression
_COMMA = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True, slots=True)
class Other:
    """An expression that means the same as some words of a question: for each of its words its lexemes."""

    words: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Glossary:
    """The groups of synonyms, ready to be looked up."""

    groups: list[list[Other]] = field(default_factory=list)
    starts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # lexeme of a first word → (group, member)

    def others(self, forms: Sequence[tuple[str, ...]]) -> dict[int, list[Other]]:
        """For the words of a question, given by their lexemes: place of a word → what means the same."""
        found: dict[int, list[Other]] = {}
        for place, lexemes_ in enumerate(forms):
            candidates = {hit for lexeme in lexemes_ for hit in self.starts.get(lexeme, ())}
            for number, member in sorted(candidates):
                group = self.groups[number]
                if _fits(group[member], forms, place):
                    others = [other for place_, other in enumerate(group) if place_ != member]
                    # “sign in” as a whole means the same, each of its words alone does not
                    for nth in range(len(group[member].words)):
                        if forms[place + nth]:
                            found.setdefault(place + nth, []).extend(others)
                            break
        return found


def _fits(member: Other, forms: Sequence[tuple[str, ...]], place: int) -> bool:
    if place + len(member.words) > len(forms):
        return False
    return all(
        not word or set(word).intersection(given)
        for word, given in zip(member.words, forms[place : place + len(member.words)], strict=True)
    )


def expressions(line: str) -> list[str]:
    """The expressions of one group as somebody wrote it, each once."""
    return list(dict.fromkeys(part for part in _COMMA.split(line.strip()) if part))


def build(lines: Iterable[str]) -> Glossary:
    """A glossary of groups, each a line of expressions divided by commas. At most 1 statement."""
    written = [[words_of(part)[:MOST_WORDS] for part in expressions(line)] for line in lines]
    lexemes.learn({word for group in written for words in group for word in words})
    made = Glossary()
    for group in written:
        members = [Other(tuple(lexemes[word] for word in words)) for words in group if words]
        members = [member for member in members if any(member.words)]
        for place, member in enumerate(members):
            for lexeme in member.words[0]:
                made.starts.setdefault(lexeme, []).append((len(made.groups), place))
        made.groups.append(members)
    return made


def starting_set() -> list[str]:
    """The groups that a new desk begins with."""
    lines = (Path(__file__).parent / "starting_synonyms.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


_known: list[tuple[object, Glossary]] = []
_lock = threading.Lock()


def glossary(revision: object) -> Glossary:
    """The glossary as the desk keeps it; `revision` says as of which change. No statement, 2 after a change."""
    if _known and _known[0][0] == revision:
        return _known[0][1]
    with _lock:
        made = build(row[0] for row in sql.rows("SELECT words FROM search_synonyms ORDER BY id"))
        _known[:] = [(revision, made)]
        return made
