"""What is forwarded to somebody outside, and what they answer: seen by agents alone."""

from __future__ import annotations

from typing import Any

import pytest

from derman.channels.mail.marks import forward_address, reply_address
from derman.channels.mail.models import MailReference, OutgoingMail
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person
from derman.tickets import access, actions, queries
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Forward, Message, Ticket

pytestmark = pytest.mark.django_db
VENDOR = "Help <help@vendor.example>"


def forwarded(ticket: Ticket, agent: Person, **more: Any) -> OutgoingMail:
    given: dict[str, Any] = {"to": "help@vendor.example", "text": "Do you know this?", **more}
    actions.forward(actor=agent, ticket=ticket.pk, **given)
    return OutgoingMail.objects.get(kind="forward")


def last(ticket: Ticket) -> Message:
    message = ticket.messages.last()
    assert message is not None
    return message


def test_the_conversation_leaves_without_notes_after_the_time_for_undoing(
    ticket: Ticket, elif_: Person, post: Post
) -> None:
    actions.note(actor=elif_, ticket=ticket.pk, text="He is difficult.")
    forwarded(ticket, elif_)
    send_later(12)
    assert post.received == []
    send_later()

    mail = post.mail()
    assert post.received[0].rcpt_tos == ["help@vendor.example"]
    assert mail["Subject"] == f"Fwd: [#{ticket.pk}] VPN drops"
    assert "first@ege.example" not in str(mail)
    assert "+" in mail["Reply-To"] and "-f-" in mail["Reply-To"]
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and page is not None
    for body in (text.get_content(), page.get_content()):
        assert "Do you know this?" in body
        assert "Mert" in body
        assert "difficult" not in body
        assert "/requests/" not in body


def test_what_they_answer_comes_to_the_ticket_for_agents_alone(
    ticket: Ticket, elif_: Person, mert: Person, post: Post
) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="One moment.", remind_days=3)
    row = forwarded(ticket, elif_)
    address = forward_address("help@ege.example", Forward.objects.get().pk)
    mail = arrives(letter(sender=VENDOR, to=address, text="Yes, restart it.", Cc="boss@vendor.example"), to=[address])

    said = last(ticket)
    assert (mail.ticket, mail.filed_as) == (ticket, said)
    assert (said.public, said.staff, said.forward_id) == (False, False, Forward.objects.get().pk)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.events.last().details["why"]) == ("open", "outside_wrote")
    vendor = said.author
    assert vendor is not None
    assert not access.own(vendor).exists()
    assert said not in access.messages_visible_to(mert)
    assert said.text not in [message.text for message in queries.own_conversation(mert, ticket.pk).messages]
    assert not access.messages_visible_to(vendor).exists()
    assert {follower.person.email for follower in ticket.followers.all()} == {"selin@ege.example"}
    assert row.header_id


def test_an_answer_without_the_address_is_known_by_its_thread(ticket: Ticket, elif_: Person) -> None:
    row = forwarded(ticket, elif_)
    assert arrives(letter(sender=VENDOR, In_Reply_To=f"<{row.header_id}>")).ticket == ticket


def test_what_was_forwarded_opens_nothing_else(ticket: Ticket, elif_: Person) -> None:
    """Nothing that somebody outside was sent carries the conversation with the requester on."""
    row = forwarded(ticket, elif_, answers=False)
    # not even in the requester's name
    forged = arrives(letter(sender="Mert Kaya <mert@ege.example>", In_Reply_To=f"<{row.header_id}>"))
    assert forged.ticket != ticket
    stolen = arrives(letter(sender=VENDOR, to=reply_address("help@ege.example", ticket.pk)))
    assert stolen.ticket != ticket
    assert not MailReference.objects.filter(header=row.header_id).exists()


def test_a_copy_asks_for_no_answer(ticket: Ticket, elif_: Person, post: Post) -> None:
    row = forwarded(ticket, elif_, answers=False)
    send_later()
    assert post.mail()["Reply-To"] is None
    forged = forward_address("help@ege.example", Forward.objects.get().pk)
    answer = arrives(letter(sender=VENDOR, to=forged, In_Reply_To=f"<{row.header_id}>"), to=[forged])
    assert answer.ticket != ticket


def test_the_thread_with_the_requester_does_not_know_of_it(ticket: Ticket, elif_: Person, post: Post) -> None:
    forwarded(ticket, elif_)
    address = forward_address("help@ege.example", Forward.objects.get().pk)
    arrives(letter(sender=VENDOR, to=address, message_id="secret@vendor.example"), to=[address])
    OutgoingMail.objects.all().delete()
    actions.reply(actor=elif_, ticket=ticket.pk, text="Restart it.")
    send_later()
    assert "vendor.example" not in post.received[0].content.decode()


def test_files_go_along_once_more_or_not(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(
        actor=elif_, ticket=ticket.pk, text="See this.", attached=[IncomingFile(name="log.txt", content=b"log")]
    )
    OutgoingMail.objects.all().delete()
    message = last(ticket)
    Message.objects.filter(pk=message.pk).update(created_at=message.created_at.replace(year=2020))
    forwarded(ticket, elif_, message=message.pk)
    send_later()
    assert [part.get_filename() for part in post.mail().iter_attachments()] == ["log.txt"]
    OutgoingMail.objects.all().delete()
    forwarded(ticket, elif_, message=message.pk, with_files=False)
    assert last(ticket).attachments.count() == 0


def test_undone_it_never_leaves_and_becomes_a_note_to_be(ticket: Ticket, elif_: Person, post: Post) -> None:
    forwarded(ticket, elif_)
    actions.undo(actor=elif_, ticket=ticket.pk, act=ticket.events.last().act)
    send_later()
    assert post.received == []
    assert "Do you know" in ticket.drafts.get(public=False).html


@pytest.mark.parametrize("to", ["mert@ege.example", "selin@ege.example", "nobody", "help@ege.example"])
def test_who_takes_part_already_and_the_desk_itself_are_refused(ticket: Ticket, elif_: Person, to: str) -> None:
    with pytest.raises(WrongInput):
        forwarded(ticket, elif_, to=to)
    assert not Forward.objects.exists()


def test_a_note_is_refused(ticket: Ticket, elif_: Person) -> None:
    note = actions.note(actor=elif_, ticket=ticket.pk, text="He is difficult.")
    with pytest.raises(WrongInput):
        forwarded(ticket, elif_, message=note.pk)


def test_an_answer_says_what_somebody_is_called_of_whom_the_address_was_known(
    ticket: Ticket, elif_: Person, post: Post
) -> None:
    row = forwarded(ticket, elif_)
    vendor = Forward.objects.get().person
    assert vendor.name == "help"
    address = forward_address("help@ege.example", Forward.objects.get().pk)
    arrives(letter(sender="Nil  Acar <help@vendor.example>", to=address, text="Yes."), to=[address])

    vendor.refresh_from_db()
    assert vendor.name == "Nil Acar"
    (event,) = ticket.events.filter(kind="person.named")
    assert (event.details["person"], event.details["why"]) == (vendor.pk, "own_mail")
    assert row.ticket_id == ticket.pk

    arrives(letter(sender="Somebody Else <help@vendor.example>", to=address, text="Once more."), to=[address])
    vendor.refresh_from_db()
    assert vendor.name == "Nil Acar", "what is known is not called otherwise by every mail"
    assert ticket.events.filter(kind="person.named").count() == 1


@pytest.mark.parametrize("name", ["", "help@vendor.example", "Help"])
def test_a_mail_that_gives_no_name_teaches_none(ticket: Ticket, elif_: Person, post: Post, name: str) -> None:
    forwarded(ticket, elif_)
    address = forward_address("help@ege.example", Forward.objects.get().pk)
    arrives(letter(sender=f'"{name}" <help@vendor.example>', to=address, text="Yes."), to=[address])
    assert Forward.objects.get().person.name == "help"
    assert not ticket.events.filter(kind="person.named").exists()
