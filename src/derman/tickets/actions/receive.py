"""The one way in: every message of a requester, whatever way it came, becomes part of a ticket here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import own, visible_to
from derman.tickets.actions.changing import Change
from derman.tickets.actions.fields import as_subject
from derman.tickets.actions.forwarding import Received, answer_outside, copied_blind
from derman.tickets.actions.later import hold
from derman.tickets.actions.locking import locked_survivor
from derman.tickets.actions.messages import write_message
from derman.tickets.actions.opening import check_filled_in, fill_in
from derman.tickets.actions.standing import set_status
from derman.tickets.errors import NotAllowed, TicketNotFound, WrongInput
from derman.tickets.facts import MessageAdded, TicketOpened
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.merged import survivor_of
from derman.tickets.models import (
    IN_BIN,
    Follower,
    Forward,
    Kind,
    LaterState,
    Link,
    Message,
    Priority,
    Status,
    Ticket,
)

CLOSED_FOR_GOOD = timedelta(days=14)  # a reply to a ticket closed longer than this opens a new one


def receive(incoming: Incoming) -> Received:
    """File a message: on the ticket it answers, where its sender takes part in that, else as a new ticket."""
    with transaction.atomic(savepoint=False):
        aside = incoming.outside is not None or incoming.blind
        if aside and incoming.proof != Proof.NONE and (deleted := _deleted(incoming.answers)) is not None:
            return _open(incoming, linked_to=(deleted, Link.LinkKind.FOLLOW_UP))
        if incoming.outside is not None and incoming.proof != Proof.NONE:
            return answer_outside(incoming, Forward.objects.get(pk=incoming.outside))
        if incoming.blind and incoming.answers is not None and incoming.proof != Proof.NONE:
            return answer_outside(incoming, copied_blind(incoming.answers, incoming.sender))
        answered, meant_for = _answered(incoming)
        if answered is None:
            return _open(incoming, linked_to=_link_target(incoming))
        if answered.status == IN_BIN or (answered.status == Status.CLOSED and _closed_for_good(answered)):
            return _open(incoming, linked_to=(answered.pk, Link.LinkKind.FOLLOW_UP))
        return _continue(answered, incoming, meant_for=meant_for)


def takes_part(person: Person, ticket: Ticket) -> bool:
    """May this person continue the ticket's thread: its requester, in copy, or an agent who may see it?"""
    if ticket.requester_id == person.pk or ticket.followers.filter(person=person).exists():
        return True
    return person.is_staff_member and visible_to(person).filter(pk=ticket.pk).exists()


def _answered(incoming: Incoming) -> tuple[Ticket | None, int | None]:
    """The ticket that a message carries on, and the one that it was meant for where that was merged into it."""
    if incoming.answers is None or incoming.proof == Proof.NONE:
        return None, None
    row = Ticket.objects.filter(pk=incoming.answers).values_list("merged_into", flat=True)
    if not row:
        return None, None
    ticket, meant_for = locked_survivor(incoming.answers, row[0])
    if not takes_part(incoming.sender, ticket):
        return None, None
    return ticket, meant_for


def _deleted(answers: int | None) -> int | None:
    """The ticket that is answered, where it lies in the bin."""
    there = (
        Ticket.objects.filter(pk=survivor_of(answers), status=IN_BIN) if answers is not None else Ticket.objects.none()
    )
    return there.values_list("pk", flat=True).first()


def _closed_for_good(ticket: Ticket) -> bool:
    return ticket.closed_at is not None and clock.now() - ticket.closed_at >= CLOSED_FOR_GOOD


def _link_target(incoming: Incoming) -> tuple[int, str] | None:
    """A ticket that the message names without proof: linked for the agent to judge, never continued."""
    named = incoming.answers or incoming.mentions_ticket
    if named is None or not Ticket.objects.filter(pk=named).exists():
        return None
    return named, Link.LinkKind.MENTIONED


def _continue(ticket: Ticket, incoming: Incoming, *, meant_for: int | None) -> Received:
    sender = incoming.sender
    asks = ticket.requester_id == sender.pk or ticket.followers.filter(person=sender).exists()
    change = Change(ticket, sender)
    # an agent who is neither requester nor in copy writes to the desk, not to the requester
    message = write_message(
        change,
        author=sender,
        public=asks,
        staff=not asks,
        channel=incoming.channel,
        text=incoming.text,
        html_body=incoming.html,
        quoted=incoming.quoted,
        attached=incoming.files,
        automatic=incoming.automatic,
        proof=incoming.proof,
        meant_for=meant_for,
    )
    if asks:
        change.record(events.Received(message=message.pk, channel=incoming.channel, why=incoming.proof))
    else:
        change.record(events.Noted(message=message.pk))
    if incoming.named:
        change.record(events.Named(person=sender.pk))
    _follow(change, incoming)
    counts = not incoming.automatic or incoming.wakes
    writes = asks and counts and not incoming.spam
    if writes and ticket.later == LaterState.WAITING:
        hold(change, "requester_wrote")
    wakes = ticket.status in (Status.WAITING, Status.RESOLVED, Status.CLOSED)
    if writes and wakes:
        set_status(change, Status.OPEN, why="requester_wrote")
    change.later(
        MessageAdded(
            ticket=ticket.pk,
            message=message.pk,
            public=asks,
            staff=not asks,
            automatic=incoming.automatic,
            proof=incoming.proof,
            spared=asks and wakes and not counts and not incoming.spam,
        )
    )
    change.write()
    return Received(ticket=ticket, message=message, opened=False)


def _follow(change: Change, incoming: Incoming) -> None:
    """People whom the sender put in copy follow the ticket from now on."""
    ticket = change.ticket
    known = change.followers
    wanted = known | {person.pk for person in incoming.cc} - {ticket.requester_id}
    if wanted != known:
        Follower.objects.bulk_create(
            [Follower(ticket=ticket, person_id=person) for person in sorted(wanted - known)],
            ignore_conflicts=True,
        )
        change.followers = wanted
        change.record(events.FollowersChanged(before=sorted(known), after=sorted(wanted)))


def _open(incoming: Incoming, *, linked_to: tuple[int, str] | None) -> Received:
    actor = incoming.brought_by or incoming.sender
    ticket, message = new_ticket(incoming, actor=actor, requester=incoming.sender, linked_to=linked_to)
    return Received(ticket=ticket, message=message, opened=True, linked_to=linked_to[0] if linked_to else None)


def new_ticket(
    incoming: Incoming, *, actor: Person | None, requester: Person, linked_to: tuple[int, str] | None = None
) -> tuple[Ticket, Message]:
    """Write a new ticket with its first message and its timeline, and announce it. `actor`: None for the desk."""
    subject = " ".join(incoming.subject.replace("\0", "").split())[:300]
    subject = subject or " ".join(incoming.text.split())[:80] or _("(no subject)")
    ticket = Ticket(
        kind=incoming.kind or Kind.INCIDENT,
        status=Status.SPAM if incoming.spam else Status.NEW,
        priority=incoming.priority or Priority.NORMAL,
        category_id=incoming.category,
        requester=requester,
        channel=incoming.channel,
        origin=incoming.origin,
        language=incoming.language,
        subject=subject,
    )
    change = Change(ticket, actor)
    change.set(created_at=change.at)
    change.followers = set()
    message = write_message(
        change,
        author=requester,
        public=True,
        staff=False,
        channel=incoming.channel,
        text=incoming.text,
        html_body=incoming.html,
        quoted=incoming.quoted,
        attached=incoming.files,
        automatic=incoming.automatic,
        proof=incoming.proof,
    )
    change.record(events.Opened(channel=incoming.channel, message=message.pk))
    if incoming.brought_by is not None:
        change.record(events.Forwarded(requester=requester.pk))
    if incoming.named:
        change.record(events.Named(person=incoming.sender.pk))
    _follow(change, incoming)
    if linked_to is not None:
        other, how = linked_to
        Link.objects.create(ticket=ticket, other_id=other, kind=how)
        change.record(events.Linked(other=other, how=how))
    if not incoming.spam:
        change.later(
            TicketOpened(
                ticket=ticket.pk,
                message=message.pk,
                channel=incoming.channel,
                automatic=incoming.automatic,
                team_hint=incoming.team_hint,
                by_requester=actor is not None and actor.pk == requester.pk,
            )
        )
    change.write()
    return ticket, message


def open_ticket(
    *,
    actor: Person,
    requester: Person,
    subject: str,
    incoming: Incoming,
    own: Mapping[str, Any] | None = None,
) -> Received:
    """Open a ticket for `requester`: they themselves in the portal, or an agent who writes down what they said.

    `own`: what stands in the desk's own fields, by their keys, where those are asked for: then what must be filled in
    must be there. Raises WrongInput for no subject, for one that is too long, and for an empty field (its key);
    NotAllowed where a requester opens one for somebody else.
    """
    if actor.pk != requester.pk and not actor.is_staff_member:
        raise NotAllowed(_("You can open a ticket only for yourself."))
    if not as_subject(subject):
        raise WrongInput(_("Write in a few words what it is about."), field="subject")
    if incoming.kind is not None and incoming.kind not in Kind.values:
        raise WrongInput(_("A ticket is an incident or a service request."), field="kind")
    if own is not None:
        check_filled_in(actor, own, kind=incoming.kind, category=incoming.category, team=incoming.team_hint)
    with transaction.atomic():
        ticket, message = new_ticket(incoming, actor=actor, requester=requester)
        if own:
            ticket = fill_in(actor, ticket.pk, own)
    return Received(ticket=ticket, message=message, opened=True)


def reply_own(*, actor: Person, ticket: int, incoming: Incoming) -> Received:
    """A requester replies to their own ticket in the portal. Raises TicketNotFound for somebody else's."""
    if not own(actor).filter(pk=ticket).exists():
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
    if not incoming.text.strip() and not incoming.html.strip() and not incoming.files:
        raise WrongInput(_("Write something first."), field="text")
    return receive(incoming)
