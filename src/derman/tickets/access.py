"""Who may see which tickets, messages and files. Default deny; every door asks here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from derman.people.access import teams_closed_to
from derman.people.models import Membership, Person
from derman.tickets.models import HIDDEN, IN_BIN, Aside, Attachment, Event, Follower, Message, Ticket
from derman.tickets.settling import settled_since


def visible_to(person: Any) -> QuerySet[Ticket]:
    """Agents see every ticket but those of closed teams they are not in; requesters see their own. Nobody: the bin."""
    if not isinstance(person, Person) or not person.is_active:
        return Ticket.objects.none()
    if person.is_staff_member:
        return _open_to(person).exclude(status=IN_BIN)
    return own(person)


def _open_to(agent: Person) -> QuerySet[Ticket]:
    return Ticket.objects.filter(Q(team=None) | ~Q(team__in=teams_closed_to(agent)))


def may_delete(person: Any) -> bool:
    """Leads and administrators delete tickets, look into the bin, and bring back what is there."""
    return isinstance(person, Person) and person.is_lead


def bin_visible_to(person: Any) -> QuerySet[Ticket]:
    """Deleted tickets, for whoever may delete; those of closed teams only for their members."""
    return _open_to(person).filter(status=IN_BIN) if may_delete(person) else Ticket.objects.none()


# the same for agents in hand-written statements: %(closed)s are the teams of their people.access.Lens
SEEN_BY_AGENTS = f"((t.team_id IS NULL OR t.team_id != ALL(%(closed)s)) AND t.status != '{IN_BIN}')"
# and the same where no lens is at hand: %(person)s is the agent; first of all tickets, with those in the bin
OPEN_TO_AGENT = (
    "(t.team_id IS NULL OR NOT EXISTS (SELECT 1 FROM people_team shut WHERE shut.id = t.team_id AND shut.closed"
    " AND NOT EXISTS (SELECT 1 FROM people_membership own WHERE own.team_id = shut.id AND own.person_id = %(person)s)))"
)
SEEN_BY_AGENT = f"({OPEN_TO_AGENT} AND t.status != '{IN_BIN}')"


def own(person: Any) -> QuerySet[Ticket]:
    """The tickets that the person asked for or is in copy of, whatever their role: what the portal shows."""
    if not isinstance(person, Person) or not person.is_active:
        return Ticket.objects.none()
    followed = Follower.objects.filter(person=person).values("ticket")
    return Ticket.objects.filter(Q(requester=person) | Q(pk__in=followed)).exclude(status__in=HIDDEN)


def messages_visible_to(person: Any) -> QuerySet[Message]:
    """All messages of visible tickets for agents; of a requester's own tickets only the public ones."""
    if not isinstance(person, Person) or not person.is_active:
        return Message.objects.none()
    kept = Message.objects.filter(withdrawn_at=None)
    public = final(kept.filter(public=True, ticket__in=own(person)))
    if person.is_staff_member:
        return kept.filter(Q(ticket__in=visible_to(person)) | Q(pk__in=public.values("pk")))
    return public


def messages_of(person: Person, ticket: Ticket) -> QuerySet[Message]:
    """The messages of a ticket that `person` is known to see: all for agents who see it, else the public ones."""
    kept = Message.objects.filter(ticket=ticket, withdrawn_at=None)
    return kept if person.is_staff_member else final(kept.filter(public=True))


def final(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Without the replies that an agent may still take back: a requester never sees one vanish."""
    return messages.filter(Q(staff=False) | Q(created_at__lte=settled_since()))


def attachments_visible_to(person: Any) -> QuerySet[Attachment]:
    """Files of visible messages, and one's own uploads that wait to be sent."""
    if not isinstance(person, Person) or not person.is_active:
        return Attachment.objects.none()
    return Attachment.objects.filter(Q(message__in=messages_visible_to(person)) | Q(message=None, uploader=person))


def events_visible_to(person: Any) -> QuerySet[Event]:
    """The timeline is the agents'."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Event.objects.none()
    return Event.objects.filter(ticket__in=visible_to(person))


def asides_visible_to(person: Any) -> QuerySet[Aside]:
    """Side conversations on visible tickets, of those alone who are named in them, and of the ticket's own team."""
    if not isinstance(person, Person) or not person.is_staff_member or not person.is_active:
        return Aside.objects.none()
    teams = Membership.objects.filter(person=person).values("team")
    seen = Aside.objects.filter(ticket__in=visible_to(person), withdrawn_at=None)
    return seen.filter(Q(people__contains=[person.pk]) | Q(ticket__team__in=teams))


def audience(ticket: Ticket, followers: Iterable[int] | None = None) -> list[str]:
    """Who may hear that a ticket changed (see kernel.live): never others than may see it.

    1 statement; none where `followers` are known.
    """
    if followers is None:
        followers = ticket.followers.values_list("person_id", flat=True)
    asked = [ticket.requester_id, *followers]
    return [*inside(ticket), *(f"person:{person}" for person in asked)]


def inside(ticket: Ticket) -> list[str]:
    """Who may hear of what only the desk sees of a ticket, like a note: whoever asked does not, not even that it is."""
    team = ticket.team
    return [f"team:{team.pk}" if team is not None and team.closed else "agents"]
