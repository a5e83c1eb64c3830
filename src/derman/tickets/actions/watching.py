"""Agents who want to hear of a ticket without having it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.people.queries import assignable
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.errors import WrongInput
from derman.tickets.models import Ticket

MOST = 50


def watch(*, actor: Person, ticket: int, who: Person | None = None) -> Ticket:
    """`who` (without one: `actor`) hears of the ticket from now on, as their choices of news say.

    Raises TicketNotFound, WrongInput (`who`) for somebody who may not have it.
    """
    person = who or actor
    with changing(ticket, actor, touch=False) as change:
        if not assignable(actor, change.ticket.team_id).filter(pk=person.pk).exists():
            raise WrongInput(_("This person may not see tickets of this team."), field="who")
        set_watchers_within(change, {*change.ticket.watchers, person.pk})
    return change.ticket


def unwatch(*, actor: Person, ticket: int, who: int | None = None) -> Ticket:
    """`who` (an id; without one: `actor`) hears of it no longer. Raises TicketNotFound."""
    with changing(ticket, actor, touch=False) as change:
        set_watchers_within(change, {*change.ticket.watchers} - {who or actor.pk})
    return change.ticket


def set_watchers_within(change: Change, watchers: Collection[int]) -> None:
    """Within a change: these persons (ids) watch, and nobody else. Raises WrongInput."""
    before, after = sorted(change.ticket.watchers), sorted(set(watchers))
    if before == after:
        return
    if len(after) > MOST:
        raise WrongInput(_("%(most)s people can watch a ticket.") % {"most": MOST}, field="who")
    change.record(events.WatchersChanged(before=before, after=after))
    change.set(watchers=after)
