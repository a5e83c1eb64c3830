"""Answers that leave later: written now, said at their time, and held back where something came between."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel import clock, html
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.drafts import drop_draft, put_into_draft
from derman.tickets.actions.fields import set_assignee
from derman.tickets.actions.messages import file_address, people_in_copy, reply_within, require_words
from derman.tickets.actions.standing import LONGEST_REMINDER, set_status
from derman.tickets.actions.uploads import upload
from derman.tickets.addressed import NOBODY_ELSE, Addressees
from derman.tickets.errors import NotAllowed, Overtaken, TicketError, TicketNotFound, WrongInput
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Attachment, Channel, LaterReply, LaterState, Message, Status, WaitingFor

LATEST = timedelta(days=366)
OVER = (Status.RESOLVED, Status.CLOSED, Status.SPAM)


def reply_later(
    *,
    actor: Person,
    ticket: int,
    send_at: datetime,
    text: str = "",
    html_body: str = "",
    attached: Sequence[IncomingFile] = (),
    cc: Collection[str] | None = None,
    addressees: Addressees = NOBODY_ELSE,
    then: str = "",
    remind_days: int | None = None,
    channel: str = Channel.PORTAL,
    expected_seq: int | None = None,
) -> LaterReply:
    """Answer the requester at `send_at` (aware); until then the ticket waits. The rest as in `actions.reply`.

    Where the requester writes before, or the ticket is resolved, it is held back and an agent decides. Raises
    WrongInput for a time that has passed, and Overtaken where an answer waits already.
    """
    keys = [file.upload or upload(actor=actor, name=file.name, content=file.content).key for file in attached]
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        require_words(text, html_body, attached)
        if not change.at < send_at < change.at + LATEST:
            raise WrongInput(_("The time must lie in the future, at most a year from now."), field="send_at")
        if change.ticket.later:
            raise Overtaken(_("An answer waits on this ticket already. Send it or take it back first."))
        if remind_days is not None and not 1 <= remind_days <= LONGEST_REMINDER:
            raise WrongInput(_("A reminder comes after 1 to 365 days."), field="remind_days")
        # a bad address is said now, not at night
        people_in_copy(cc or ())
        addressees.checked()
        row = LaterReply.objects.create(
            ticket=change.ticket,
            author=actor,
            text=text,
            html=html.clean(html_body) if html_body.strip() else "",
            cc=None if cc is None else list(cc)[:50],
            to=list(addressees.to),
            bcc=list(addressees.bcc),
            left_out=sorted(set(addressees.left_out)),
            keep=addressees.keep,
            files=_waiting_files(actor, keys),
            then=then,
            remind_days=remind_days,
            channel=channel,
            send_at=send_at,
            zone=change.ticket.requester.zone or the_desk().zone,
            created_at=change.at,
        )
        change.record(events.ReplyPlanned(later=row.pk, at=send_at.isoformat(), zone=row.zone))
        change.set(later=LaterState.WAITING.value)
        if change.ticket.assignee_id is None and change.ticket.status == Status.NEW:
            set_assignee(change, actor, why="replied")
        set_status(change, Status.WAITING, waiting_for=WaitingFor.DATE, waiting_until=send_at, why="later")
        drop_draft(change, actor, public=True)
    return row


def _waiting_files(actor: Person, keys: Sequence[str]) -> list[str]:
    found = set(Attachment.objects.filter(key__in=keys, message=None, uploader=actor).values_list("key", flat=True))
    if any(key not in found for key in keys):
        raise WrongInput(_("A file is no longer there. Attach it again."), field="files")
    return list(dict.fromkeys(keys))


def send_now(*, actor: Person, ticket: int, later: int) -> Message:
    """Send an answer before its time, or although something came between. It is its author's all the same.

    Raises Overtaken where it waits no longer, WrongInput where it cannot be sent as it is.
    """
    with changing(ticket, actor) as change:
        row = _still_there(change, later)
        change.record(events.ReplyReleased(later=row.pk))
        return _send(change, row)


def take_back(*, actor: Person, ticket: int, later: int) -> LaterReply:
    """Take an answer back before it leaves: it becomes the draft of whoever takes it. Raises Overtaken."""
    with changing(ticket, actor) as change:
        row = _still_there(change, later)
        withdraw(change, row, to=actor)
        change.record(events.ReplyTakenBack(later=row.pk))
        if change.ticket.status == Status.WAITING and change.ticket.waiting_until == row.send_at:
            set_status(change, Status.OPEN)
    return row


def withdraw(change: Change, row: LaterReply, *, to: Person) -> None:
    """Within a change: no longer to be sent; text and files go into the draft of `to`."""
    body = row.html or html.from_text(row.text)
    put_into_draft(change.ticket, to, html_body=body, cc=row.cc or (), addressees=_addressees(row), files=row.files)
    Attachment.objects.filter(key__in=row.files, message=None).update(uploader=to, created_at=change.at)
    _end(change, row, LaterState.TAKEN_BACK)


def _addressees(row: LaterReply) -> Addressees:
    return Addressees(to=row.to, bcc=row.bcc, left_out=row.left_out, keep=row.keep)


def _still_there(change: Change, later: int) -> LaterReply:
    found = LaterReply.objects.select_for_update().filter(pk=later, ticket=change.ticket).first()
    if found is None or found.state not in (LaterState.WAITING, LaterState.HELD):
        raise Overtaken(_("This answer waits no longer: it was sent or taken back."))
    return found


def _end(change: Change, row: LaterReply, state: LaterState, message: Message | None = None) -> None:
    row.state, row.message, row.done_at = state, message, change.at
    row.save(update_fields=["state", "message", "done_at"])
    change.set(later="")


def _send(change: Change, row: LaterReply) -> Message:
    """The answer becomes a message of its author, with all that follows from a reply."""
    presser = change.actor
    change.actor = row.author
    try:
        message = reply_within(
            change,
            author=row.author,
            text=row.text,
            html_body=row.html,
            attached=[IncomingFile(upload=key, inline=file_address(key) in row.html) for key in row.files],
            cc=row.cc,
            addressees=_addressees(row),
            then=row.then,
            remind_days=row.remind_days,
            channel=row.channel,
        )
    finally:
        change.actor = presser
    _end(change, row, LaterState.SENT, message)
    return message


def hold(change: Change, why: str) -> None:
    """Within a change: the answer that waits on this ticket does not leave by itself any more. 1 statement more."""
    row = LaterReply.objects.select_for_update().filter(ticket=change.ticket, state=LaterState.WAITING).first()
    if row is None:
        return
    row.state, row.why = LaterState.HELD, why
    row.save(update_fields=["state", "why"])
    change.set(later=LaterState.HELD.value)
    change.record(events.ReplyHeld(later=row.pk, why=why))


def due(limit: int) -> list[tuple[int, int]]:
    """(ticket, answer) of those whose time has come, the longest waiting first. 1 statement."""
    found = LaterReply.objects.filter(state=LaterState.WAITING, send_at__lte=clock.now()).order_by("send_at", "pk")
    return list(found.values_list("ticket_id", "pk")[:limit])


def send_due(ticket: int, later: int) -> None:
    """Send an answer whose time has come, or hold it back and put the ticket into work. Safe to run twice."""
    with transaction.atomic(), changing(ticket, None) as change:
        row = LaterReply.objects.select_for_update().select_related("author").filter(pk=later).first()
        if row is None or row.state != LaterState.WAITING or row.send_at > clock.now():
            return
        why = "over" if change.ticket.status in OVER else ""
        if not why:
            why = _try(change.ticket.pk, row)
        if why:
            hold(change, why)
            if change.ticket.status != Status.SPAM:
                set_status(change, Status.OPEN, why="later_held")


def _try(ticket: int, row: LaterReply) -> str:
    """Send as the author; what is in the way as a code, and then nothing has happened."""
    try:
        # as the author, so that whoever left the desk or the team says nothing in its name
        with transaction.atomic(), changing(ticket, row.author) as change:
            _send(change, row)
    except (TicketNotFound, NotAllowed):
        return "author"
    except TicketError:
        return "unsendable"
    return ""
