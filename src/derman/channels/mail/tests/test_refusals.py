"""What becomes of a mail that a server refuses, puts off, or is too far away to take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from derman.channels.mail import sending
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.channels.mail.recipients import unreachable
from derman.channels.mail.stalled import stalled_servers
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.channels.mail.tests.post import arrives, letter
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Ticket

pytestmark = pytest.mark.django_db
MERT, SELIN = "mert@ege.example", "selin@ege.example"


def test_who_was_refused_at_the_door_is_marked_and_the_others_get_it(
    ticket: Ticket,
    elif_: Person,
    post: Post,
) -> None:
    post.refuse = {MERT: "550 5.1.1 No such user"}
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()

    row = OutgoingMail.objects.get()
    assert (row.state, list(unreachable([MERT, SELIN]))) == (OutgoingState.SENT, [MERT])
    assert ticket.events.latest("seq").details == {"mail": row.pk, "what": "undelivered"}


def test_who_was_asked_to_wait_gets_it_later_and_nobody_twice(
    ticket: Ticket,
    elif_: Person,
    post: Post,
) -> None:
    post.refuse = {SELIN: "450 4.7.1 Greylisted"}
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    send_later()
    row = OutgoingMail.objects.get()
    assert (row.state, row.stalled) == (OutgoingState.WAITING, False)

    post.refuse = {}
    send_later(100)

    assert [mail.rcpt_tos for mail in post.received] == [[MERT], [SELIN]]
    row.refresh_from_db()
    assert row.state == OutgoingState.SENT


def test_one_mail_that_a_server_puts_off_holds_up_no_other(
    ticket: Ticket,
    elif_: Person,
    post: Post,
) -> None:
    post.refuse = dict.fromkeys((MERT, SELIN), "450 4.7.1 Greylisted")
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    arrives(letter(sender="Can <can@ege.example>"))
    send_later()

    assert [mail.rcpt_tos for mail in post.received] == [["can@ege.example"]]


def test_a_mail_that_nobody_takes_is_given_up_after_three_days(
    ticket: Ticket,
    elif_: Person,
    post: Post,
) -> None:
    post.answer = "451 4.3.0 Busy"
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.")
    begun = moment = clock.now() + timedelta(seconds=14)
    row = OutgoingMail.objects.get()
    row.cc = []
    row.save()
    while True:
        with clock.frozen_at(moment):
            sending.send_due()
        row.refresh_from_db()
        if row.state != OutgoingState.WAITING:
            break
        moment = row.not_before

    assert (row.state, row.words) == (OutgoingState.FAILED, "451 4.3.0 Busy")
    assert timedelta(days=2.7) < moment - begun < timedelta(days=3.3)
    assert ticket.events.latest("seq").details["what"] == "undelivered"


def test_a_server_that_is_down_is_told_to_administrators_and_its_mails_go_by_themselves(
    ticket: Ticket,
    elif_: Person,
    aylin: Person,
    post: Post,
    settings: Any,
) -> None:
    up, settings.DERMAN_MAIL_URL = settings.DERMAN_MAIL_URL, "smtp://127.0.0.1:1?tls=none"
    for text in ("One.", "Two."):
        actions.reply(actor=elif_, ticket=ticket.pk, text=text)
    send_later()
    assert stalled_servers(aylin) == []  # once may be chance
    send_later(60)

    (found,) = stalled_servers(aylin)
    assert (found.server, found.mails) == ("127.0.0.1:1", 2) and found.words == "Connection refused"
    assert stalled_servers(elif_) == []

    settings.DERMAN_MAIL_URL = up
    first, second = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.filter(pk=first.pk).update(not_before=clock.now())
    OutgoingMail.objects.filter(pk=second.pk).update(not_before=clock.now() + timedelta(minutes=50))
    sending.send_due()

    assert len(post.received) == 2
    assert stalled_servers(aylin) == []
