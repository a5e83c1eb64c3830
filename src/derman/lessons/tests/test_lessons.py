"""Articles on tickets: put into answers, written from what was said, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.knowledge import actions as knowledge
from derman.knowledge.errors import ArticleNotFound, WrongInput
from derman.knowledge.tests.writing import published
from derman.lessons import actions, queries
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketNotFound
from tests.cast import asks


def test_an_article_is_offered_in_the_requesters_language(elif_, selin, vpn):
    english = published(elif_, "VPN drops", "<p>Set the VPN clock.</p>")
    turkish = knowledge.translate(
        actor=elif_, article=english.article_id, lang="tr", title="VPN kopuyor", body="<p>VPN saati.</p>"
    )
    knowledge.publish(actor=elif_, translation=turkish.pk)
    hers = asks(selin, "VPN")
    assert [one.lang for one in queries.offered(elif_, hers, found=None, public=True)] == ["tr"]
    assert [one.lang for one in queries.offered(elif_, vpn, found=None, public=True)] == ["en"]
    both = [turkish.pk, english.pk]
    assert [one.pk for one in queries.offered(elif_, hers, found=both, public=True)] == both


def test_into_an_answer_goes_what_the_requester_may_read(elif_, vpn):
    secret = published(elif_, "VPN for agents", audience="agents")
    assert queries.offered(elif_, vpn, found=[secret.pk], public=True) == []
    assert queries.offered(elif_, vpn, found=[secret.pk], public=False) == [secret]
    with pytest.raises(ArticleNotFound):
        actions.use(actor=elif_, ticket=vpn.pk, translation=secret.pk, public=True)
    assert actions.use(actor=elif_, ticket=vpn.pk, translation=secret.pk, public=False).title == "VPN for agents"


def test_uses_and_what_came_of_them_are_counted(elif_, mert, vpn):
    article = published(elif_)
    given = actions.use(actor=elif_, ticket=vpn.pk, translation=article.pk, public=True)
    actions.use(actor=elif_, ticket=vpn.pk, translation=article.pk, public=True)
    assert given.address.endswith("/kb/vpn-drops/")
    assert given.text == "Set the clock, then sign in again."
    assert queries.effect(elif_, article) == queries.Effect(used=1, solved=0, after_reading=0)
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    assert queries.effect(elif_, article).solved == 1
    knowledge.opened(translation=article, person=mert)
    asks(mert, "It still drops")
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        asks(mert, "Something else")
    assert queries.effect(elif_, article).after_reading == 1


def test_what_an_article_did_for_a_closed_team_is_counted_for_its_members_alone(elif_, kaan, selin, secret):
    article = published(elif_)
    actions.use(actor=kaan, ticket=secret.pk, translation=article.pk, public=True)
    tickets.resolve(actor=kaan, ticket=secret.pk)
    knowledge.opened(translation=article, person=selin)
    tickets.hand_over(actor=None, ticket=asks(selin, "It beeps").pk, team=secret.team)
    assert queries.effect(kaan, article) == queries.Effect(used=1, solved=1, after_reading=1)
    assert queries.effect(elif_, article) == queries.Effect(used=0, solved=0, after_reading=0)


def test_an_article_is_written_from_a_ticket_without_what_is_personal(elif_, mert):
    ticket = asks(mert, "VPN drops", "Hi Elif, call me: 0532 123 45 67. It drops.\n\nMert Kaya")
    tickets.note(actor=elif_, ticket=ticket.pk, text="He always says that.")
    tickets.reply(actor=elif_, ticket=ticket.pk, text="Dear Mert, set the clock.")
    made = actions.write_from(actor=elif_, ticket=ticket.pk)
    body = made.newest.body
    assert (made.newest.title, made.article.audience, made.status) == ("VPN drops", "agents", "draft")
    for personal in ("Elif", "0532 123 45 67", "Mert", "Kaya"):
        assert f'<mark data-personal="1">{personal}</mark>' in body
    assert "set the clock" in body
    assert "always says" not in body
    with pytest.raises(WrongInput):
        knowledge.publish(actor=elif_, translation=made.pk)
    assert queries.came_from(elif_, made) == ticket.pk
    knowledge.write(actor=elif_, translation=made.pk, title="VPN drops", body="<p>Set the clock.</p>")
    assert knowledge.publish(actor=elif_, translation=made.pk).live is not None


def test_nobody_writes_from_a_ticket_that_they_do_not_see(elif_, mert, secret):
    for actor in (elif_, mert):
        with pytest.raises(TicketNotFound):
            actions.write_from(actor=actor, ticket=secret.pk)
