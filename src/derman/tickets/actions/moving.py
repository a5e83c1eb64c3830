"""Messages change their ticket: what merging, taking apart and splitting have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.models import Message, Ticket


@contextmanager
def both(one: int, other: int, actor: Person, *, expected_seq: int | None = None) -> Iterator[tuple[Change, Change]]:
    """Change two tickets in one transaction, locked in the order of their numbers, so that no two wait for each other.

    `expected_seq` is the state of `one` that the actor has seen. Raises as `changing`.
    """
    expected = {one: expected_seq}
    low, high = sorted((one, other))
    with (
        transaction.atomic(),
        changing(low, actor, expected_seq=expected.get(low), merged_too=True) as first,
        changing(high, actor, expected_seq=expected.get(high), merged_too=True) as second,
    ):
        yield (first, second) if one == low else (second, first)


def move(messages: Sequence[Message], into: Change) -> list[list[int]]:
    """Put messages behind what is written on `into`; they keep their time, by which they are shown.

    Returns triples (id, sequence number before, sequence number now). 1 statement.
    """
    moved = []
    for message in messages:
        seq = into.record(events.MessageMoved(message=message.pk, out_of=message.ticket_id))
        moved.append([message.pk, message.seq, seq])
        message.ticket, message.seq = into.ticket, seq
    Message.objects.bulk_update(messages, ["ticket", "seq"])
    return moved


def move_back(moved: Sequence[Sequence[int]], *, out_of: Ticket, into: Change) -> None:
    """Put messages where they were before `move`, as far as they are still on `out_of`. 2 statements."""
    before = {pk: seq for pk, seq, _now in moved}
    found = list(Message.objects.select_for_update().filter(pk__in=before, ticket=out_of))
    for message in found:
        message.ticket, message.seq = into.ticket, before[message.pk]
    Message.objects.bulk_update(found, ["ticket", "seq"])


def retell(change: Change) -> None:
    """What the ticket's row tells of its messages is told anew. 2 statements."""
    kept = change.ticket.messages.filter(withdrawn_at=None)
    last = kept.filter(public=True).order_by("-created_at", "-seq").first()
    answered = kept.filter(public=True, staff=True).order_by("created_at", "seq").first()
    change.set(
        excerpt=" ".join(last.text[:600].split())[:200] if last else "",
        message_seq=change.ticket.seq,
        first_response_at=answered.created_at if answered else None,
    )
