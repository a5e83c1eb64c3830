"""What leaves the desk, when, to whom, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from derman.channels.mail import sending
from derman.channels.mail.composing import compose
from derman.channels.mail.models import Mailbox, OutgoingMail, OutgoingState
from derman.channels.mail.tests.mail_server import Post, bytes_of, send_later
from derman.channels.mail.tests.post import arrives, letter
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.people import actions as people
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
)


def test_a_reply_leaves_after_the_time_for_undoing(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Please restart it.")
    send_later(12)
    assert post.received == []

    send_later()

    mail = post.mail()
    row = OutgoingMail.objects.get()
    assert row.state == OutgoingState.SENT
    assert (mail["From"], mail["To"], mail["Cc"]) == (
        "Ege Help <help@ege.example>",
        "mert@ege.example",
        "selin@ege.example",
    )
    assert mail["Subject"] == f"Re: [#{ticket.pk}] VPN drops"
    assert mail["In-Reply-To"] == mail["References"] == "<first@ege.example>"
    assert mail["Message-ID"] == f"<{row.header_id}>"
    assert f"help+{ticket.pk}-" in mail["Reply-To"]
    assert mail["Auto-Submitted"] is None
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and "Please restart it." in text.get_content()
    assert page is not None and "<p>Please restart it.</p>" in page.get_content()
    assert post.received[0].rcpt_tos == ["mert@ege.example", "selin@ege.example"]


def test_an_undone_reply_never_leaves(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Wrong ticket.")
    act = ticket.events.filter(kind="message.replied").get().act
    actions.undo(actor=elif_, ticket=ticket.pk, act=act)
    send_later()

    assert post.received == []
    assert OutgoingMail.objects.get().state == OutgoingState.CANCELLED


def test_a_reply_that_has_left_cannot_be_undone(ticket: Ticket, elif_: Person) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="It left.")
    OutgoingMail.objects.update(state=OutgoingState.SENT)
    act = ticket.events.filter(kind="message.replied").get().act

    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=ticket.pk, act=act)


def test_a_note_never_leaves(ticket: Ticket, elif_: Person) -> None:
    actions.note(actor=elif_, ticket=ticket.pk, text="Between us.")

    assert not OutgoingMail.objects.exists()


def test_files_and_pictures_go_along(ticket: Ticket, elif_: Person, post: Post) -> None:
    picture = actions.upload(actor=elif_, name="screen.png", content=PNG)
    actions.reply(
        actor=elif_,
        ticket=ticket.pk,
        html_body=f'<p>Look: <img src="/files/{picture.key}/" alt="screen"></p>',
        attached=[IncomingFile(upload=picture.key, inline=True), IncomingFile(name="kılavuz.txt", content=b"Step 1")],
    )
    send_later()

    page = post.mail().get_body(("related", "html"))
    assert page is not None
    assert f"cid:{picture.key}" in bytes_of(post.received[0]).decode().replace("=\r\n", "")
    # some programs would list it among the files as well
    assert b"Content-Disposition: inline" in bytes_of(post.received[0])
    assert [part.get_filename() for part in post.mail().iter_attachments()] == ["kılavuz.txt"]
    assert any(part["Content-ID"] == f"<{picture.key}>" for part in post.mail().walk())


def test_headers_cannot_be_injected(ticket: Ticket, elif_: Person) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(subject="VPN\r\nBcc: evil@elsewhere.example\u2028x")
    Mailbox.objects.update(name="Ege\r\nX-Evil: 1")
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    row = OutgoingMail.objects.get()
    raw = compose(row).as_bytes()

    assert b"\nBcc:" not in raw and b"\nX-Evil:" not in raw


def test_long_message_ids_stay_whole_in_references(ticket: Ticket, elif_: Person) -> None:
    long = "a" * 180 + "@ege.example"
    arrives(letter(message_id=long, References="<first@ege.example>"))
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    raw = compose(OutgoingMail.objects.get(kind="reply")).as_bytes()

    assert f"<{long}>".encode() in raw
    assert b"References: <first@ege.example>\r\n <aaa" in raw


def test_a_refused_recipient_fails_with_the_servers_words(ticket: Ticket, elif_: Person, post: Post) -> None:
    post.refuse = dict.fromkeys(("mert@ege.example", "selin@ege.example"), "550 5.1.1 No such user")
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    row = OutgoingMail.objects.get()
    assert row.state == OutgoingState.FAILED
    assert "550 5.1.1 No such user (mert@ege.example)" in row.words


def test_mails_wait_while_the_server_wants_a_password_that_nobody_entered_yet(
    ticket: Ticket, elif_: Person, post: Post
) -> None:
    post.refuse = dict.fromkeys(("mert@ege.example", "selin@ege.example"), "554 5.7.1 Relay access denied")
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    row = OutgoingMail.objects.get()
    assert (row.state, row.stalled) == (OutgoingState.WAITING, True)
    assert "Relay access denied" in row.words

    post.refuse = {}
    send_later(100)
    row.refresh_from_db()
    assert (row.state, {fate["state"] for fate in row.fates.values()}) == (OutgoingState.SENT, {"sent"})


def test_a_busy_server_is_asked_againsend_later(ticket: Ticket, elif_: Person, post: Post) -> None:
    post.answer = "451 4.3.0 Busy"
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()
    row = OutgoingMail.objects.get()
    assert (row.state, row.words, row.tries) == (OutgoingState.WAITING, "451 4.3.0 Busy", 1)
    assert row.not_before > clock.now() + timedelta(seconds=30)

    post.answer = "250 OK"
    send_later(100)

    row.refresh_from_db()
    assert row.state == OutgoingState.SENT
    assert {mail.content for mail in post.received} != set()
    assert len(post.received) == 2


def test_a_server_that_is_down_is_asked_once_and_all_its_mails_wait(
    ticket: Ticket, elif_: Person, settings: Any
) -> None:
    settings.DERMAN_MAIL_URL = "smtp://127.0.0.1:1?tls=none"
    actions.reply(actor=elif_, ticket=ticket.pk, text="One.")
    actions.reply(actor=elif_, ticket=ticket.pk, text="Two.")
    send_later()

    assert {(row.state, row.tries) for row in OutgoingMail.objects.all()} == {(OutgoingState.WAITING, 1)}
    assert "refused" in OutgoingMail.objects.latest("pk").words


def test_a_mail_whose_sender_was_killed_is_sent_once_more_and_then_given_up(
    ticket: Ticket, elif_: Person, post: Post
) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    OutgoingMail.objects.update(state=OutgoingState.SENDING, not_before=clock.now())
    identity = OutgoingMail.objects.get().header_id
    sending.send_due()
    assert post.mail()["Message-ID"] == f"<{identity}>"

    OutgoingMail.objects.update(state=OutgoingState.SENDING)
    sending.send_due()

    row = OutgoingMail.objects.get()
    assert (row.state, row.words) == (OutgoingState.FAILED, sending.TWICE_INTERRUPTED)
    assert len(post.received) == 1


def test_a_link_to_sign_in_leaves_no_trace(helpdesk: Mailbox, selin: Person, post: Post) -> None:
    people.ask_for_link(address="selin@ege.example", language="en")
    row = OutgoingMail.objects.get()
    assert "accounts/link" not in f"{row.text} {row.sealed} {row.subject}"
    sending.send_due()

    text = post.mail().get_body(("plain",))
    assert text is not None and "http://testserver/accounts/link/" in text.get_content()
    assert post.mail()["Auto-Submitted"] == "auto-generated"
    assert OutgoingMail.objects.get().sealed == ""


def test_nothing_is_sent_to_addresses_that_exist_nowhere(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Please restart it.")
    row = OutgoingMail.objects.get()
    row.to, row.cc = ["old@gone.invalid"], ["Old@Gone.INVALID."]
    row.save()
    send_later()
    row.refresh_from_db()
    assert post.received == []
    assert row.state == OutgoingState.CANCELLED
    assert ".invalid" in row.words


def test_those_who_exist_get_the_mail_whoever_stands_beside_them(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Please restart it.")
    row = OutgoingMail.objects.get()
    row.cc = ["old@gone.invalid"]
    row.save()
    send_later()
    row.refresh_from_db()
    assert row.state == OutgoingState.SENT
    assert post.received[0].rcpt_tos == ["mert@ege.example"]


def test_the_signature_names_agent_team_and_desk_and_stays_out_of_the_ticket(
    ticket: Ticket, elif_: Person, post: Post
) -> None:
    Mailbox.objects.update(signature_texts={"en": "{agent}, {team} · {desk}\n{subject}"})
    actions.reply(actor=elif_, ticket=ticket.pk, text="Please restart it.")
    send_later()

    text = post.mail().get_body(("plain",))
    assert text is not None
    below = text.get_content().replace("\r\n", "\n").split("-- \n")[1]
    assert ticket.team is not None
    assert below.startswith(f"{elif_.name}, {ticket.team.name} · {the_desk().name}\n{{subject}}\n")
    assert below.count(elif_.name) == 1
    assert ticket.messages.latest("pk").text == "Please restart it."


def test_a_signature_without_a_name_stands_below_the_agents(ticket: Ticket, elif_: Person, post: Post) -> None:
    Mailbox.objects.update(signature_texts={"en": "Ege Help"})
    actions.reply(actor=elif_, ticket=ticket.pk, text="Please restart it.")
    send_later()

    text = post.mail().get_body(("plain",))
    assert text is not None and f"-- \r\n{elif_.name}\r\nEge Help\r\n" in text.get_content()
