"""Forwarding to somebody outside: what they are shown, and what they answer. Requesters see nothing of either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel import html
from derman.kernel.moments import in_full
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person
from derman.tickets import access, events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.drafts import drop_draft
from derman.tickets.actions.locking import locked_survivor
from derman.tickets.actions.messages import file_address, require_words, write_message
from derman.tickets.actions.standing import set_status
from derman.tickets.actions.uploads import again
from derman.tickets.errors import WrongInput
from derman.tickets.facts import MessageAdded, MessageForwarded
from derman.tickets.incoming import Incoming, IncomingFile
from derman.tickets.merged import survivor_of
from derman.tickets.models import Attachment, Channel, Forward, Message, Status, Ticket

LONGEST = 100  # messages that go along at once
MOST_FILES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of an incoming message."""

    ticket: Ticket
    message: Message
    opened: bool
    linked_to: int | None = None


def forward(
    *,
    actor: Person,
    ticket: int,
    to: str,
    text: str = "",
    html_body: str = "",
    attached: Sequence[IncomingFile] = (),
    message: int | None = None,
    with_files: bool = True,
    answers: bool = True,
    channel: str = Channel.PORTAL,
) -> Message:
    """Send one public message (None: the whole public conversation) to an address outside, with the agent's words.

    With `answers` what they answer comes to the ticket, for agents only; without, it is a copy for information.
    The mail leaves after the undo time. Raises WrongInput for a bad address, for one who takes part already, and for
    a message that is not the requester's to see: notes never go along.
    """
    with changing(ticket, actor) as change:
        if html_body or text:
            require_words(text, html_body, attached)
        person = outsider(change.ticket, to)
        shown = shown_of(change.ticket, message)
        row = Forward.objects.create(ticket=change.ticket, person=person, address=person.email, answers=answers)
        words, files = quoted(change.ticket, shown, actor, with_files=with_files)
        sent = write_message(
            change,
            author=actor,
            public=False,
            staff=True,
            channel=channel,
            text=text,
            html_body=html_body,
            quoted=words,
            attached=[*attached, *files],
            forward=row,
        )
        change.record(events.MessageForwarded(message=sent.pk, forward=row.pk))
        drop_draft(change, actor, public=False)
        change.later(MessageAdded(ticket=change.ticket.pk, message=sent.pk, public=False, staff=True, automatic=False))
        change.later(MessageForwarded(ticket=change.ticket.pk, message=sent.pk, forward=row.pk))
    return sent


def outsider(ticket: Ticket, address: str, name: str = "") -> Person:
    """Whose address it is; nobody who takes part in the ticket. Raises WrongInput."""
    try:
        person = find_or_add_requester(email=address.strip(), name=name)
    except BadAddress:
        sentence = _("“%(address)s” is not an e-mail address.") % {"address": address[:80]}
        raise WrongInput(sentence, field="to") from None
    if person.pk == ticket.requester_id or ticket.followers.filter(person=person).exists():
        raise WrongInput(_("This person takes part in the ticket already. Reply instead."), field="to")
    return person


def shown_of(ticket: Ticket, message: int | None) -> list[Message]:
    """One public message of a ticket, or (None) all of them. Raises WrongInput for a note."""
    public = access.final(Message.objects.filter(ticket=ticket, withdrawn_at=None, public=True))
    if message is not None:
        public = public.filter(pk=message)
    found = list(public.select_related("author").order_by("-seq")[:LONGEST])[::-1]
    if not found:
        raise WrongInput(_("Choose a message of the conversation; notes cannot be forwarded."), field="message")
    return found


def quoted(
    ticket: Ticket, shown: Sequence[Message], actor: Person, *, with_files: bool
) -> tuple[str, list[IncomingFile]]:
    """The messages as a quotation in the ticket's language, and their files once more: pictures in the text always."""
    language = ticket.language if ticket.language in the_desk().languages else the_desk().language
    bodies = {message.pk: message.html or html.from_text(message.text) for message in shown}
    found = list(Attachment.objects.filter(message__in=shown).order_by("pk")[:MOST_FILES])
    wanted = [file for file in found if with_files or file_address(file.key) in bodies[file.message_id or 0]]
    files = []
    for file, copy in zip(wanted, again(actor, wanted), strict=True):
        body, address = bodies[file.message_id or 0], file_address(file.key)
        files.append(IncomingFile(upload=copy.key, inline=address in body))
        bodies[file.message_id or 0] = body.replace(address, file_address(copy.key))
    with translation.override(language):
        parts = [f"<p><b>{escape(_head(message))}</b></p>{bodies[message.pk]}" for message in shown]
    return "<hr>".join(parts), files


def files_once_more(ticket: Ticket, actor: Person, chosen: Sequence[int]) -> list[IncomingFile]:
    """Files (ids) of a ticket's public messages, once more, to be sent. Raises WrongInput for any other."""
    public = access.final(Message.objects.filter(ticket=ticket, withdrawn_at=None, public=True))
    found = list(Attachment.objects.filter(pk__in=chosen, message__in=public).order_by("pk")[:MOST_FILES])
    if len(found) != len(set(chosen)):
        raise WrongInput(_("Choose files of the conversation; those of notes do not go along."), field="files")
    return [IncomingFile(upload=copy.key) for copy in again(actor, found)]


def _head(message: Message) -> str:
    name = message.author.name or message.author.email if message.author else the_desk().name
    return f"{name} · {in_full(message.created_at)}"


def answer_outside(incoming: Incoming, row: Forward) -> Received:
    """File what somebody outside answers: seen by agents alone. A ticket that waits comes back into work."""
    ticket, meant_for = locked_survivor(row.ticket_id, row.ticket.merged_into_id)
    change = Change(ticket, incoming.sender)
    message = write_message(
        change,
        author=incoming.sender,
        public=False,
        staff=False,
        channel=incoming.channel,
        text=incoming.text,
        html_body=incoming.html,
        quoted=incoming.quoted,
        attached=incoming.files,
        automatic=incoming.automatic,
        proof=incoming.proof,
        forward=row,
        meant_for=meant_for,
    )
    change.record(events.Received(message=message.pk, channel=incoming.channel, why="outside"))
    if incoming.named:
        change.record(events.Named(person=incoming.sender.pk))
    if ticket.status == Status.WAITING and not incoming.automatic and not incoming.spam and not ticket.later:
        set_status(change, Status.OPEN, why="outside_wrote")
    change.later(
        MessageAdded(ticket=ticket.pk, message=message.pk, public=False, staff=False, automatic=incoming.automatic)
    )
    change.write()
    return Received(ticket=ticket, message=message, opened=False)


def had_blind_copy(person: Person, ticket: int) -> bool:
    """Did this person get a blind copy of an answer on the ticket? A few statements."""
    sent = Message.objects.filter(ticket__in={ticket, survivor_of(ticket)}, staff=True, public=True, withdrawn_at=None)
    copied = {fold_address(address) for bcc in sent.exclude(bcc=[]).values_list("bcc", flat=True) for address in bcc}
    return bool(copied) and person.addresses.filter(folded__in=copied).exists()


def copied_blind(ticket: int, person: Person) -> Forward:
    """What stands for the blind copies that a person had on a ticket, from their first answer on."""
    found = Forward.objects.filter(ticket=ticket, person=person, answers=True).order_by("pk").first()
    return found or Forward.objects.create(ticket_id=ticket, person=person, address=person.email, answers=True)
