"""Some messages of a ticket become a ticket of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.fields import as_subject
from derman.tickets.actions.moving import move, move_back, retell
from derman.tickets.actions.standing import set_status
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.facts import TicketsJoined
from derman.tickets.models import Link, Message, Status, Ticket


def split(
    *, actor: Person, ticket: int, messages: Collection[int], subject: str = "", expected_seq: int | None = None
) -> Ticket:
    """Open a ticket with the messages (ids) that belong to something else, for whoever wrote the first of them.

    Team, category and priority come along. Raises TicketNotFound, WrongInput with the field.
    """
    with transaction.atomic(), changing(ticket, actor, expected_seq=expected_seq) as change:
        chosen = _chosen(change, messages)
        new = Change(_opened(change.ticket, chosen[0], subject), actor)
        new.act = change.act
        new.followers = set()
        new.record(events.SplitFrom(other=change.ticket.pk))
        moved = move(chosen, new)
        retell(new)
        Link.objects.create(ticket=new.ticket, other=change.ticket, kind=Link.LinkKind.SPLIT)
        change.record(events.SplitOff(into=new.ticket.pk, messages=moved))
        retell(change)
        new.write()
        change.later(TicketsJoined(ticket=new.ticket.pk, other=change.ticket.pk, inform=False))
    return new.ticket


def _chosen(change: Change, messages: Collection[int]) -> list[Message]:
    kept = list(change.ticket.messages.filter(withdrawn_at=None).order_by("created_at", "seq"))
    chosen = [message for message in kept if message.pk in set(messages)]
    if not chosen or len(chosen) != len(set(messages)):
        raise WrongInput(_("Choose the messages that become a ticket of their own."), field="messages")
    if len(chosen) == len(kept):
        raise WrongInput(_("At least one message stays. There is nothing to split otherwise."), field="messages")
    if not any(not message.staff for message in chosen):
        raise WrongInput(_("Choose at least one message that somebody wrote to the desk."), field="messages")
    return chosen


def _opened(source: Ticket, first: Message, subject: str) -> Ticket:
    """The new ticket, written but for its messages."""
    asker = first.author if not first.staff and first.author is not None else source.requester
    subject = as_subject(subject)
    ticket = Ticket(
        kind=source.kind,
        status=Status.NEW,
        priority=source.priority,
        impact=source.impact,
        urgency=source.urgency,
        category_id=source.category_id,
        team=source.team,
        tier=source.tier,
        requester=asker,
        channel=first.channel,
        # its mailbox, not the mail that began the other one
        origin={name: value for name, value in source.origin.items() if name == "mailbox"},
        language=source.language,
        subject=subject or " ".join(first.text.split())[:80] or source.subject,
    )
    ticket.save(force_insert=True)
    return ticket


def unsplit(change: Change, details: dict[str, Any]) -> None:
    """Within a change of the ticket that was split: the messages come back, and the new ticket is over.

    Raises TooLateToUndo where somebody did something with it since.
    """
    number, moved = details["into"], details["messages"]
    with changing(number, change.actor) as new:
        if new.ticket.messages.filter(withdrawn_at=None).exclude(pk__in=[pk for pk, _was, _now in moved]).exists():
            raise TooLateToUndo(_("Somebody wrote on #%(number)s since then.") % {"number": number})
        if new.ticket.status not in (Status.NEW, Status.OPEN):
            raise TooLateToUndo(_("#%(number)s has moved on since then.") % {"number": number})
        new.act = change.act
        move_back(moved, out_of=new.ticket, into=change)
        new.record(events.Merged(into=change.ticket.pk))
        set_status(new, Status.CLOSED, why="merged")
        new.set(merged_into=change.ticket)
        retell(new)
        retell(change)
        Link.objects.filter(ticket=new.ticket, other=change.ticket).delete()
        change.later(TicketsJoined(ticket=number, other=change.ticket.pk, inform=False))
