"""How the help was, as requesters say it and the desk sees it."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.surveys import queries
from derman.surveys.models import Rating
from derman.tickets import actions
from derman.tickets.queries import guest_token


@pytest.fixture
def solved(elif_, vpn):
    return actions.resolve(actor=elif_, ticket=vpn.pk)


def test_on_the_page_of_the_request_and_by_its_link(signed_in_as, mert, selin, elif_, solved):
    browser, page = signed_in_as(mert), f"/requests/{solved.pk}/"
    assert "How was our help?" in browser.get(page).content.decode()
    assert browser.post(f"{page}rate/", {"score": "fair", "comment": "<b>Slow</b>"}).headers["Location"] == page
    assert "&lt;b&gt;Slow&lt;/b&gt;" in browser.get(page).content.decode()
    assert signed_in_as(selin).post(f"{page}rate/", {"score": "bad"}).status_code == 404
    guest = f"/r/{guest_token(solved.pk, mert.pk)}/"
    assert "Change the rating" in Client().get(guest).content.decode()
    Client().post(f"{guest}rate/", {"score": "good"})
    assert Rating.objects.get().score == "good"
    at_desk = signed_in_as(elif_).get(f"/desk/tickets/{solved.pk}/").content.decode()
    assert "The rating was changed by" in at_desk
    assert at_desk.count("Rating</h2>") == 1


def test_opening_the_link_of_the_mail_decides_nothing(mert, solved):
    browser = Client()
    place = f"/rate/{queries.token_for(solved.pk, mert.pk)}/"
    page = browser.get(f"{place}?score=bad")
    assert 'value="bad" checked' in page.content.decode()
    assert (page.headers["Cache-Control"], Rating.objects.exists()) == ("no-store", False)
    browser.post(place, {"score": "bad", "comment": "It is back"})
    assert (Rating.objects.get().score, Rating.objects.get().comment) == ("bad", "It is back")
    assert browser.post(place, {"score": "x"}).status_code == 200
    assert browser.get("/rate/1.1.1.x/").status_code == 404


def test_leads_see_them_with_their_counts(signed_in_as, mert, leyla, aylin, elif_, solved):
    browser = signed_in_as(leyla)
    browser.get("/desk/settings/ratings/")
    signed_in_as(mert).post(f"/requests/{solved.pk}/rate/", {"score": "good", "comment": "Fast"})
    page = browser.get("/desk/settings/ratings/?score=good").content.decode()
    assert ("Fast" in page, "One rating in the last 90 days" in page) == (True, True)
    assert signed_in_as(elif_).get("/desk/settings/ratings/").status_code == 403
    asking = "/desk/settings/ratings/asking/"
    signed_in_as(aylin).post(asking, {"on": "on", "by_mail": "on", "after_hours": "2", "every_days": "14"})
    kept = queries.practice()
    assert (kept.on, kept.by_mail, kept.after_hours, kept.every_days) == (True, True, 2, 14)
    assert signed_in_as(aylin).post(asking, {"after_hours": "999", "every_days": "1"}).status_code == 422
