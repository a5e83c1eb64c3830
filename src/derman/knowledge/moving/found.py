"""An article as an import finds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Finder(Protocol):
    """Says what the file at an address of an article's body holds; None where it has none."""

    def __call__(self, address: str) -> tuple[str, bytes] | None: ...


def nowhere(address: str) -> tuple[str, bytes] | None:
    """No pictures come with the article."""
    return None


@dataclass(slots=True, kw_only=True)
class Found:
    """One text in one language. What is empty is decided by whoever imports."""

    origin: str  # by which the same text is known when it is imported again
    title: str
    body: str  # HTML, not yet clean
    lang: str = ""
    group: str = ""  # texts of one group are translations of each other
    categories: list[str] = field(default_factory=list)  # names, the highest first
    slug: str = ""
    audience: str = ""
    status: str = ""  # draft or published
    old_paths: list[str] = field(default_factory=list)
    source: str = ""  # where a desk had it: the same text, where this is that desk
    file: Finder = nowhere
