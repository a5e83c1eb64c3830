"""Writing on a ticket: the message, its files, and what lists show of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from derman.kernel import files as stored_files
from derman.kernel import html, sql
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.drafts import drop_draft
from derman.tickets.actions.fields import add_followers_within, set_assignee, set_followers_within
from derman.tickets.actions.standing import set_status, wait_for_answer
from derman.tickets.addressed import NOBODY_ELSE, Addressees
from derman.tickets.errors import WrongInput
from derman.tickets.facts import MessageAdded
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Attachment, Channel, Forward, Message, Status, WaitingFor
from derman.tickets.settling import settle_later

TEXT_LIMIT = 500_000  # characters of one message; the raw mail keeps the rest
FILES_LIMIT = 50


def file_address(key: str) -> str:
    """Where the doors serve an attachment."""
    return f"/files/{key}/"


def write_message(
    change: Change,
    *,
    author: Person | None,
    public: bool,
    staff: bool,
    channel: str,
    text: str,
    html_body: str = "",
    quoted: str = "",
    attached: Sequence[IncomingFile] = (),
    cc: Collection[str] = (),
    addressees: Addressees = NOBODY_ELSE,
    mentions: Collection[int] = (),
    automatic: bool = False,
    proof: str = "",
    forward: Forward | None = None,
    meant_for: int | None = None,
) -> Message:
    """Within a change: store a message with its files. The caller records its event right afterwards."""
    ticket = change.ticket
    text = text.replace("\0", "")[:TEXT_LIMIT]
    html_body = html_body.replace("\0", "")[:TEXT_LIMIT]
    if not text.strip() and html_body:
        text = html.to_text(html_body)
    message = Message(
        ticket=ticket,
        author=author,
        seq=change.next_seq(),
        public=public,
        staff=staff,
        channel=channel,
        automatic=automatic,
        forward=forward,
        proof=proof,
        text=text,
        html="",
        quoted="",
        cc=list(cc)[:50],
        to=list(addressees.to),
        bcc=list(addressees.bcc),
        left_out=sorted(set(addressees.left_out)),
        mentions=sorted(set(mentions)),
        created_at=change.at,
        meant_for_id=meant_for,
    )
    change.set(message_seq=message.seq)
    if public:
        change.set(excerpt=" ".join(text[:600].split())[:200])
    if attached:
        change.insert(message)  # files hang on it, and the text names their addresses
    pictures = _attach(message, attached, author) if attached else {}
    message.html = html.clean(html_body, images=pictures) if html_body.strip() else ""
    message.quoted = html.clean(quoted.replace("\0", "")[:TEXT_LIMIT], images=pictures) if quoted.strip() else ""
    if not attached:
        change.insert(message)
    elif message.html or message.quoted:
        sql.update(message, ["html", "quoted"])
    return message


def _attach(message: Message, attached: Sequence[IncomingFile], author: Person | None) -> dict[str, str]:
    """Store the files; returns where each inline picture is served, by its Content-ID."""
    pictures: dict[str, str] = {}
    rows: list[Attachment] = []
    for file in list(attached)[:FILES_LIMIT]:
        if file.upload:
            waiting = Attachment.objects.filter(key=file.upload, message=None, uploader=author).first()
            if waiting is None:
                raise WrongInput(_("A file is no longer there. Attach it again."), field="files")
            waiting.message, waiting.inline = message, file.inline
            waiting.save(update_fields=["message", "inline"])
            continue
        row = Attachment(
            message=message,
            uploader=author,
            file=stored_files.store(file.content if file.pieces is None else file.pieces),
            name=" ".join(file.name.replace("\0", "").split())[:255] or _("file"),
            inline=file.inline,
            content_id=file.content_id[:255],
            key=secrets.token_urlsafe(32),
        )
        rows.append(row)
        if file.content_id:
            pictures[file.content_id] = file_address(row.key)
    Attachment.objects.bulk_create(rows)
    return pictures


def reply(
    *,
    actor: Person,
    ticket: int,
    text: str = "",
    html_body: str = "",
    attached: Sequence[IncomingFile] = (),
    cc: Collection[str] | None = None,
    addressees: Addressees = NOBODY_ELSE,
    then: str = "",
    remind_days: int | None = None,
    channel: str = Channel.PORTAL,
    expected_seq: int | None = None,
) -> Message:
    """Answer the requester. The mail leaves after the undo time.

    `cc`: addresses in copy from now on (None: as they are). `addressees`: to whom else this one goes. `then`: the
    status afterwards, `open`, `waiting` (for the requester) or `resolved`; empty: in progress. `remind_days`: the
    ticket waits and comes back after so many days, unless the requester answers before. Raises WrongInput for an
    empty reply or a bad address.
    """
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        require_words(text, html_body, attached)
        message = reply_within(
            change,
            author=actor,
            text=text,
            html_body=html_body,
            attached=attached,
            cc=cc,
            addressees=addressees,
            then=then,
            remind_days=remind_days,
            channel=channel,
        )
        drop_draft(change, actor, public=True)
    return message


def reply_within(
    change: Change,
    *,
    author: Person,
    text: str,
    html_body: str,
    attached: Sequence[IncomingFile],
    cc: Collection[str] | None,
    addressees: Addressees = NOBODY_ELSE,
    then: str,
    remind_days: int | None,
    channel: str,
) -> Message:
    """Within a change: the answer with all that follows from it. See `reply`."""
    addressees.checked()
    if cc is not None and not addressees.keep:
        set_followers_within(change, people_in_copy(cc))
        cc_joins: Collection[str] = ()
    else:
        cc_joins = cc or ()
    # who gets an answer may carry the conversation on, and gets the next one too
    if joining := [*people_in_copy(addressees.to, field="to"), *people_in_copy(cc_joins)]:
        add_followers_within(change, joining)
    message = write_message(
        change,
        author=author,
        public=True,
        staff=True,
        channel=channel,
        text=text,
        html_body=html_body,
        attached=attached,
        cc=cc or (),
        addressees=addressees,
    )
    change.record(events.Replied(message=message.pk))
    if change.ticket.first_response_at is None:
        change.set(first_response_at=change.at)
    if change.ticket.assignee_id is None and change.ticket.status == Status.NEW:
        set_assignee(change, author, why="replied")
    if remind_days is not None:
        wait_for_answer(change, remind_days)
    else:
        set_status(change, then or Status.OPEN, waiting_for=WaitingFor.REQUESTER if then == Status.WAITING else "")
    change.later(MessageAdded(ticket=change.ticket.pk, message=message.pk, public=True, staff=True, automatic=False))
    settle_later(change.ticket.pk, change.at)
    return message


def note(
    *,
    actor: Person,
    ticket: int,
    text: str = "",
    html_body: str = "",
    attached: Sequence[IncomingFile] = (),
    mentions: Collection[int] = (),
    channel: str = Channel.PORTAL,
    expected_seq: int | None = None,
) -> Message:
    """Write an internal note, which requesters never see. Raises WrongInput for an empty one."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        require_words(text, html_body, attached)
        message = write_message(
            change,
            author=actor,
            public=False,
            staff=True,
            channel=channel,
            text=text,
            html_body=html_body,
            attached=attached,
            mentions=mentions,
        )
        change.record(events.Noted(message=message.pk, mentions=sorted(set(mentions))))
        drop_draft(change, actor, public=False)
        change.later(
            MessageAdded(ticket=change.ticket.pk, message=message.pk, public=False, staff=True, automatic=False)
        )
    return message


def require_words(text: str, html_body: str, attached: Sequence[IncomingFile]) -> None:
    if len(text) > TEXT_LIMIT or len(html_body) > TEXT_LIMIT:
        raise WrongInput(_("This text is too long. Attach it as a file."), field="text")
    has_words = bool(text.strip()) or bool(html.to_text(html_body).strip()) or "<img" in html_body
    if not has_words and not attached:
        raise WrongInput(_("Write something first."), field="text")


def people_in_copy(addresses: Collection[str], *, field: str = "cc") -> list[int]:
    people = []
    for address in addresses:
        if not address.strip():
            continue
        try:
            if len(address.split()) > 1:
                raise BadAddress
            people.append(find_or_add_requester(email=address).pk)
        except BadAddress:
            raise WrongInput(
                _("“%(address)s” is not an e-mail address.") % {"address": address[:80]}, field=field
            ) from None
    return people
