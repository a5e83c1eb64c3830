"""Likely answers beside the form of a new request, and what leads see of it."""

from __future__ import annotations

import pytest

from derman.insight.models import Search
from derman.knowledge.tests.writing import published
from derman.runbooks import actions as runbooks
from derman.tickets.models import Ticket

ANSWERS = "/requests/new/answers/"
SOLVED = "/requests/new/solved/"


@pytest.fixture
def library(elif_, aylin):
    """An article, one for agents, and the starting set of guided fixes."""
    published(elif_, "VPN secrets", audience="agents")
    runbooks.install_starting_set(actor=aylin)
    return published(elif_, "VPN drops")


def test_answers_come_as_one_writes_and_only_ones_own(signed_in_as, client, mert, library):
    browser = signed_in_as(mert)
    page = browser.post(ANSWERS, {"subject": "VPN drops", "text": "since today"}).content.decode()
    assert 'href="/kb/vpn-drops/" target="_blank"' in page
    assert 'href="/fix/vpn/"' in page
    assert "This solved it" in page
    assert "secrets" not in page
    assert client.post(ANSWERS, {"subject": "VPN"}).status_code != 200
    assert browser.post(ANSWERS, {"subject": "\0"}).content.strip() == b""
    assert browser.post(ANSWERS, {"subject": "x" * 5000, "text": "\0" * 9}).status_code == 200


def test_the_text_is_not_kept(signed_in_as, mert, library):
    signed_in_as(mert).post(ANSWERS, {"subject": "VPN drops", "text": "my password is hunter2"})
    assert Search.objects.get().words == "VPN drops"


def test_who_finds_it_writes_no_ticket(signed_in_as, mert, library):
    browser = signed_in_as(mert)
    browser.post(ANSWERS, {"subject": "VPN drops"})
    browser.get("/kb/vpn-drops/")
    assert browser.post(SOLVED).headers["Location"] == "/"
    kept = Search.objects.get()
    assert kept.solved_at is not None
    assert kept.shown.get(address="/kb/vpn-drops/").opened_at is not None
    assert not Ticket.objects.exists()


def test_the_agent_sees_what_was_tried(signed_in_as, mert, elif_, library):
    browser = signed_in_as(mert)
    browser.get("/kb/?q=vpn")
    browser.post(ANSWERS, {"subject": "VPN drops"})
    browser.get("/kb/vpn-drops/")
    browser.post("/requests/new/", {"subject": "VPN drops", "text": "Still", "kind": "incident", "category": ""})
    ticket = Ticket.objects.get()
    page = signed_in_as(elif_).get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "Tried before writing" in page
    assert "Tried before writing" not in browser.get(f"/requests/{ticket.pk}/").content.decode()


def test_leads_alone_see_whether_it_helped(signed_in_as, mert, leyla, elif_, library):
    signed_in_as(mert).get("/kb/?q=zzqxw")
    page = signed_in_as(leyla).get("/desk/knowledge/deflection/?days=7")
    assert b"/desk/knowledge/new/?title=zzqxw" in page.content
    assert signed_in_as(leyla).get("/desk/knowledge/deflection/?days=x").status_code == 200
    for person in (elif_, mert):
        assert signed_in_as(person).get("/desk/knowledge/deflection/").status_code == 403
