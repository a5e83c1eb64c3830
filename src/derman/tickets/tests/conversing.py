"""Writing to a ticket by mail, and what stands on it then."""

from __future__ import annotations

from derman.tickets import actions, queries
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Ticket


def answers(person, ticket, text="More."):
    return actions.receive(
        Incoming(channel="email", sender=person, subject="Re", text=text, answers=ticket.pk, proof=Proof.TOKEN)
    )


def said(ticket, reader):
    return [message.text for message in queries.conversation(reader, ticket.pk).messages]


def state(*tickets):
    """All that merging touches, of each ticket."""
    fresh = [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]
    return [
        {
            "status": (row.status, row.waiting_for),
            "merged": row.merged_into_id,
            "messages": list(row.messages.values_list("pk", "seq", "text")),
            "followers": sorted(row.followers.values_list("person", flat=True)),
            "tasks": (row.tasks, row.tasks_done, sorted(row.tasks_of.values_list("pk", flat=True))),
            "excerpt": row.excerpt,
            "answered": row.first_response_at,
        }
        for row in fresh
    ]
