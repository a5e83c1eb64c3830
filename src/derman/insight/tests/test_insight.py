"""Whether it worked: what is kept of searches, by whom, for how long, and what leads see of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.desk import actions as desk_actions
from derman.insight import actions, queries
from derman.insight.actions import Offered
from derman.insight.errors import NotAllowed
from derman.insight.models import Search, Shown
from derman.kernel import clock
from derman.knowledge.actions import change_address
from derman.knowledge.tests.writing import published
from derman.tickets import actions as tickets
from derman.tickets.incoming import Incoming, Proof

VPN = Offered("article", "/kb/vpn-drops/", "VPN drops")


def search(person, words="vpn drops", place="library", browser="", shown=(VPN,)):
    return actions.note_search(person=person, browser=browser, place=place, words=words, lang="en", shown=list(shown))


def asked(person, **more):
    return Incoming(channel="portal", sender=person, subject="VPN", text="Help", proof=Proof.SIGNED_IN, **more)


def test_an_articles_owner_sees_the_searches_that_led_to_it(desk, mert, derya, elif_, leyla):
    article = published(elif_, "VPN drops")
    for person, words in ((mert, "vpn drops"), (mert, "tunnel"), (derya, "office"), (None, "VPN DROPS")):
        search(person, words, browser="b")
    actions.opened(person=mert, browser="", address=VPN.address)
    actions.opened(person=None, browser="b", address=VPN.address)
    actions.ask(actor=mert, browser="", subject="VPN", incoming=asked(mert))
    led = [(one.words.casefold(), one.times, one.searchers, one.followed) for one in queries.led_to(elif_, article)]
    assert led == [("vpn drops", 2, 2, 1), ("tunnel", 1, 1, 1)]
    assert len(queries.led_to(leyla, article)) == 2
    assert queries.led_to(derya, article) == queries.led_to(mert, article) == []
    moved = change_address(actor=elif_, translation=article.pk, slug="vpn-stops")
    assert len(queries.led_to(elif_, moved)) == 2


def older(days=2.0):
    """Let everything that was searched so far be older."""
    past = clock.now() - timedelta(days=days)
    Search.objects.update(at=past, last_at=past)


def test_what_is_typed_on_is_one_search(desk, mert):
    for words in ("vpn", "vpn dr", "vpn drops"):
        search(mert, words)
    assert [one.words for one in Search.objects.all()] == ["vpn drops"]
    search(mert, "printer", shown=())
    assert Search.objects.count() == 2
    assert Shown.objects.count() == 1


def test_nothing_is_kept_of_the_desk_of_nobody_and_where_it_is_switched_off(desk, mert, elif_, aylin):
    assert search(elif_) is None
    assert search(None) is None
    assert search(mert, "vp") is None
    desk_actions.change_desk(actor=aylin, keeps_searches=False)
    assert search(mert) is None
    assert not Search.objects.exists()


def test_a_search_names_nobody(desk, mert):
    kept = search(mert)
    assert str(mert.pk) != kept.searcher
    assert "mert" not in kept.searcher
    assert search(None, browser="abc").searcher != search(None, browser="abd").searcher


def test_a_ticket_tells_what_was_tried_in_this_browser_too(desk, mert):
    search(None, "wifi slow", browser="b", shown=())
    search(mert)
    actions.opened(person=mert, browser="b", address=VPN.address)
    opened = actions.ask(actor=mert, browser="b", subject="VPN", incoming=asked(mert))
    event = opened.ticket.events.get(kind="requester.tried")
    assert event.details == {
        "searched": ["wifi slow", "vpn drops"],
        "opened": [["article", VPN.address, VPN.title]],
        "shown": [],
    }
    assert set(Search.objects.values_list("ticket", flat=True)) == {opened.ticket.pk}
    again = actions.ask(actor=mert, browser="b", subject="VPN", incoming=asked(mert))
    assert not again.ticket.events.filter(kind="requester.tried").exists()


def test_the_same_words_are_told_once_however_they_were_spelt(desk, mert):
    for words in ("projektör mor", "wifi slow", "Projektor MOR"):
        search(None, words, browser="b", shown=())
    opened = actions.ask(actor=mert, browser="b", subject="Projektör", incoming=asked(mert))
    told = opened.ticket.events.get(kind="requester.tried").details["searched"]
    assert told == ["Projektor MOR", "wifi slow"]


def test_somebody_elses_search_is_not_told_and_not_opened(desk, mert, selin):
    search(selin)
    actions.opened(person=mert, browser="", address=VPN.address)
    assert Shown.objects.get().opened_at is None
    opened = actions.ask(actor=mert, browser="", subject="VPN", incoming=asked(mert))
    assert not opened.ticket.events.filter(kind="requester.tried").exists()


def test_this_solved_it_is_counted_once(desk, mert):
    assert actions.solved(person=mert, browser="") is False
    search(mert, place="asking")
    assert actions.solved(person=mert, browser="") is True
    first = Search.objects.get().solved_at
    assert actions.solved(person=mert, browser="") is True
    assert Search.objects.get().solved_at == first


def test_a_ticket_by_another_way_follows_within_a_day_and_not_later(desk, mert, selin):
    search(mert)
    search(selin)
    Search.objects.filter(searcher=search(selin).searcher).update(
        at=clock.now() - timedelta(hours=30), last_at=clock.now() - timedelta(hours=30)
    )
    for person in (mert, selin):
        tickets.open_ticket(actor=person, requester=person, subject="VPN", incoming=asked(person))
    assert actions.follow_tickets() == 1
    assert actions.follow_tickets() == 0


def test_the_report_counts_what_is_a_day_old(desk, mert, selin, leyla, elif_, django_assert_num_queries):
    search(mert)
    actions.opened(person=mert, browser="", address=VPN.address)
    search(selin)
    actions.opened(person=selin, browser="", address=VPN.address)
    actions.ask(actor=selin, browser="", subject="VPN", incoming=asked(selin))
    search(None, "teams mikrofon", browser="b", shown=())
    search(None, "vpn", browser="c")
    actions.opened(person=None, browser="c", address=VPN.address)
    actions.said(person=None, browser="c", address=VPN.address, helpful=False)
    assert queries.report(leyla, 30).figures.searches == 0
    assert queries.report(leyla, 30).figures.share is None
    older()
    search(mert, "new")
    with django_assert_num_queries(6):
        made = queries.report(leyla, 30)
    figures = made.figures
    assert (figures.searches, figures.guests, figures.nothing, figures.opened) == (4, 2, 1, 3)
    assert (figures.followed, figures.deflected, figures.share, made.young) == (1, 1, 25, 1)
    assert [(one.words, one.times, one.searchers) for one in made.unanswered] == [("teams mikrofon", 1, 1)]
    with pytest.raises(NotAllowed):
        queries.report(elif_, 30)


def test_a_category_with_many_tickets_and_no_article_stands_out(desk, mert, leyla, aylin):
    printers = tickets.save_category(actor=aylin, names={"en": "Printers", "tr": "Yazıcılar"})
    for _number in range(3):
        tickets.open_ticket(actor=mert, requester=mert, subject="Jam", incoming=asked(mert, category=printers.pk))
    assert [(one.name, one.tickets) for one in queries.report(leyla, 30).uncovered] == [("Printers", 3)]


def test_after_90_days_it_is_forgotten(desk, mert):
    search(mert)
    older(91)
    search(mert, "other")
    actions.forget_old()
    assert [one.words for one in Search.objects.all()] == ["other"]
    assert Shown.objects.count() == 1


def test_tickets_of_a_closed_team_are_counted_for_its_members_alone(desk, mert, leyla, aylin, kaan, security):
    doors = tickets.save_category(actor=aylin, names={"en": "Doors"}, team=security)
    for _number in range(3):
        opened = tickets.open_ticket(
            actor=mert, requester=mert, subject="Gate", incoming=asked(mert, category=doors.pk)
        ).ticket
        tickets.hand_over(actor=None, ticket=opened.pk, team=security)
    kaan.role = "lead"
    kaan.save()
    assert queries.report(leyla, 30).uncovered == queries.report(aylin, 30).uncovered == []
    assert [one.tickets for one in queries.report(kaan, 30).uncovered] == [3]
