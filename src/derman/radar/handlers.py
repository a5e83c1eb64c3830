"""What the radar does when it hears a fact."""

from __future__ import annotations

from derman.majors.facts import MajorCalledOff, MajorDeclared
from derman.radar import likely
from derman.radar.models import Surge


def look_back(fact: MajorDeclared) -> None:
    """Tickets that came before it was declared may belong to it."""
    likely.look_back(fact.major)


def see_again(fact: MajorCalledOff) -> None:
    """A surge that became a major incident by mistake is one to decide on again. 1 statement."""
    Surge.objects.filter(major=fact.major, state=Surge.State.MAJOR).update(state=Surge.State.SEEN, by=None, major=None)
