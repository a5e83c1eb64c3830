"""What an agent keeps at the top of their own lists; nobody else's list changes by it, and no timeline tells of it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import live
from derman.people.models import Person, Role
from derman.tickets.access import visible_to
from derman.tickets.errors import NotAllowed, TicketNotFound, WrongInput
from derman.tickets.models import Pin, Ticket
from derman.tickets.queries.lines import MOST_PINS

MOST = MOST_PINS


def pin_for(ticket: Ticket, people: Collection[int]) -> list[int]:
    """Within a change of it: these agents (ids) have a ticket at the top of their lists, as far as they may see it.

    Whoever has too many is left out. Returns for whom it was not so before.
    """
    pinned = []
    for person in Person.objects.filter(pk__in=people, is_active=True).exclude(role=Role.REQUESTER).order_by("pk"):
        kept = set(Pin.objects.select_for_update().filter(person=person).values_list("ticket", flat=True))
        if ticket.pk in kept or len(kept) >= MOST or not visible_to(person).filter(pk=ticket.pk).exists():
            continue
        Pin.objects.bulk_create([Pin(person=person, ticket=ticket)], ignore_conflicts=True)
        pinned.append(person.pk)
    return pinned


def unpin_for(ticket: Ticket, people: Collection[int]) -> None:
    """Take that back."""
    Pin.objects.filter(ticket=ticket, person__in=people).delete()


def pin(*, actor: Person, ticket: int, keep: bool | None = None) -> bool:
    """Keep a ticket at the top of one's lists (`keep`), or no longer; None: the other way round. Returns which.

    Raises TicketNotFound, NotAllowed, WrongInput where too many are.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    if not visible_to(actor).filter(pk=ticket).exists():
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
    with transaction.atomic():
        # one's own pins one after the other, so that two presses are not both the first
        kept = set(Pin.objects.select_for_update().filter(person=actor).values_list("ticket", flat=True))
        wanted = ticket not in kept if keep is None else keep
        if wanted and ticket not in kept:
            if len(kept) >= MOST:
                raise WrongInput(_("%(most)s tickets can be pinned. Unpin one first.") % {"most": MOST})
            Pin.objects.bulk_create([Pin(person=actor, ticket_id=ticket)], ignore_conflicts=True)
        elif not wanted:
            Pin.objects.filter(person=actor, ticket=ticket).delete()
        live.signal("ticket", ticket, audience=[f"person:{actor.pk}"])
    return wanted
