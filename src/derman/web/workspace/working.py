"""Time spent on a ticket: the panel at the side, and its sentences on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.tickets import queries
from derman.web import moments
from derman.web.signed_in import Agent
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"time.added": "clock", "time.removed": "clock"}
UNDONE: Mapping[str, Any] = {"time.added": gettext_lazy("time"), "time.removed": gettext_lazy("time")}


def duration(minutes: int) -> str:
    """Minutes as people say them: 45 min, 2 h, 1 h 20 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def time_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """What was spent, and by whom. 1 statement where time was spent, else none."""
    rows = queries.time_of(ticket)
    return {
        "all": duration(ticket.minutes) if ticket.minutes else "",
        "entries": [
            {
                "pk": str(row.pk),
                "time": duration(row.minutes),
                "who": _("You") if row.person_id == reader.pk else row.person.name or row.person.email,
                "day": moments.short(row.created_at),
                "note": row.note,
                "billable": row.billable,
                "can_go": row.person_id == reader.pk or reader.is_lead,
            }
            for row in rows
        ],
    }


def _added(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "time": duration(event.details["minutes"])}
    if event.details["billable"]:
        return _("Time spent: %(time)s, billable · %(who)s"), values
    return _("Time spent: %(time)s · %(who)s"), values


def _removed(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "time": duration(event.details["minutes"])}
    return _("Time taken away: %(time)s · %(who)s"), values


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {"time.added": _added, "time.removed": _removed}
