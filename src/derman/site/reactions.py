"""What happens when: fact → who reacts, *now* (holds or falls with the change) or *after* (a job behind it).

This is the one page that says so. `derman reactions` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping

from derman.kernel.facts import Fact, Reactions
from derman.routing import handlers as routing
from derman.tickets.facts import TicketOpened

REACTIONS: Mapping[type[Fact], Reactions] = {
    TicketOpened: Reactions(now=[routing.place]),
}
