"""Who is told what, and of what they get a mail."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from derman.channels.mail.composing import compose
from derman.channels.mail.models import Mailbox, OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.sending import send_due
from derman.channels.mail.tests.mail_server import Post
from derman.kernel import clock
from derman.notify import jobs, queries
from derman.notify.actions import choose
from derman.notify.errors import NotAllowed
from derman.notify.models import Notice
from derman.people.models import Person, Role, Team
from derman.tickets import actions
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Ticket
from tests.cast import asks


def told(person: Person) -> list[str]:
    """Kinds of news for a person, the first one first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def a_minute_later() -> list[OutgoingMail]:
    """The mails to agents that are in the outbox once a minute has passed."""
    Notice.objects.filter(told_at=None).update(at=clock.now() - timedelta(seconds=61))
    jobs.tell()
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.AGENT).order_by("pk"))


def writes(requester: Person, ticket: Ticket, text: str, *, automatic: bool = False) -> None:
    actions.receive(
        Incoming(
            channel="email", sender=requester, subject="", text=text, answers=ticket.pk, proof=Proof.TOKEN,
            automatic=automatic,
        )
    )  # fmt: skip


def test_who_is_assigned_a_ticket_by_somebody_else_is_told(vpn: Ticket, elif_: Person, leyla: Person) -> None:
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    assert told(elif_) == ["assigned"]
    (mail,) = a_minute_later()
    assert mail.to == ["elif@ege.example"]
    assert "Leyla Tan assigned #" in mail.text
    assert "It drops every ten minutes." in mail.text


def test_nobody_is_told_of_what_they_do_themselves(vpn: Ticket, elif_: Person) -> None:
    actions.take(actor=elif_, ticket=vpn.pk)
    actions.note(actor=elif_, ticket=vpn.pk, text="@Elif", mentions=[elif_.pk])
    actions.reply(actor=elif_, ticket=vpn.pk, text="Try again")
    assert told(elif_) == []


def test_who_watches_hears_of_what_is_said_and_of_where_it_stands(
    vpn: Ticket, elif_: Person, derya: Person, mert: Person
) -> None:
    actions.watch(actor=derya, ticket=vpn.pk)
    assert told(derya) == []
    actions.take(actor=elif_, ticket=vpn.pk)  # it is in work
    writes(mert, vpn, "Still bad")
    actions.reply(actor=elif_, ticket=vpn.pk, text="Try again")
    actions.note(actor=elif_, ticket=vpn.pk, text="For us")
    actions.note(actor=elif_, ticket=vpn.pk, text="@Derya", mentions=[derya.pk])
    assert told(derya) == ["watched"] * 4 + ["mentioned"]
    assert told(elif_) == ["wrote"]
    mails = {mail.to[0]: mail.text for mail in a_minute_later()}
    assert [text in mails["derya@ege.example"] for text in ("Still bad", "Try again", "For us")] == [True] * 3
    assert "Still bad" in mails["elif@ege.example"]
    actions.resolve(actor=elif_, ticket=vpn.pk)
    assert told(derya)[-1] == "watched"
    assert len(a_minute_later()) == 3
    actions.unwatch(actor=derya, ticket=vpn.pk)
    actions.reopen(actor=elif_, ticket=vpn.pk)
    writes(mert, vpn, "Bad again")
    assert told(derya).count("watched") == 5


def test_who_watches_decides_whether_by_mail_and_hears_nothing_of_what_they_may_not_see(
    vpn: Ticket, elif_: Person, derya: Person, mert: Person, security: Team
) -> None:
    for person in (derya, elif_):
        actions.watch(actor=person, ticket=vpn.pk)
    choose(actor=derya, watched=False)
    writes(mert, vpn, "Still bad")
    assert [told(derya), told(elif_)] == [["watched"], ["watched"]]
    assert [mail.to for mail in a_minute_later()] == [["elif@ege.example"]]
    actions.hand_over(actor=None, ticket=vpn.pk, team=security)
    writes(mert, vpn, "Secret now")
    assert len(a_minute_later()) == 1
    assert queries.latest(elif_) == []


def test_a_burst_of_messages_is_one_mail(vpn: Ticket, elif_: Person, mert: Person) -> None:
    actions.take(actor=elif_, ticket=vpn.pk)
    for text in ("Still bad", "And now the printer", "Hello?"):
        writes(mert, vpn, text)
    jobs.tell()
    assert not OutgoingMail.objects.filter(kind=OutgoingKind.AGENT).exists()
    (mail,) = a_minute_later()
    assert mail.text.count("Mert Kaya wrote on #") == 1
    assert [text in mail.text for text in ("Still bad", "And now the printer", "Hello?")] == [True] * 3
    assert a_minute_later() == [mail]


def test_a_vacation_responder_is_no_news(vpn: Ticket, elif_: Person, mert: Person) -> None:
    actions.take(actor=elif_, ticket=vpn.pk)
    writes(mert, vpn, "I am away until Monday", automatic=True)
    assert told(elif_) == []


def test_who_is_mentioned_in_a_note_is_told(vpn: Ticket, elif_: Person, derya: Person, mert: Person) -> None:
    actions.note(actor=elif_, ticket=vpn.pk, text="@Derya look", mentions=[derya.pk, mert.pk])
    assert told(derya) == ["mentioned"]
    assert told(mert) == []
    (mail,) = a_minute_later()
    assert "Sizden bir notta bahsedildi" in mail.text
    assert "@Derya look" in mail.text


def test_a_ticket_that_comes_to_a_team_is_told_to_those_who_want_it(
    front_line: Team, elif_: Person, leyla: Person, mert: Person
) -> None:
    choose(actor=elif_, team=True)
    asks(mert)
    assert told(elif_) == ["team"]
    assert told(leyla) == []
    (mail,) = a_minute_later()
    assert "L1 Front line" in mail.text


def test_what_one_does_not_want_is_in_the_list_and_no_mail(vpn: Ticket, elif_: Person, leyla: Person) -> None:
    choose(actor=elif_, assigned=False)
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    assert a_minute_later() == []
    assert [notice.kind for notice in queries.latest(elif_)] == ["assigned"]


def test_an_assignment_that_was_taken_back_makes_no_mail(vpn: Ticket, elif_: Person, leyla: Person) -> None:
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    act = actions.last_act(actor=leyla, ticket=vpn.pk)
    assert act is not None
    actions.undo(actor=leyla, ticket=vpn.pk, act=act.act)
    assert a_minute_later() == []


def test_a_note_that_was_taken_back_is_told_to_nobody(vpn: Ticket, elif_: Person, derya: Person) -> None:
    actions.note(actor=elif_, ticket=vpn.pk, text="@Derya the password is 1234", mentions=[derya.pk])
    act = actions.last_act(actor=elif_, ticket=vpn.pk)
    assert act is not None
    actions.undo(actor=elif_, ticket=vpn.pk, act=act.act)
    assert a_minute_later() == []
    assert queries.latest(derya) == []


def test_a_closed_team_is_closed_when_the_mail_is_written(
    vpn: Ticket, elif_: Person, mert: Person, security: Team
) -> None:
    actions.take(actor=elif_, ticket=vpn.pk)
    writes(mert, vpn, "My badge was stolen")
    actions.hand_over(actor=None, ticket=vpn.pk, team=security)
    assert a_minute_later() == []
    assert queries.latest(elif_) == []


def test_and_when_it_leaves(
    vpn: Ticket, elif_: Person, leyla: Person, security: Team, helpdesk: Mailbox, post: Post
) -> None:  # fmt: skip
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    (mail,) = a_minute_later()
    actions.hand_over(actor=None, ticket=vpn.pk, team=security)
    send_due()
    mail.refresh_from_db()
    assert mail.state == OutgoingState.CANCELLED
    assert "elif@ege.example" not in [address for envelope in post.received for address in envelope.rcpt_tos]


def test_somebody_who_left_the_desk_is_told_nothing(vpn: Ticket, elif_: Person, leyla: Person) -> None:
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    Person.objects.filter(pk=elif_.pk).update(role=Role.REQUESTER)
    assert a_minute_later() == []


def test_the_mail_says_that_no_person_wrote_it_and_where_to_answer(
    vpn: Ticket, elif_: Person, leyla: Person, helpdesk: Mailbox
) -> None:  # fmt: skip
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    (row,) = a_minute_later()
    mail: EmailMessage = compose(row)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert f"help+{vpn.pk}-a{elif_.pk}-" in mail["Reply-To"]
    assert str(vpn.pk) in mail["Subject"]


def test_requesters_choose_nothing(mert: Person) -> None:
    with pytest.raises(NotAllowed):
        choose(actor=mert, team=True)


def test_news_are_forgotten_after_ninety_days(vpn: Ticket, elif_: Person, leyla: Person) -> None:
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    a_minute_later()
    jobs.forget()
    assert told(elif_) == ["assigned"]
    Notice.objects.update(at=clock.now() - timedelta(days=91))
    jobs.forget()
    assert told(elif_) == []
