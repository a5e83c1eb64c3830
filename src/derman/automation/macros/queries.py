"""Questions about macros."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.automation.errors import MacroNotFound
from derman.automation.macros.access import changeable_by, visible_to
from derman.automation.models import Macro
from derman.kernel.folding import fold
from derman.people.models import Person, Team
from derman.people.queries import teams
from derman.search.errors import SearchError
from derman.search.typed.patience import patiently
from derman.views import queries as views

OFFERED = 50  # on a ticket, at once; words find the others
LONGEST_QUESTION = 100


def macros(asker: Person) -> QuerySet[Macro]:
    """All that `asker` sees, by name. 1 statement."""
    return visible_to(asker).select_related("team")


def macro(asker: Person, pk: int) -> Macro:
    """One that `asker` sees. 1 statement. Raises MacroNotFound."""
    found = macros(asker).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise MacroNotFound(_("There is no such macro."))
    return found


def changeable(asker: Person) -> set[int]:
    """Which of them `asker` may change: their ids. 1 statement."""
    return set(changeable_by(asker).filter(removed_at=None).values_list("pk", flat=True))


def writable_teams(asker: Person) -> list[Team]:
    """The teams for which `asker` may write macros: a lead's own, an administrator's all. 1 statement at most."""
    if not asker.is_lead:
        return []
    found = teams(asker)
    return list(found if asker.is_administrator else found.filter(memberships__person=asker))


def having(asker: Person, words: str) -> QuerySet[Macro]:
    """Those with all of the words in their names, whatever accents and capitals. 1 statement."""
    found = macros(asker)
    for word in fold(words[:LONGEST_QUESTION].replace("\0", "")).split():
        found = found.filter(folded__contains=word)
    return found


def offered(asker: Person, ticket: int | None = None) -> list[Macro]:
    """Those that fit a ticket (None: all), the most used first; OFFERED at most.

    1 statement, and for each that has a condition 2 and what that names. One whose condition is wrong by now, or takes
    too long, is not offered.
    """
    found = list(macros(asker).order_by("-used", "name", "pk")[:OFFERED])
    return found if ticket is None else [one for one in found if fits(asker, one, ticket)]


def fits(asker: Person, one: Macro, ticket: int) -> bool:
    """Is it meant for this ticket?"""
    if not one.query:
        return True
    try:
        found = views.matching(asker, one.query).filter(pk=ticket)
        with patiently():
            return found.exists()
    except SearchError:
        return False
