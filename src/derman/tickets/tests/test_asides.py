"""Colleagues speak aside: those who are named, and the ticket's team; nobody else, and never the requester."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.notify.jobs import tell_next
from derman.notify.models import Notice
from derman.tickets import actions, queries
from derman.tickets.access import asides_visible_to
from derman.tickets.errors import TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.models import Aside, AsideWord, Ticket


def begin(elif_, vpn, *people, text="Do you know this router?"):
    return actions.begin_aside(actor=elif_, ticket=vpn.pk, people=[one.pk for one in people], text=text, topic="Router")


def said(reader, ticket):
    ticket = Ticket.objects.get(pk=ticket.pk)
    return [[word.text for word in told.words] for told in queries.asides_of(reader, ticket)]


def test_those_who_are_named_and_the_team_read_it(vpn, elif_, derya, leyla, kaan, mert):
    begin(elif_, vpn, derya)
    assert said(derya, vpn) == said(elif_, vpn) == said(leyla, vpn) == [["Do you know this router?"]]
    for other in (kaan, mert, None):
        assert not asides_visible_to(other).exists()
    assert "router" not in str(list(vpn.events.values_list("details", flat=True)))


def test_who_may_not_see_the_ticket_is_not_asked(secret, kaan, derya):
    with pytest.raises(WrongInput) as error:
        begin(kaan, secret, derya)
    assert error.value.field == "people"


def test_a_ticket_that_goes_out_of_sight_takes_it_along(vpn, elif_, derya, security):
    begin(elif_, vpn, derya)
    actions.hand_over(actor=None, ticket=vpn.pk, team=security)
    assert not asides_visible_to(derya).exists()


def test_nobody_else_says_anything(vpn, elif_, derya, kaan):
    row = begin(elif_, vpn, derya)
    with pytest.raises(WrongInput):
        actions.say_aside(actor=kaan, ticket=vpn.pk, aside=row.pk, text="Me too")
    actions.bring_aside(actor=derya, ticket=vpn.pk, aside=row.pk, who=kaan.pk)
    actions.say_aside(actor=kaan, ticket=vpn.pk, aside=row.pk, text="Me too")
    assert said(kaan, vpn) == [["Do you know this router?", "Me too"]]
    actions.leave_aside(actor=kaan, ticket=vpn.pk, aside=row.pk)
    assert said(kaan, vpn) == []


def test_whoever_of_the_team_joins_in_is_named(vpn, elif_, derya, leyla):
    row = begin(elif_, vpn, derya)
    actions.say_aside(actor=leyla, ticket=vpn.pk, aside=row.pk, text="I do")
    row.refresh_from_db()
    assert row.people == sorted([elif_.pk, derya.pk, leyla.pk])


def test_those_who_are_named_hear_of_it_by_mail_without_its_words(vpn, elif_, derya, leyla):
    from derman.channels.mail.models import OutgoingMail

    begin(elif_, vpn, derya)
    assert list(Notice.objects.values_list("person", "kind")) == [(derya.pk, "aside")]
    with clock.frozen_at(clock.now() + timedelta(minutes=2)):
        assert tell_next()
    mail = OutgoingMail.objects.get(kind="agent")
    assert mail.to == [derya.email]
    assert "yan görüşme" in mail.text
    assert "router" not in mail.text
    assert "drops every ten" not in mail.text


def test_what_is_taken_back_is_told_to_nobody_and_comes_back_into_the_form(vpn, elif_, derya):
    row = begin(elif_, vpn, derya)
    actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert said(elif_, vpn) == []
    assert queries.taken_back_aside(elif_, Ticket.objects.get(pk=vpn.pk), None) == "Do you know this router?"
    with clock.frozen_at(clock.now() + timedelta(minutes=2)):
        tell_next()
    assert not Notice.objects.filter(told_at=None).exists()
    assert Aside.objects.get().pk == row.pk
    assert not asides_visible_to(derya).exists()


def test_an_answer_is_taken_back_by_its_author_within_the_time(vpn, elif_, derya):
    row = begin(elif_, vpn, derya)
    first = vpn.events.last().act
    actions.say_aside(actor=derya, ticket=vpn.pk, aside=row.pk, text="No")
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    with pytest.raises(TooLateToUndo, match="answered"):
        actions.undo(actor=elif_, ticket=vpn.pk, act=first)
    actions.undo(actor=derya, ticket=vpn.pk, act=vpn.events.filter(kind="aside.said").last().act)
    assert said(elif_, vpn) == [["Do you know this router?"]]
    assert queries.taken_back_aside(derya, Ticket.objects.get(pk=vpn.pk), row.pk) == "No"


def test_who_takes_part_is_taken_back_at_any_time(vpn, elif_, derya, kaan):
    row = begin(elif_, vpn, derya)
    actions.bring_aside(actor=elif_, ticket=vpn.pk, aside=row.pk, who=kaan.pk)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        actions.undo(actor=derya, ticket=vpn.pk, act=vpn.events.last().act)
    row.refresh_from_db()
    assert row.people == sorted([elif_.pk, derya.pk])


def test_it_goes_where_the_ticket_is_merged_and_back(vpn, again, elif_, derya):
    begin(elif_, vpn, derya)
    actions.merge(actor=elif_, ticket=vpn.pk, into=again.pk)
    assert said(derya, again) == [["Do you know this router?"]]
    assert said(derya, vpn) == []
    actions.unmerge(actor=elif_, ticket=vpn.pk)
    assert said(derya, vpn) == [["Do you know this router?"]]
    assert said(derya, again) == []


def test_an_emptied_ticket_keeps_no_word_of_it(vpn, elif_, derya, leyla):
    from derman.tickets.actions.deleting import empty

    begin(elif_, vpn, derya)
    actions.delete(actor=leyla, ticket=vpn.pk)
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        empty(vpn.pk)
    assert not AsideWord.objects.exists()


@pytest.mark.parametrize("text", ["", " \0 ", "x" * 20_001])
def test_no_words_or_too_many_are_named(vpn, elif_, derya, text):
    with pytest.raises(WrongInput) as error:
        begin(elif_, vpn, derya, text=text)
    assert error.value.field == "text"


def test_one_that_is_not_there_is_not_found(vpn, elif_):
    with pytest.raises(TicketNotFound):
        queries.aside_of(elif_, vpn, 12345)
    with pytest.raises(WrongInput):
        actions.say_aside(actor=elif_, ticket=vpn.pk, aside=2**70, text="x")
