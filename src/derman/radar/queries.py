"""The questions about surges, each with a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.radar.access import visible_to
from derman.radar.errors import SurgeNotFound
from derman.radar.looking import GOES_ON
from derman.radar.models import Surge, SurgeTicket
from derman.radar.recurring import WINDOW
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.models import Ticket

MOST = 10
SHOWN = 8  # tickets of each


@dataclass(frozen=True, slots=True)
class Shown:
    """A surge with some of its tickets that the reader may see, the first to come first."""

    row: Surge
    tickets: list[Ticket]


def current(person: Any, *, dismissed: bool = False) -> list[Shown]:
    """Surges that go on and of which nobody has decided (or that were `dismissed`), the latest first. 2 statements."""
    state = Surge.State.DISMISSED if dismissed else Surge.State.SEEN
    now = clock.now()
    goes_on = Q(last_at__gt=now - GOES_ON) | Q(slow=True, last_at__gt=now - WINDOW)
    rows = list(visible_to(person).filter(goes_on, state=state).order_by("-pk")[:MOST])
    if not rows:
        return []
    linked = SurgeTicket.objects.filter(surge__in=rows, ticket__in=tickets_visible_to(person))
    of: dict[int, list[Ticket]] = {row.pk: [] for row in rows}
    for one in linked.select_related("ticket__requester").order_by("surge", "ticket")[: MOST * 200]:
        of[one.surge_id].append(one.ticket)
    return [Shown(row, of[row.pk][:SHOWN]) for row in rows]


def one(person: Any, pk: int) -> Surge:
    """One that `person` may see. 1 statement. Raises SurgeNotFound."""
    row = visible_to(person).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if row is None:
        raise SurgeNotFound(_("There is no such surge."))
    return row
