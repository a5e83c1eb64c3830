"""Announcements as readers, agents and leads meet them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from derman.announcements import actions, jobs, queries
from derman.announcements.models import Announcement, Update
from derman.announcements.tests.test_outages import down, say
from derman.knowledge.tests.writing import published
from derman.search import queries as finder

DESK = "/desk/announcements/"
FORM = {"kind": "outage", "title_en": "Mail is slow", "audience": "signed_in", "state": "investigating"}
# page → statements: session, person, desk, then its own
PORTAL = {"/announcements/": 4, "/announcements/{pk}/": 6}
AT_DESK = {"": 4, "{pk}/": 8, "{pk}/affected/": 7, "add/": 4}


@pytest.fixture
def outage(leyla, mert, selin):
    row = down(leyla)
    for person in (mert, selin):
        actions.affects(person=person, announcement=row.pk)
    say(leyla, row, texts={"en": "**A part** comes"})
    return row


@pytest.mark.parametrize(("address", "statements"), PORTAL.items())
def test_pages_of_readers(signed_in_as, leyla, mert, outage, address, statements, django_assert_num_queries):
    browser, address = signed_in_as(mert), address.format(pk=outage.pk)
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    down(leyla)
    say(leyla, outage, "over")
    with django_assert_num_queries(statements):
        browser.get(address)


@pytest.mark.parametrize(("address", "statements"), AT_DESK.items())
def test_pages_of_the_desk(signed_in_as, leyla, elif_, outage, address, statements, django_assert_num_queries):
    browser, address = signed_in_as(leyla), DESK + address.format(pk=outage.pk)
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    down(elif_)
    actions.affects(person=elif_, announcement=outage.pk)
    say(leyla, outage, "cause_known")
    with django_assert_num_queries(statements):
        browser.get(address)


def test_the_first_page_shows_it_and_one_press_counts(signed_in_as, client, aylin, leyla, elif_, outage):
    browser = signed_in_as(elif_)
    home = browser.get("/").content.decode()
    assert ("VPN is down" in home, "A part comes" in home, "Affects 2 people" in home) == (True, True, True)
    assert client.get("/").status_code == 302  # nothing is for everyone
    said = browser.post(f"/announcements/{outage.pk}/affects/", headers={"HX-Request": "true"}).content.decode()
    assert ("Affects 3 people" in said, "Affects you too" in said) == (True, True)
    browser.post(f"/announcements/{outage.pk}/affects-no-longer/")
    assert "This affects me too" in browser.get("/").content.decode()
    actions.describe(actor=leyla, announcement=outage.pk, audience="everyone")
    assert "VPN is down" in client.get("/").content.decode()
    assert "/accounts/login/?next=/announcements/" in client.get(f"/announcements/{outage.pk}/").content.decode()


def test_who_is_not_signed_in_counts_once_and_is_told_nothing_by_mail(signed_in_as, aylin, leyla, mert, outage):
    place = f"/announcements/{outage.pk}/"
    browser = Client()
    assert browser.post(f"{place}affects/").status_code == 404  # it is not for everyone
    actions.describe(actor=leyla, announcement=outage.pk, audience="everyone")
    for _again in range(2):
        said = browser.post(f"{place}affects/", headers={"HX-Request": "true"}).content.decode()
        assert ("Affects 3 people" in said, "Affects you too" in said) == (True, True)
    assert "Affects you too" in browser.get("/").content.decode()
    assert "This affects me too" in Client().get(place).content.decode()
    outage.refresh_from_db()
    assert (outage.affected, outage.affected_unnamed) == (3, 1)
    assert "One of them was not signed in." in signed_in_as(leyla).get(f"{DESK}{outage.pk}/").content.decode()
    say(leyla, outage, texts={"en": "Nearly done"})
    jobs.tell()
    assert Update.objects.filter(told_at=None).count() == 0
    browser.post(f"{place}affects-no-longer/")
    browser.post(f"{place}affects-no-longer/")
    browser.post(f"{place}affects/")
    # whoever signs in is the one that they were
    browser.force_login(mert, backend="derman.people.backends.AddressBackend")
    browser.post(f"{place}affects/")
    outage.refresh_from_db()
    assert (outage.affected, outage.affected_unnamed) == (2, 0)


def test_nobody_makes_a_crowd_by_throwing_cookies_away(leyla, outage):
    actions.describe(actor=leyla, announcement=outage.pk, audience="everyone")
    for _press in range(65):
        Client().post(f"/announcements/{outage.pk}/affects/")
    outage.refresh_from_db()
    assert outage.affected_unnamed == 60


def test_it_stands_beside_the_form_and_in_the_search(signed_in_as, leyla, mert, selin, outage):
    browser = signed_in_as(selin)
    beside = browser.post("/requests/new/answers/", {"subject": "vpn calismiyor"}).content.decode()
    assert (f'href="/announcements/{outage.pk}/"' in beside, "Sizi de etkiliyor" in beside) == (True, True)
    typed = signed_in_as(mert).get("/kb/answers/?q=vpn").content.decode()
    assert ("Known outage" in typed, f'href="/announcements/{outage.pk}/"' in typed) == (True, True)
    actions.remove(actor=leyla, announcement=outage.pk)
    assert "VPN" not in browser.post("/requests/new/answers/", {"subject": "vpn calismiyor"}).content.decode()


def test_an_outage_stands_first_while_it_goes_on_and_fits_nearly_as_well_as_the_best(leyla, elif_, outage):
    def kinds(words):
        return [hit.kind for hit in finder.answers(leyla, words, lang="en")]

    published(elif_, "VPN", "<p>Connect the VPN from the tray.</p>")
    assert kinds("vpn") == ["outage", "article"]
    assert kinds("connect vpn") == ["article", "outage"]
    say(leyla, outage, "over")
    assert kinds("vpn") == ["article", "outage"]


def test_what_is_for_agents_is_found_by_nobody_else(signed_in_as, leyla, mert, elif_):
    row = down(leyla, "agents")
    for person, open_to in ((mert, False), (elif_, True)):
        browser = signed_in_as(person)
        assert (browser.get(f"/announcements/{row.pk}/").status_code == 200) is open_to
        for address in ("/", "/announcements/", "/kb/answers/?q=vpn+down"):
            assert (f'href="/announcements/{row.pk}/"' in browser.get(address).content.decode()) is open_to


def test_by_the_link_of_a_mail(leyla, mert, outage):
    browser = Client()  # nobody is signed in
    place = f"/announcements/by/{queries.token_for(outage.pk, mert.pk)}/"
    page = browser.get(place)
    assert ("Affects you too" in page.content.decode(), page.headers["Cache-Control"]) == (True, "no-store")
    outage.refresh_from_db()
    assert outage.affected == 2  # being opened decides nothing
    assert browser.post(f"{place}affects-no-longer/").headers["Location"] == place
    assert "This affects me too" in browser.get(place).content.decode()
    browser.post(f"{place}affects/")
    assert "Affects you too" in browser.get(place).content.decode()
    assert browser.get("/announcements/by/1.1.1.x/").status_code == 404


def test_an_agent_announces_an_outage_from_a_ticket(signed_in_as, elif_, derya, vpn, secret):
    browser = signed_in_as(elif_)
    assert f"/desk/announcements/add/?ticket={vpn.pk}" in browser.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert "VPN drops" in browser.get(f"{DESK}add/?ticket={vpn.pk}").content.decode()
    made = browser.post(f"{DESK}add/", {**FORM, "ticket": vpn.pk, "publish": "1"})
    row = Announcement.objects.get()
    assert (made.headers["Location"], row.ticket_id, row.published_at is not None) == (f"{DESK}{row.pk}/", vpn.pk, True)
    assert f'href="{DESK}{row.pk}/"' in browser.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert browser.get(f"{DESK}add/?ticket={secret.pk}").status_code == 404
    assert browser.post(f"{DESK}add/", {**FORM, "ticket": secret.pk}).status_code == 404
    assert signed_in_as(derya).post(f"{DESK}{row.pk}/updates/", {"state": "over"}).status_code == 403


def beside(answer):
    """The fields of a refused form that say themselves what is wrong, and are marked as wrong."""
    page = answer.content.decode()
    assert answer.status_code == 422
    said = set(re.findall(r'<span class="wrong" id="(\w+)-wrong"', page))
    assert said == set(re.findall(r'aria-invalid="true" aria-describedby="(\w+)-wrong"', page))
    assert '<div class="wrong" role="alert"><' not in page  # nothing above the form
    return said


def test_what_is_wrong_keeps_what_was_typed(signed_in_as, leyla):
    browser = signed_in_as(leyla)
    refused = browser.post(f"{DESK}add/", {**FORM, "until": "yesterday"})
    assert (refused.status_code, "Mail is slow" in refused.content.decode()) == (422, True)
    assert beside(refused) == {"until"}
    assert beside(browser.post(f"{DESK}add/", {**FORM, "title_en": "", "title_tr": ""})) == {"titles"}
    assert beside(browser.post(f"{DESK}add/", {**FORM, "audience": "team", "team": ""})) == {"team"}
    browser.post(f"{DESK}add/", {**FORM, "kind": "notice", "publish": "1", "publish_at": "2099-01-01T08:00"})
    row = Announcement.objects.get()
    assert (row.kind, row.state) == ("notice", "")
    late = browser.post(f"{DESK}{row.pk}/details/", {**FORM, "title_en": "Kept words", "revision": "0"})
    assert (late.status_code, "Kept words" in late.content.decode()) == (409, True)
    # a notice has no form to go on by, and what is published none to publish it: the page says it above
    for form, sent in {"updates": {"state": "over"}, "publish": {"publish_at": "x"}}.items():
        refused = browser.post(f"{DESK}{row.pk}/{form}/", sent)
        assert (refused.status_code, '<div class="wrong" role="alert"><' in refused.content.decode()) == (422, True)
    browser.post(f"{DESK}{row.pk}/withdraw/")
    assert beside(browser.post(f"{DESK}{row.pk}/publish/", {"publish_at": "x"})) == {"publish_at"}
    browser.post(f"{DESK}add/", {**FORM, "kind": "outage", "state": "investigating", "publish": "1"})
    outage = Announcement.objects.get(kind="outage")
    same = browser.post(f"{DESK}{outage.pk}/updates/", {"state": "investigating", "revision": outage.revision})
    assert beside(same) == {"state"}
