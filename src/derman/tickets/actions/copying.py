"""A ticket is opened after the pattern of another one: a copy of it, or what carries it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions import own_fields
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.deleting import put_aside
from derman.tickets.actions.fields import set_tags_within, set_team
from derman.tickets.actions.messages import file_address
from derman.tickets.actions.receive import open_ticket
from derman.tickets.actions.uploads import again
from derman.tickets.errors import TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.models import Link, Message, Ticket


def copy(*, actor: Person, ticket: int, subject: str = "", text: str | None = None, follow_up: bool = False) -> Ticket:
    """Open a ticket for the same requester, with the same kind, category, priority, team, tags and fields; linked.

    `text` is what is asked for; None: what the ticket itself began with, and the files of that come along with a copy.
    `follow_up`: it carries the other one on, most often one that is closed, and needs a text of its own. Returns the
    new one. Raises TicketNotFound, WrongInput.
    """
    with transaction.atomic(), changing(ticket, actor, touch=False) as change:
        source = change.ticket
        first = source.messages.filter(withdrawn_at=None, public=True, staff=False).order_by("created_at").first()
        if text is None and first is not None and not follow_up:
            words, html = first.text, first.html
        else:
            words, html = (text or "").replace("\0", ""), ""
        if not words.strip() and not html.strip():
            raise WrongInput(_("Write what is asked for."), field="text")
        files, html = _files(first, html) if first is not None and not follow_up else ([], html)
        received = open_ticket(
            actor=actor, requester=source.requester, subject=subject.strip() or source.subject,
            incoming=replace(_incoming(source, subject.strip() or source.subject, words, html), files=files),
        )  # fmt: skip
        new = _furnish(received.ticket, change, follow_up=follow_up)
        change.record(events.TicketCopied(into=new.pk, seq=new.seq, follow_up=follow_up))
    return new


def _files(first: Message, html: str) -> tuple[list[IncomingFile], str]:
    """The files of a message once more, for a message of the same author, and its text with their new addresses."""
    had = list(first.attachments.all())
    if not had or first.author is None:
        return [], html
    files = []
    for old, new in zip(had, again(first.author, had), strict=True):
        shown = old.inline and old.key in html
        html = html.replace(file_address(old.key), file_address(new.key))
        files.append(IncomingFile(upload=new.key, inline=shown))
    return files, html


def _incoming(source: Ticket, subject: str, text: str, html: str) -> Incoming:
    return Incoming(
        channel=source.channel,
        sender=source.requester,
        subject=subject,
        text=text,
        html=html,
        proof=Proof.SIGNED_IN,
        team_hint=source.team_id,
        kind=source.kind,
        category=source.category_id,
        priority=source.priority,
        language=source.language,
        # its mailbox, not the mail that began the other one
        origin={name: value for name, value in source.origin.items() if name == "mailbox"},
    )


def _furnish(new: Ticket, source: Change, *, follow_up: bool) -> Ticket:
    kind = Link.LinkKind.FOLLOW_UP if follow_up else Link.LinkKind.RELATED
    # as the desk, since its category may have led it to a team that is closed to the actor
    with changing(new.pk, None) as change:
        change.actor, change.act = source.actor, source.act
        Link.objects.create(ticket=change.ticket, other=source.ticket, kind=kind)
        change.record(events.CopiedFrom(other=source.ticket.pk, follow_up=follow_up))
        change.set(impact=source.ticket.impact, urgency=source.ticket.urgency)
        set_team(change, source.ticket.team)
        set_tags_within(change, source.ticket.tags)
        own_fields.carry_all(source.ticket, change)
    return change.ticket


def uncopy(change: Change, details: Mapping[str, Any]) -> None:
    """Within a change of the ticket that was copied: the new one goes, unless somebody did something with it since."""
    number = details["into"]
    try:
        with changing(number, change.actor, touch=False) as new:
            if new.ticket.events.filter(seq__gt=details["seq"]).exclude(actor=None).exists():
                raise TooLateToUndo(_("Somebody did something with #%(number)s since then.") % {"number": number})
            if Message.objects.filter(ticket=new.ticket).count() > 1:
                raise TooLateToUndo(_("Somebody wrote on #%(number)s since then.") % {"number": number})
            new.act = change.act
            put_aside(new)
    except TicketNotFound:
        raise TooLateToUndo(_("#%(number)s has moved on since then.") % {"number": number}) from None
