"""The doors from a ticket to articles and back."""

from __future__ import annotations

import pytest

from derman.knowledge import actions as knowledge
from derman.knowledge.models import Translation
from derman.knowledge.tests.writing import published
from derman.lessons.models import Use
from tests.cast import asks


def test_the_composer_finds_an_article_and_puts_it_in(signed_in_as, elif_, vpn):
    article = published(elif_)
    browser = signed_in_as(elif_)
    assert "menu-articles" in browser.get(f"/desk/tickets/{vpn.pk}/").content.decode()
    (shown,) = browser.get(f"/desk/knowledge/for/{vpn.pk}/?q=vpn&mode=reply").json()["articles"]
    assert (shown["id"], shown["title"]) == (article.pk, "VPN drops")
    given = browser.post(f"/desk/knowledge/for/{vpn.pk}/{article.pk}/", {"mode": "reply"}).json()
    assert given["address"].endswith("/kb/vpn-drops/")
    assert Use.objects.get().agent == elif_
    assert browser.post(f"/desk/knowledge/for/{vpn.pk}/999999/", {}).status_code == 404


def test_an_article_from_a_ticket(signed_in_as, elif_, vpn, secret):
    browser = signed_in_as(elif_)
    assert browser.post(f"/desk/knowledge/from/{secret.pk}/").status_code == 404
    answer = browser.post(f"/desk/knowledge/from/{vpn.pk}/")
    made = Translation.objects.get()
    assert answer.headers["Location"] == f"/desk/knowledge/{made.pk}/"
    assert b"It drops every ten minutes." in browser.get(answer.headers["Location"]).content


@pytest.mark.parametrize("lang", ["en", "tr"])
def test_an_article_leads_back_to_its_ticket_also_once_nothing_personal_is_marked(signed_in_as, elif_, vpn, lang):
    elif_.language = lang
    elif_.save()
    browser = signed_in_as(elif_)
    page = browser.post(f"/desk/knowledge/from/{vpn.pk}/").headers["Location"]
    assert f'<a href="/desk/tickets/{vpn.pk}/">' in browser.get(page).content.decode()
    knowledge.write(actor=elif_, translation=Translation.objects.get().pk, title="VPN drops", body="<p>Restart it.</p>")
    read = browser.get(page).content.decode()
    assert ("callout--warning" in read, f'<a href="/desk/tickets/{vpn.pk}/">' in read) == (False, True)
    assert vpn.pk > 999  # a number that is written with a point elsewhere


def test_whoever_the_desk_knows_is_marked_also_where_they_are_not_on_the_ticket(signed_in_as, elif_, mert, selin):
    words = f"My manager {selin.name} agreed; Error Reporting is on."
    signed_in_as(elif_).post(f"/desk/knowledge/from/{asks(mert, text=words).pk}/")
    body = Translation.objects.get().newest.body
    assert [f'<mark data-personal="1">{part}</mark>' in body for part in selin.name.split()] == [True, True]
    assert body.count("<mark") == 2


def test_a_requester_gets_nowhere(signed_in_as, mert, vpn):
    browser = signed_in_as(mert)
    assert browser.get(f"/desk/knowledge/for/{vpn.pk}/").status_code == 403
    assert browser.post(f"/desk/knowledge/from/{vpn.pk}/").status_code == 403
