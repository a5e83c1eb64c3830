"""Who had a blind copy and answers it comes to the ticket, and nobody but agents learns of them."""

from __future__ import annotations

import pytest

from derman.channels.mail.marks import reply_address
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.tests.mail_server import Post, send_later
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person
from derman.tickets import access, actions, queries
from derman.tickets.addressed import Addressees
from derman.tickets.models import Follower, Forward, Message, Ticket

pytestmark = pytest.mark.django_db
LAW = "law@firm.example"


@pytest.fixture
def copied(ticket: Ticket, elif_: Person) -> Ticket:
    """Mert's ticket, which waits for him after an answer of which a lawyer had a blind copy."""
    actions.reply(
        actor=elif_,
        ticket=ticket.pk,
        text="We look into it.",
        remind_days=3,
        addressees=Addressees(bcc=["Law@Firm.example"], keep=True),
    )
    return ticket


def answers(ticket: Ticket, sender: str = LAW, **headers: str) -> Message:
    address = reply_address("help@ege.example", ticket.pk)
    row = arrives(letter(sender=sender, to=address, text="Keep the log.", **headers), to=[address])
    assert row.filed_as is not None
    return row.filed_as


def test_the_answer_joins_the_ticket_for_agents_alone(copied: Ticket, mert: Person, elif_: Person) -> None:
    said = answers(copied, Cc="partner@firm.example")

    assert (said.ticket_id, said.public, said.staff) == (copied.pk, False, False)
    assert said in access.messages_visible_to(elif_)
    assert said not in access.messages_visible_to(mert)
    assert said.pk not in [message.pk for message in queries.own_conversation(mert, copied.pk).messages]
    copied.refresh_from_db()
    assert copied.status == "open"
    assert set(Follower.objects.values_list("person__email", flat=True)) == {"selin@ege.example"}


def test_no_mail_tells_the_others_of_it(copied: Ticket, elif_: Person, post: Post) -> None:
    send_later()
    said = answers(copied, message_id="secret@firm.example")
    OutgoingMail.objects.all().delete()
    post.received.clear()
    actions.reply(actor=elif_, ticket=copied.pk, text="It works again.")
    send_later()

    mail = post.mail()
    assert "firm.example" not in mail.as_string()
    assert post.received[0].rcpt_tos == ["mert@ege.example", "selin@ege.example"]
    assert said.author is not None
    assert not access.own(said.author).exists()


def test_a_second_answer_is_of_the_same_person_outside(copied: Ticket) -> None:
    first, second = answers(copied), answers(copied)
    assert first.forward_id == second.forward_id
    assert Forward.objects.get().person == first.author


def test_without_the_desks_mark_it_stays_a_ticket_of_its_own(copied: Ticket) -> None:
    row = arrives(letter(sender=LAW, subject=f"[#{copied.pk}] VPN drops", In_Reply_To="<first@ege.example>"))
    assert row.ticket_id != copied.pk


def test_somebody_else_who_has_the_mark_gets_a_ticket_of_their_own(copied: Ticket) -> None:
    assert answers(copied, "other@firm.example").ticket_id != copied.pk


def test_an_answer_that_was_taken_back_gave_nobody_a_copy(copied: Ticket, elif_: Person) -> None:
    Message.objects.filter(staff=True).update(withdrawn_at=copied.created_at)
    assert answers(copied).ticket_id != copied.pk


def test_a_merged_ticket_is_answered_where_it_goes_on(copied: Ticket, elif_: Person) -> None:
    arrives(letter(sender="mert@ege.example", subject="Again"))
    other = Ticket.objects.exclude(pk=copied.pk).get()
    actions.merge(actor=elif_, ticket=copied.pk, into=other.pk)
    said = answers(copied)
    assert (said.ticket_id, said.meant_for_id, said.public) == (other.pk, copied.pk, False)
