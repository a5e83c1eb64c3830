"""Two agents on one ticket: what one has changed, the other does not overwrite without having seen it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets.actions.locking import locked
from derman.tickets.errors import Overtaken


def expect_unchanged(*, actor: Person, ticket: int, seen: int, kinds: Collection[str], own: str = "") -> None:
    """Within a transaction: nobody else did one of these `kinds` of events since the state `seen`.

    `own`: of one of the desk's own fields, by its key. What other events did is no matter: changes of different things
    stand side by side. 1 statement, 2 where the ticket has changed. Raises Overtaken, TicketNotFound.
    """
    row = locked(ticket, actor)
    if row.seq <= seen:
        return
    since = row.events.filter(seq__gt=seen, kind__in=kinds).exclude(actor=actor)
    if own:
        since = since.filter(details__field=own)
    event = since.select_related("actor").order_by("-seq").first()
    if event is None:
        return
    if event.actor is None:
        raise Overtaken(_("The desk has changed this meanwhile, and nothing was overwritten. Look, and choose again."))
    raise Overtaken(
        _("%(name)s has changed this meanwhile, and nothing was overwritten. Look, and choose again.")
        % {"name": event.actor.name or event.actor.email}
    )
