"""What the radar does when it hears a fact."""

from __future__ import annotations

from derman.majors.facts import MajorDeclared
from derman.radar import likely


def look_back(fact: MajorDeclared) -> None:
    """Tickets that came before it was declared may belong to it."""
    likely.look_back(fact.major)
