"""To whom an answer goes: further recipients, blind copies that nobody learns of, and who is left out this once."""

from __future__ import annotations

import pytest

from derman.channels.mail.composing import compose
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.sending import send_due
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.addressed import Addressees
from derman.tickets.errors import WrongInput
from derman.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
MERT, SELIN, BOSS, LAW = "mert@ege.example", "selin@ege.example", "boss@ege.example", "law@firm.example"


def test_further_recipients_and_blind_copies_get_it(ticket: Ticket, elif_: Person, post: Post) -> None:
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", addressees=Addressees(to=[BOSS], bcc=[LAW], keep=True))
    send_later()
    (sent,) = post.received
    assert sorted(sent.rcpt_tos) == sorted([MERT, BOSS, SELIN, LAW])
    row = OutgoingMail.objects.get()
    assert (row.to, row.cc, row.bcc) == ([MERT, BOSS], [SELIN], [LAW])
    raw = compose(row).as_bytes()
    assert LAW.encode() not in raw
    assert b"Bcc" not in raw
    message = Message.objects.get(staff=True)
    assert (message.to, message.bcc) == ([BOSS], [LAW])
    assert set(ticket.followers.values_list("person__email", flat=True)) == {SELIN, BOSS}


def test_a_link_that_signs_in_never_goes_to_several(ticket: Ticket, elif_: Person) -> None:
    ticket.followers.all().delete()
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", addressees=Addressees(bcc=[LAW]))
    assert "/r/" not in str(compose(OutgoingMail.objects.get()).get_body(("plain",)))


def test_who_is_left_out_gets_the_next_answer(ticket: Ticket, elif_: Person) -> None:
    selin = Person.objects.get(email=SELIN)
    actions.reply(actor=elif_, ticket=ticket.pk, text="One.", addressees=Addressees(left_out=[selin.pk], keep=True))
    actions.reply(actor=elif_, ticket=ticket.pk, text="Two.")
    assert list(OutgoingMail.objects.order_by("pk").values_list("cc", flat=True)) == [[], [SELIN]]


def test_nobody_gets_it_twice_and_the_desk_not_at_all(ticket: Ticket, elif_: Person) -> None:
    extra = Addressees(to=["Mert@EGE.example", BOSS], bcc=[BOSS, SELIN.upper(), LAW, "help@ege.example"], keep=True)
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", addressees=extra)
    row = OutgoingMail.objects.get()
    assert (row.to, row.cc, row.bcc) == ([MERT, BOSS], [SELIN], [LAW])


def test_blind_copies_alone_have_a_header_that_says_so(ticket: Ticket, elif_: Person) -> None:
    Person.objects.filter(email__in=[MERT, SELIN]).update(is_active=False)
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", addressees=Addressees(bcc=[LAW]))
    assert "To: undisclosed-recipients:;" in compose(OutgoingMail.objects.get()).as_string()


@pytest.mark.parametrize("field", ["to", "bcc"])
def test_a_bad_address_sends_nothing(ticket: Ticket, elif_: Person, field: str) -> None:
    for given in (["nobody"], ["a@b\r\nBcc: x@y.example"], [f"a{number}@ege.example" for number in range(51)]):
        with pytest.raises(WrongInput) as caught:
            actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", addressees=Addressees(**{field: given}))
        assert caught.value.field == field
    assert not Message.objects.filter(staff=True).exists()


def test_undo_gives_the_addressees_back(ticket: Ticket, elif_: Person) -> None:
    selin = Person.objects.get(email=SELIN)
    extra = Addressees(to=[BOSS], bcc=[LAW], left_out=[selin.pk], keep=True)
    actions.reply(actor=elif_, ticket=ticket.pk, text="Hello.", cc=["it@ege.example"], addressees=extra)
    event = actions.last_act(actor=elif_, ticket=ticket.pk)
    assert event is not None
    actions.undo(actor=elif_, ticket=ticket.pk, act=event.act)
    draft = ticket.drafts.get()
    assert (draft.to, draft.cc, draft.bcc, draft.left_out) == (BOSS, "it@ege.example", LAW, [selin.pk])
    assert list(ticket.followers.values_list("person__email", flat=True)) == [SELIN]
    send_due()
    assert OutgoingMail.objects.get().state == "cancelled"
