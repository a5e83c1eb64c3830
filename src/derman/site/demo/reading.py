"""What the people of the demo desk have read: unread is what nobody has looked at yet, not everything."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from derman.people.models import Person, Role
from derman.tickets.models import Message, ReadMark, Status, Ticket

_DONE = (Status.RESOLVED, Status.CLOSED)


def fill_reading() -> None:
    """Everybody has read what is done; agents have read those of their tickets that they wrote on last."""
    staff = list(Person.objects.exclude(role=Role.REQUESTER).values_list("pk", flat=True))
    marks = [
        ReadMark(ticket_id=number, agent_id=agent, seq=seq)
        for number, seq in Ticket.objects.filter(status__in=_DONE).values_list("pk", "seq")
        for agent in staff
    ]
    latest = Message.objects.filter(ticket=OuterRef("pk")).order_by("-seq")
    answered = (
        Ticket.objects.exclude(status__in=_DONE)
        .exclude(assignee=None)
        .annotate(latest_author=Subquery(latest.values("author")[:1]))
        .values_list("pk", "assignee", "seq", "latest_author")
    )
    marks += [
        ReadMark(ticket_id=number, agent_id=assignee, seq=seq)
        for number, assignee, seq, author in answered
        if assignee == author
    ]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
