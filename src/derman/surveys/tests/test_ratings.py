"""Ratings: who may say them and until when, who sees them, and who is asked how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.mail.composing import compose
from derman.channels.mail.models import OutgoingKind, OutgoingMail
from derman.kernel import clock
from derman.people.models import Person
from derman.surveys import queries
from derman.surveys.actions import change_practice, rate
from derman.surveys.errors import NotAllowed, NotFound, WrongInput
from derman.surveys.jobs import ask
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.cast import asks


def solved(requester, agent, subject="VPN drops"):
    ticket = asks(requester, subject)
    return actions.resolve(actor=agent, ticket=ticket.pk)


def asked():
    return list(OutgoingMail.objects.filter(kind=OutgoingKind.RATING).order_by("pk"))


def asking(aylin, **more):
    usual = {"on": True, "in_answers": True, "by_mail": True, "after_hours": 1, "every_days": 30}
    change_practice(actor=aylin, **usual | more)


def test_the_requester_rates_once_solved_and_changes_it_for_some_days(elif_, mert, selin, aylin):
    ticket = asks(mert)
    with pytest.raises(WrongInput):
        rate(person=mert, ticket=ticket.pk, score="good")
    actions.resolve(actor=elif_, ticket=ticket.pk)
    for other in (selin, elif_, aylin):
        with pytest.raises(NotFound):
            rate(person=other, ticket=ticket.pk, score="good")
    for _twice in range(2):
        rate(person=mert, ticket=ticket.pk, score="good", comment=" Fast\0 ")
    changed = rate(person=mert, ticket=ticket.pk, score="bad")
    told = list(ticket.events.filter(kind="ticket.rated").order_by("seq").values_list("details", flat=True))
    assert told == [{"score": "good", "before": ""}, {"score": "bad", "before": "good"}]
    assert (changed.score, changed.comment) == ("bad", "")
    with clock.frozen_at(clock.now() + timedelta(days=15)), pytest.raises(WrongInput):
        rate(person=mert, ticket=ticket.pk, score="fair")
    with pytest.raises(WrongInput):
        rate(person=mert, ticket=ticket.pk, score="x")


def test_a_desk_that_wants_no_ratings_gets_none(elif_, mert, aylin):
    ticket = solved(mert, elif_)
    asking(aylin, on=False)
    with pytest.raises(WrongInput):
        rate(person=mert, ticket=ticket.pk, score="good")
    with pytest.raises(NotAllowed):
        asking(elif_)


def test_leads_see_the_ratings_of_tickets_that_they_may_see(elif_, kaan, leyla, mert, selin, secret):
    rate(person=mert, ticket=solved(mert, elif_).pk, score="good")
    actions.resolve(actor=kaan, ticket=secret.pk)
    rate(person=selin, ticket=secret.pk, score="bad")
    found = queries.ratings(leyla)
    assert ([row.person for row in found.rows], found.all) == ([mert], 1)
    assert dict(found.counts) == {"good": 1, "fair": 0, "bad": 0}
    with pytest.raises(NotAllowed):
        queries.ratings(elif_)


def test_people_are_asked_once_for_a_ticket_and_not_too_often(elif_, mert, selin, aylin):
    old = solved(mert, elif_, "Before")
    asking(aylin)
    later = clock.now() + timedelta(hours=2)
    solved(mert, elif_, "One")
    solved(mert, elif_, "Two")
    reopened = solved(selin, elif_, "Three")
    actions.reopen(actor=elif_, ticket=reopened.pk)
    ask()
    assert asked() == []  # not yet
    with clock.frozen_at(later):
        for _twice in range(2):
            ask()
    (mail,) = asked()
    assert (mail.to, old.pk == mail.ticket_id) == (["mert@ege.example"], False)
    assert mail.text.count("?score=") == 3


@pytest.mark.parametrize("channel", ["alert", "template"])
def test_nobody_is_asked_about_what_nobody_asked_for(elif_, mert, selin, aylin, channel):
    asking(aylin, after_hours=0)
    unasked, machine = solved(mert, elif_), solved(selin, elif_)
    Ticket.objects.filter(pk=unasked.pk).update(channel=channel)
    Person.objects.filter(pk=selin.pk).update(email="no-reply@ege.example")
    machine.refresh_from_db()
    ask()
    assert asked() == []
    actions.reopen(actor=elif_, ticket=unasked.pk)
    unasked.refresh_from_db()
    assert "?score=" not in text_of_answer(elif_, unasked)
    rate(person=mert, ticket=unasked.pk, score="good")


def test_who_has_rated_and_a_desk_that_asks_nobody(elif_, mert, aylin):
    ticket = solved(mert, elif_)
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        ask()
    asking(aylin, after_hours=0)
    rate(person=mert, ticket=ticket.pk, score="good")
    ask()
    assert asked() == []


def test_a_link_opens_one_ticket_until_the_desk_withdraws_it(elif_, mert):
    ticket = solved(mert, elif_)
    token = queries.token_for(ticket.pk, mert.pk)
    assert queries.opened_by(token)[0] == mert
    for broken in (token[:-1], "", "1.2.3.4", f"x{token}"):
        with pytest.raises(NotFound):
            queries.opened_by(broken)
    with clock.frozen_at(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        queries.opened_by(token)
    actions.withdraw_links(actor=elif_, ticket=ticket.pk)
    with pytest.raises(NotFound):
        queries.opened_by(token)


def text_of_answer(agent, ticket, *, then="resolved", **more):
    actions.reply(actor=agent, ticket=ticket.pk, text="It works again.", then=then, **more)
    mail = compose(OutgoingMail.objects.filter(kind=OutgoingKind.REPLY).latest("pk"))
    return "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")


def test_the_answer_that_solves_asks_and_no_other_mail_does(elif_, mert, selin, aylin):
    asking(aylin, after_hours=0)
    ticket = asks(mert)
    assert "?score=" not in text_of_answer(elif_, ticket, then="open")
    for _twice in range(2):
        assert text_of_answer(elif_, ticket).count("?score=") == 6  # three as text, three in the page
    ask()
    assert asked() == []
    rate(person=mert, ticket=ticket.pk, score="bad")
    assert "?score=" not in text_of_answer(elif_, ticket)
    in_copy = solved(mert, elif_, "With a copy")
    assert "?score=" not in text_of_answer(elif_, in_copy, cc=[selin.email])  # a link for two is nobody's own
    asking(aylin, in_answers=False)
    assert "?score=" not in text_of_answer(elif_, solved(mert, elif_, "Not asked"))
