"""“Next”: the most urgent free ticket becomes the agent's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.actions.changing import Change
from derman.tickets.actions.fields import take_within
from derman.tickets.errors import NotAllowed
from derman.tickets.models import IN_WORK, Ticket


def take_next(*, actor: Person) -> Ticket | None:
    """Take the most urgent free ticket of one's teams (of all, for an agent in no team); None when there is none.

    Two agents who press at once get two tickets.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    with transaction.atomic():
        free = visible_to(actor).filter(status__in=IN_WORK, assignee=None)
        teams = list(actor.memberships.values_list("team_id", flat=True))
        if teams:
            free = free.filter(team__in=teams)
        ticket = (
            free.order_by("priority", "created_at", "number")
            .select_related("team")
            .select_for_update(of=("self",), skip_locked=True)
            .first()
        )
        if ticket is None:
            return None
        change = Change(ticket, actor)
        take_within(change, actor)
        change.write()
    return ticket
