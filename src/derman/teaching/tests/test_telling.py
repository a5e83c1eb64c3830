"""News about software and the tip of the day: who reads them, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.kernel import clock
from derman.knowledge.tests.writing import published
from derman.teaching import actions, queries
from derman.teaching.actions import NewsGiven, TipGiven
from derman.teaching.errors import NotAllowed, NotFound, WrongInput
from derman.teaching.models import Tip
from derman.teaching.words import today

ISTANBUL = "Europe/Istanbul"


def news(writer, title="New search", **given):
    given = {"published_at": clock.now(), "audience": "everyone"} | given
    return actions.save_news(actor=writer, given=NewsGiven(software="ERP", titles={"en": title}, **given))


def read_by(reader):
    return {told.row.title for told in queries.news(reader, "en")[0]}


def test_news_are_read_by_their_audience_from_their_day_to_their_last(elif_, derya, mert, front_line):
    news(elif_)
    news(elif_, "For us", audience="signed_in")
    news(elif_, "For agents", audience="agents")
    news(elif_, "For the team", audience="team", team=front_line.pk)
    news(elif_, "A draft", published_at=None)
    news(elif_, "Tomorrow", published_at=clock.now() + timedelta(days=1))
    news(elif_, "Over soon", until=today())
    assert read_by(None) == {"New search", "Over soon"}
    assert read_by(mert) == read_by(None) | {"For us"}
    assert read_by(derya) == read_by(mert) | {"For agents"}
    assert read_by(elif_) == read_by(derya) | {"For the team"}
    assert {row.title for row in queries.news_listed(derya)} == read_by(derya) | {"A draft", "Tomorrow"}
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        assert read_by(None) == {"New search", "Tomorrow"}


def test_the_title_of_an_article_is_for_whoever_may_read_it(elif_, mert):
    article = published(elif_, "How agents search", audience="agents")
    row = news(elif_, article=article.article_id)
    assert queries.one_news(mert, row.pk, "en").article is None
    assert queries.one_news(elif_, row.pk, "en").article == article


def test_what_is_taken_away_comes_back_and_is_nobody_elses(elif_, derya, mert, security):
    row = news(elif_)
    actions.remove_news(actor=derya, news=row.pk)
    assert read_by(None) == set()
    actions.bring_news_back(actor=derya, news=row.pk)
    assert read_by(None) == {"New search"}
    for refused in (lambda: news(mert), lambda: actions.remove_news(actor=mert, news=row.pk)):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(WrongInput):
        news(derya, audience="team", team=security.pk)
    with pytest.raises(NotFound):
        actions.save_news(actor=derya, news=10**9, given=NewsGiven(software="x"))


def test_pages_of_news_hold_each_once(elif_):
    for number in range(5):
        news(elif_, f"Number {number}")
    first, key = queries.news(None, "en", size=3)
    second, end = queries.news(None, "en", before=key, size=3)
    assert [told.row.title[-1] for told in (*first, *second)] == ["4", "3", "2", "1", "0"]
    assert end == ""


def tip(writer, text, **given):
    return actions.save_tip(actor=writer, given=TipGiven(texts={"en": text}, audience="everyone", **given))


def shown(at, reader=None):
    with clock.frozen_at(at):
        told = queries.tip_of_the_day(reader, "en", ISTANBUL)
    return told.row.text if told is not None else None


def test_a_day_has_one_tip_and_the_next_day_another(elif_, aylin):
    tips = [tip(elif_, f"Tip {number}") for number in range(3)]
    Tip.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    night = datetime(2026, 11, 27, 20, 59, tzinfo=UTC)  # 23:59 in Istanbul
    assert shown(night) is None  # the desk has not asked for it
    actions.set_practice(actor=aylin, tip_of_the_day=True)
    hours = [shown(night + timedelta(minutes=1, hours=hour)) for hour in range(24)]
    assert len(set(hours)) == 1
    assert shown(night) != hours[0] != shown(night + timedelta(hours=24, minutes=1))
    seen = {shown(night + timedelta(days=day)) for day in range(3)}
    assert seen == {one.text for one in tips}


def test_the_tip_of_a_day_stays_when_others_come_and_goes_when_it_is_taken_away(elif_, aylin):
    tips = [tip(elif_, f"Tip {number}") for number in range(4)]
    Tip.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    actions.set_practice(actor=aylin, tip_of_the_day=True)
    noon = datetime(2026, 11, 27, 9, tzinfo=UTC)
    before = shown(noon)
    with clock.frozen_at(noon):
        tip(elif_, "Brand new")
        other = next(one for one in tips if one.text != before)
        actions.remove_tip(actor=elif_, tip=other.pk)
        assert shown(noon) == before
        own = next(one for one in tips if one.text == before)
        actions.remove_tip(actor=elif_, tip=own.pk)
        assert shown(noon) not in (before, other.text, None)
        actions.bring_tip_back(actor=elif_, tip=own.pk)
        assert shown(noon) == before


def test_only_an_administrator_says_whether_there_is_a_tip(leyla):
    with pytest.raises(NotAllowed):
        actions.set_practice(actor=leyla, tip_of_the_day=True)
