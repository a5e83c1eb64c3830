"""What the room does when it hears that something was taken back on a ticket."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.problems.actions.linking import as_before
from derman.tickets.errors import TooLateToUndo
from derman.tickets.events import ProblemLinked, ProblemUnlinked
from derman.tickets.facts import TicketChanged
from derman.tickets.queries import taken_back

_LINKS = (ProblemLinked.kind, ProblemUnlinked.kind)


def keep_up(fact: TicketChanged) -> None:
    """An agent takes back that a ticket was linked to a problem, or no longer. Raises TooLateToUndo.

    No statement for anything else.
    """
    if not set(_LINKS).intersection(fact.undone):
        return
    assert fact.actor is not None, "the desk takes nothing back"
    actor = Person.objects.get(pk=fact.actor)
    for event in taken_back(fact.ticket, fact.act, _LINKS):
        before = event.details.get("before") if event.kind == ProblemUnlinked.kind else None
        known = event.kind == ProblemLinked.kind or before
        if not known or not as_before(actor=actor, problem=event.details["problem"], ticket=fact.ticket, before=before):
            raise TooLateToUndo(_("Something was done with the problem and this ticket since then."))
