"""A message whose original is read anew: its text and files as a better reader finds them, and the way back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from derman.kernel import clock, html
from derman.kernel import files as stored_files
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.messages import FILES_LIMIT, TEXT_LIMIT, file_address
from derman.tickets.errors import NotAllowed, TicketNotFound
from derman.tickets.facts import MessageReread
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Attachment, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a message read: its words, what its files were called (by id), and the ids of files that came with it."""

    text: str
    html: str
    quoted: str
    names: dict[str, list[Any]] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)


def reread(
    *,
    actor: Person,
    ticket: int,
    message: int,
    text: str,
    html_body: str,
    quoted: str,
    files: Sequence[IncomingFile],
) -> Reading | None:
    """Give a message the words and files of a new reading; the earlier one, or None where nothing differs.

    Files that the message has already keep their addresses; none is taken away. Nobody is written to, and the ticket
    stays where it stands. Raises TicketNotFound, and NotAllowed for what the desk has written itself.
    """
    with changing(ticket, actor, touch=False) as change:
        row = _message(change, message)
        before = Reading(text=row.text, html=row.html, quoted=row.quoted)
        pictures = _take_files(change, row, files, before)
        text = text.replace("\0", "")[:TEXT_LIMIT]
        html_body, quoted = html_body.replace("\0", "")[:TEXT_LIMIT], quoted.replace("\0", "")[:TEXT_LIMIT]
        row.html = html.clean(html_body, images=pictures) if html_body.strip() else ""
        row.quoted = html.clean(quoted, images=pictures) if quoted.strip() else ""
        row.text = text if text.strip() or not html_body else html.to_text(html_body)
        same = (row.text, row.html, row.quoted) == (before.text, before.html, before.quoted)
        if same and not before.names and not before.added:
            return None
        _write(change, row, why="")
    return before


def put_back(*, actor: Person, ticket: int, message: int, reading: Reading) -> None:
    """Give a message its earlier reading again; files that came with the later one go. Raises as `reread`."""
    with changing(ticket, actor, touch=False) as change:
        row = _message(change, message)
        row.text, row.html, row.quoted = reading.text, reading.html, reading.quoted
        row.attachments.filter(pk__in=reading.added).delete()
        for attachment in row.attachments.filter(pk__in=[int(pk) for pk in reading.names]):
            attachment.name, attachment.inline, attachment.content_id = reading.names[str(attachment.pk)]
            attachment.save(update_fields=["name", "inline", "content_id"])
        _write(change, row, why="put_back")


def _message(change: Change, message: int) -> Message:
    found = Message.objects.select_for_update().filter(pk=message, ticket=change.ticket, withdrawn_at=None).first()
    if found is None:
        raise TicketNotFound(_("There is no such message that you may see."))
    if found.staff:
        raise NotAllowed(_("What people of the desk wrote stays as it is."))
    return found


def _take_files(change: Change, row: Message, files: Sequence[IncomingFile], before: Reading) -> dict[str, str]:
    """Match files by what they hold; returns where each picture of the text is served, by its Content-ID."""
    known: dict[str, list[Attachment]] = {}
    for had in row.attachments.all():
        known.setdefault(had.file_id, []).append(had)
    pictures: dict[str, str] = {}
    for file in list(files)[:FILES_LIMIT]:
        stored = stored_files.store(file.content if file.pieces is None else file.pieces)
        name = " ".join(file.name.replace("\0", "").split())[:255] or _("file")
        same = known.get(stored.pk)
        attachment: Attachment | None = same.pop(0) if same else None
        if attachment is None:
            attachment = Attachment(
                message=row, uploader=row.author, file=stored, key=secrets.token_urlsafe(32), created_at=clock.now()
            )
        elif (attachment.name, attachment.inline, attachment.content_id) != (name, file.inline, file.content_id[:255]):
            before.names[str(attachment.pk)] = [attachment.name, attachment.inline, attachment.content_id]
        else:
            pictures[file.content_id] = file_address(attachment.key)
            continue
        attachment.name, attachment.inline, attachment.content_id = name, file.inline, file.content_id[:255]
        is_new = attachment.pk is None
        attachment.save()
        if is_new:
            before.added.append(attachment.pk)
        pictures[file.content_id] = file_address(attachment.key)
    pictures.pop("", None)
    return pictures


def _write(change: Change, row: Message, *, why: str) -> None:
    row.save(update_fields=["text", "html", "quoted"])
    latest = change.ticket.messages.filter(withdrawn_at=None, public=True).order_by("-seq").values_list("pk", flat=True)
    if row.public and latest.first() == row.pk:
        change.set(excerpt=" ".join(row.text[:600].split())[:200])
    change.record(events.Reread(message=row.pk, why=why))
    change.later(MessageReread(ticket=change.ticket.pk, message=row.pk))
