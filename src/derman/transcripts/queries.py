"""What a person may take along of a ticket: an agent with the notes or without, a requester what they see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel import files, html
from derman.tickets import queries
from derman.tickets.queries.one import LONGEST

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Attachment, Message
    from derman.tickets.queries import Conversation

LONGEST_TEXT = 400_000  # characters of a whole transcript


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who, when, the words, and what hung on it. `kind`: asked, answered, note or outside."""

    author: str
    address: str
    at: datetime
    kind: str
    text: str
    html: str
    pictures: list[Attachment]
    files: list[Attachment]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation, ready to be written in whatever form. `shortened`: a part of it was too long."""

    number: int
    subject: str
    desk: str
    requester: str
    requester_address: str
    status: str
    opened: datetime
    with_notes: bool
    said: list[Said] = field(default_factory=list)
    shortened: bool = False


def transcript(person: Person, number: int, *, notes: bool = False) -> Transcript:
    """For an agent; with `notes` also what requesters never see. 8 statements. Raises TicketNotFound.

    Whoever does not work at the desk gets what `own_transcript` gives.
    """
    if not person.is_staff_member:
        return own_transcript(person, number)
    return _of(queries.conversation(person, number), notes=notes, addresses=True)


def own_transcript(person: Person, number: int) -> Transcript:
    """For the requester and people in copy: public messages that are final. 6 statements. Raises TicketNotFound."""
    return _of(queries.own_conversation(person, number), notes=False, addresses=False)


def _of(found: Conversation, *, notes: bool, addresses: bool) -> Transcript:
    ticket = found.ticket
    wanted = [message for message in found.messages if message.public or notes]
    said: list[Said] = []
    left = LONGEST_TEXT
    for message in reversed(wanted):  # where it is too long, the beginning is left out
        if left <= 0:
            break
        said.append(_said(message, found.files[message.pk], left, addresses=addresses))
        left -= len(said[-1].text)
    return Transcript(
        number=ticket.pk,
        subject=ticket.subject,
        desk=the_desk().name,
        requester=ticket.requester.name or (ticket.requester.email if addresses else ""),
        requester_address=ticket.requester.email if addresses else "",
        status=str(ticket.get_status_display()),
        opened=ticket.created_at,
        with_notes=notes,
        said=said[::-1],
        shortened=left <= 0 or len(found.messages) >= LONGEST,
    )


def no_longer(found: Transcript, characters: int) -> Transcript:
    """The same with so many characters of text at most: the latest, which are asked for first."""
    kept: list[Said] = []
    left = characters
    for said in reversed(found.said):
        if left <= 0:
            break
        kept.append(replace(said, text=said.text[:left]))
        left -= len(said.text)
    return replace(found, said=kept[::-1], shortened=True) if left < 0 or len(kept) < len(found.said) else found


def _said(message: Message, attached: list[Attachment], left: int, *, addresses: bool) -> Said:
    author = message.author
    kind = "answered" if message.staff else "asked"
    if not message.public:
        kind = "outside" if message.forward_id is not None else "note"
    return Said(
        author=(author.name or author.email) if author is not None else _("The desk"),
        address=author.email if author is not None and addresses else "",
        at=message.created_at,
        kind=kind,
        text=message.text[:left],
        html=message.html or html.from_text(message.text),
        pictures=[file for file in attached if file.file.media_type in files.PICTURES],
        files=[file for file in attached if file.file.media_type not in files.PICTURES],
    )


def kind_words(kind: str) -> str:
    """What stands beside the author; nothing for what was asked and answered."""
    return {"note": _("internal note"), "outside": _("with somebody outside")}.get(kind, "")
