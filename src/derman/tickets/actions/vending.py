"""What is with a vendor, on the ticket: what they are sent, and the lines of the timeline about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import changing
from derman.tickets.actions.forwarding import files_once_more, outsider, quoted, shown_of
from derman.tickets.actions.messages import require_words, write_message
from derman.tickets.actions.standing import set_status
from derman.tickets.facts import MessageAdded, MessageForwarded
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Channel, Forward, Message, WaitingFor

type Announce = Callable[[Message], events.VendorAsked | None]


def send_to_vendor(
    *,
    actor: Person,
    ticket: int,
    address: str,
    name: str = "",
    text: str,
    messages: Sequence[int] = (),
    files: Sequence[int] = (),
    attached: Sequence[IncomingFile] = (),
    forward: Forward | None = None,
    mailed: bool = True,
    begin: Announce | None = None,
) -> Message:
    """Write to a vendor: words, chosen public messages and chosen files (ids), which no requester sees.

    `forward`: the conversation that goes on; else one begins, and the ticket waits for the vendor. `mailed`: it leaves
    as a mail after the undo time. `begin` gets the message and gives what the timeline says. Raises WrongInput for
    what may not go along: notes never do, and no file but those of public messages.
    """
    with changing(ticket, actor) as change:
        require_words(text, "", attached)
        row = forward
        if row is None:
            person = outsider(change.ticket, address, name)
            row = Forward.objects.create(ticket=change.ticket, person=person, address=person.email, answers=True)
        shown = [one for pk in messages for one in shown_of(change.ticket, pk)]
        said, along = quoted(change.ticket, sorted(shown, key=lambda one: one.seq), actor, with_files=False)
        chosen = files_once_more(change.ticket, actor, files)
        sent = write_message(
            change,
            author=actor,
            public=False,
            staff=True,
            channel=Channel.PORTAL,
            text=text,
            quoted=said,
            attached=[*attached, *along, *chosen],
            forward=row,
        )
        change.record(events.MessageForwarded(message=sent.pk, forward=row.pk))
        if begin is not None and (told := begin(sent)) is not None:
            change.record(told)
        if change.ticket.is_unresolved:
            set_status(change, "waiting", waiting_for=WaitingFor.VENDOR)
        change.later(MessageAdded(ticket=change.ticket.pk, message=sent.pk, public=False, staff=True, automatic=False))
        if mailed:
            change.later(MessageForwarded(ticket=change.ticket.pk, message=sent.pk, forward=row.pk))
    return sent


def note_of_vendor(
    *,
    actor: Person | None,
    ticket: int,
    what: events.VendorReminded | events.VendorSaid | events.VendorEnded | events.VendorAskedAgain,
) -> None:
    """A line about a vendor; who may cause it the room of vendors knows. None: the desk, or the vendor itself."""
    with changing(ticket, None, touch=False, merged_too=True) as change:
        change.actor = actor
        change.record(what)
