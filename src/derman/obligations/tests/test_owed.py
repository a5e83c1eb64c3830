"""Each kind of what could slip, what is done about it, and the mail in the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.automation.tests.writing import writes
from derman.channels.mail.models import OutgoingMail, OutgoingState
from derman.kernel import clock
from derman.obligations import actions, jobs, mornings
from derman.obligations.errors import ObligationNotFound, Overtaken
from derman.obligations.models import Obligation
from derman.obligations.queries import could_slip
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket
from tests.cast import asks

NOW = datetime(2026, 11, 24, 5, 10, tzinfo=UTC)  # a Tuesday, ten past eight in Istanbul


def of(person, *kinds):
    return [(group.kind.code, one.ticket) for group in could_slip(person, kinds=kinds) for one in group.findings]


def promised(agent, ticket, text="I'll call you tomorrow."):
    tickets.reply(actor=agent, ticket=ticket.pk, text=text)
    return Obligation.objects.get(ticket=ticket, kind="word")


def test_a_promise_in_a_reply_is_offered_kept_and_done_and_each_can_be_taken_back(vpn, elif_):
    with clock.frozen_at(NOW):
        word = promised(elif_, vpn)
        assert of(elif_, "offered", "word") == [("offered", vpn.pk)]
        actions.keep(actor=elif_, obligation=word.pk)
        assert of(elif_, "offered", "word") == []
    with clock.frozen_at(NOW + timedelta(days=1)):
        assert of(elif_, "offered", "word") == [("word", vpn.pk)]
        actions.settle(actor=elif_, obligation=word.pk)
        assert of(elif_, "offered", "word") == []
        actions.take_back(actor=elif_, obligation=word.pk)
        assert of(elif_, "offered", "word") == [("word", vpn.pk)]
        with pytest.raises(Overtaken):
            actions.settle(actor=elif_, obligation=word.pk)
            actions.settle(actor=elif_, obligation=word.pk)


def test_a_reply_that_is_taken_back_promises_nothing(vpn, elif_):
    promised(elif_, vpn)
    done = tickets.last_act(actor=elif_, ticket=vpn.pk)
    tickets.undo(actor=elif_, ticket=vpn.pk, act=done.act)
    assert not Obligation.objects.filter(kind="word").exists()


def test_what_a_closed_team_owes_is_its_own(secret, kaan, elif_, leyla, aylin, derya):
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert ("untaken", secret.pk) in of(kaan)
        for other in (elif_, leyla, aylin, derya):
            assert secret.pk not in {number for _kind, number in of(other)}
    word = promised(kaan, secret)
    for other in (elif_, leyla, aylin):
        with pytest.raises(ObligationNotFound):
            actions.keep(actor=other, obligation=word.pk)


def test_a_requester_is_shown_nothing(vpn, mert):
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        assert could_slip(mert) == []


def test_mails_and_jobs_that_failed_are_for_who_can_mend_them(aylin, leyla, elif_):
    OutgoingMail.objects.create(
        kind="notice", from_address="d@x.example", to=["a@x.example"], subject="s", header_id="1@x", language="en",
        state=OutgoingState.FAILED,
    )  # fmt: skip
    assert of(aylin, "mail") == [("mail", None)]
    assert of(leyla, "mail") == []
    assert of(elif_, "mail") == []


def test_the_tickets_of_who_left_are_offered_to_the_team(vpn, elif_, leyla):
    tickets.take(actor=elif_, ticket=vpn.pk)
    assert of(leyla, "absent") == []
    Person.objects.filter(pk=elif_.pk).update(is_active=False)
    assert of(leyla, "absent") == [("absent", vpn.pk)]
    actions.act(actor=leyla, verb="take", ticket=vpn.pk)
    assert of(leyla, "absent") == []


def test_a_promise_of_the_desk_that_is_late_is_shown(vpn, leyla):
    Ticket.objects.filter(pk=vpn.pk).update(
        promise="resolution", promised_at=clock.now(), due_at=clock.now() + timedelta(hours=3)
    )
    assert of(leyla, "promise") == []
    with clock.frozen_at(clock.now() + timedelta(hours=4)):
        assert of(leyla, "promise") == [("promise", vpn.pk)]


def test_the_mail_in_the_morning_is_each_ones_own_once_a_day(vpn, elif_, derya, leyla):
    Ticket.objects.filter(pk=vpn.pk).update(created_at=NOW - timedelta(days=1))
    with clock.frozen_at(NOW - timedelta(hours=1)):
        assert mornings.due(clock.now()) == []
    with clock.frozen_at(NOW):
        actions.want_mornings(actor=leyla, wanted=False)
        for _twice in range(2):
            jobs.say_good_morning()
        mail = OutgoingMail.objects.get(kind="agent")  # Derya's team owes nothing, Leyla wants none
        assert mail.to == [elif_.email]
        assert f"#{vpn.pk} VPN drops" in mail.text
        assert "Nobody has taken it for 24 hours." in mail.text
    with clock.frozen_at(NOW + timedelta(days=1)):
        jobs.say_good_morning()
        assert OutgoingMail.objects.filter(kind="agent").count() == 2


def test_the_mail_is_in_the_language_of_its_reader_and_at_their_own_eight_o_clock(network, derya, selin):
    ticket = tickets.hand_over(actor=None, ticket=asks(selin).pk, team=network)
    Ticket.objects.filter(pk=ticket.pk).update(created_at=NOW - timedelta(days=3), assignee=None)
    Person.objects.filter(pk=derya.pk).update(zone="America/New_York")
    with clock.frozen_at(NOW):
        assert mornings.due(clock.now()) == []
    with clock.frozen_at(NOW + timedelta(hours=8)):
        jobs.say_good_morning()
    assert "Günaydın" in OutgoingMail.objects.get(kind="agent").text


def test_the_page_asks_as_many_questions_for_many_as_for_few(vpn, leyla, mert, django_assert_num_queries):
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        with django_assert_num_queries(3):
            could_slip(leyla)
        for _more in range(30):
            asks(mert)
    with clock.frozen_at(clock.now() + timedelta(days=2)), django_assert_num_queries(3):
        could_slip(leyla)


def test_what_was_settled_long_ago_goes(vpn, elif_):
    word = promised(elif_, vpn)
    actions.drop(actor=elif_, obligation=word.pk)
    jobs.forget()
    assert Obligation.objects.filter(pk=word.pk).exists()
    with clock.frozen_at(clock.now() + timedelta(days=91)):
        jobs.forget()
    assert not Obligation.objects.filter(pk=word.pk).exists()


@pytest.mark.parametrize("over", [tickets.mark_as_spam, tickets.close])
def test_what_a_ticket_that_was_over_owed_is_owed_again_once_that_is_taken_back(vpn, mert, elif_, over):
    tickets.reply(actor=elif_, ticket=vpn.pk, text="I'll call you tomorrow. We will answer within 3 days.")
    _offered, kept = Obligation.objects.filter(kind="word")
    actions.keep(actor=elif_, obligation=kept.pk)
    writes(mert, vpn, "This is unacceptable.")
    owed = sorted(Obligation.objects.values_list("pk", "kind", "state", "settled_at"))
    over(actor=elif_, ticket=vpn.pk)
    assert not Obligation.objects.filter(state__in=("open", "offered")).exists()
    tickets.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert sorted(Obligation.objects.values_list("pk", "kind", "state", "settled_at")) == owed


def test_a_reply_that_is_taken_back_leaves_the_requester_as_angry_as_before(vpn, mert, elif_):
    writes(mert, vpn, "This is unacceptable.")
    owed = sorted(Obligation.objects.values_list("pk", "kind", "state"))
    tickets.reply(actor=elif_, ticket=vpn.pk, text="We are looking into it.")
    assert not Obligation.objects.filter(state="open").exists()
    tickets.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert sorted(Obligation.objects.values_list("pk", "kind", "state")) == owed


def test_what_comes_out_of_the_bin_and_goes_back_owes_the_same_when_it_comes_out_again(vpn, leyla):
    owed = list(Obligation.objects.values_list("pk", "kind", "state"))
    tickets.delete(actor=leyla, ticket=vpn.pk)
    tickets.restore(actor=leyla, ticket=vpn.pk)
    tickets.undo(actor=leyla, ticket=vpn.pk, act=vpn.events.last().act)
    tickets.restore(actor=leyla, ticket=vpn.pk)
    assert owed == list(Obligation.objects.values_list("pk", "kind", "state"))


def test_a_reopening_that_is_taken_back_is_not_counted(vpn, elif_):
    for _time in range(3):
        tickets.resolve(actor=elif_, ticket=vpn.pk)
        tickets.reopen(actor=elif_, ticket=vpn.pk)
    assert Obligation.objects.get(kind="reopened").words == "3"
    tickets.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert Obligation.objects.get(kind="reopened").words == "2"


def test_a_ticket_that_was_reopened_often_is_told_of_once_for_each_time(vpn, elif_):
    for _time in range(2):
        tickets.resolve(actor=elif_, ticket=vpn.pk)
        tickets.reopen(actor=elif_, ticket=vpn.pk)
    actions.settle(actor=elif_, obligation=Obligation.objects.get(kind="reopened").pk)
    tickets.wait(actor=elif_, ticket=vpn.pk)
    assert not Obligation.objects.filter(kind="reopened", state="open").exists()


def test_a_reopening_that_is_taken_back_leaves_nothing_to_be_seen(vpn, elif_):
    for _time in range(3):
        tickets.resolve(actor=elif_, ticket=vpn.pk)
        tickets.reopen(actor=elif_, ticket=vpn.pk)
        Obligation.objects.filter(kind="reopened", words="2").update(state="done")
    tickets.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert not Obligation.objects.filter(kind="reopened", state="open").exists()
