"""What an agent has a macro do to a ticket: what it says and changes is one act, taken back as a whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.by_rule import UNCHANGED, Doing, set_within
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.messages import reply_within, require_words, write_message
from derman.tickets.actions.pinning import pin_for
from derman.tickets.facts import MessageAdded
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Channel, Status, WaitingFor


def run_macro(
    *, actor: Person, ticket: int, doing: Doing, ran: events.MacroRan, attached: Sequence[IncomingFile] = ()
) -> uuid.UUID | None:
    """Do all of `doing` as `actor`, or nothing. Gives the act; None where the ticket was so already.

    `attached` goes along with what is said to the requester. Raises what the single verbs raise.
    """
    with changing(ticket, actor) as change:
        if doing.note:
            _note(change, actor, doing.note)
        if doing.reply:
            doing = _reply(change, actor, doing, attached)
        set_within(change, doing)
        pinned = pin_for(change.ticket, doing.pin)
        if not change.kinds and not pinned:
            return None
        change.record(replace(ran, pinned=pinned))
    return change.act


def _note(change: Change, actor: Person, text: str) -> None:
    require_words(text, "", ())
    message = write_message(change, author=actor, public=False, staff=True, channel=Channel.PORTAL, text=text)
    change.record(events.Noted(message=message.pk))
    change.later(MessageAdded(ticket=change.ticket.pk, message=message.pk, public=False, staff=True, automatic=False))


def _reply(change: Change, actor: Person, doing: Doing, attached: Sequence[IncomingFile]) -> Doing:
    """Answer, and stand afterwards as `doing` wants: what an answer can say of that itself is not said twice."""
    require_words(doing.reply, "", attached)
    then = ""
    if doing.status in (Status.OPEN, Status.RESOLVED):
        then = doing.status
    elif doing.status == Status.WAITING and doing.waiting_for == WaitingFor.REQUESTER and not doing.waiting_until:
        then = Status.WAITING
    reply_within(
        change,
        author=actor,
        text=doing.reply,
        html_body="",
        attached=attached,
        cc=None,
        then=then,
        remind_days=None,
        channel=Channel.PORTAL,
    )
    return replace(doing, status=UNCHANGED) if then else doing
