"""The page of what could slip: a reason for each, one act that helps, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.obligations.models import Obligation
from derman.tickets import actions
from derman.tickets.models import Ticket

HERE = "/desk/obligations/"
PART = {"HX-Request": "true", "HX-Target": "div#owed"}


@pytest.fixture
def old(vpn):
    """Mert's ticket, which nobody has taken for two hours."""
    Ticket.objects.filter(pk=vpn.pk).update(created_at=clock.now() - timedelta(hours=2, minutes=1))
    return vpn


def test_the_page_says_why_and_offers_what_helps(as_, elif_, derya, old):
    page = as_(elif_).get(HERE).content.decode()
    assert "Nobody has taken it for 2 hours." in page
    assert 'value="take"' in page
    assert f'name="ticket" value="{old.pk}"' in page
    assert f"#{old.pk}<" in page
    assert "Unutulan bir şey yok" in as_(derya).get(HERE).content.decode()  # in no team of it, and in Turkish


def test_what_is_taken_is_gone_from_the_page_and_comes_back_when_that_is_taken_back(as_, elif_, old):
    client = as_(elif_)
    answer = client.post(f"{HERE}act/", {"verb": "take", "ticket": old.pk, "key": "0"}, headers=PART)
    text = answer.content.decode()
    assert "Nothing could slip" in text
    done = actions.last_act(actor=elif_, ticket=old.pk)
    assert f"/desk/tickets/{old.pk}/undo/{done.act}/" in text
    actions.undo(actor=elif_, ticket=old.pk, act=done.act)
    assert "Nobody has taken it" in client.get(HERE, headers=PART).content.decode()


def test_a_promise_is_kept_with_one_press_and_taken_back_with_another(as_, elif_, vpn):
    actions.reply(actor=elif_, ticket=vpn.pk, text="I'll call you tomorrow.")
    word, client = Obligation.objects.get(kind="word"), as_(elif_)
    assert "Shall it be a promise until" in client.get(HERE).content.decode()
    text = client.post(f"{HERE}act/", {"verb": "keep", "key": word.pk}, headers=PART).content.decode()
    assert "Shall it be a promise" not in text
    assert f"{HERE}{word.pk}/undo/" in text
    client.post(f"{HERE}{word.pk}/undo/", headers=PART)
    word.refresh_from_db()
    assert word.state == "offered"


def test_what_cannot_be_done_is_said_in_a_sentence(as_, elif_, old):
    client = as_(elif_)
    for sent in ({}, {"verb": "nonsense"}, {"verb": "keep", "key": "1" * 30}, {"verb": "take", "ticket": "987654"}):
        answer = client.post(f"{HERE}act/", sent, headers=PART)
        assert answer.status_code == 200
        assert "toast" in answer.content.decode()


def test_it_is_the_desks_own(client, as_, mert):
    assert client.get(HERE).status_code == 302
    assert as_(mert).get(HERE).status_code == 403


def test_the_mail_in_the_morning_is_switched_at_the_foot(as_, elif_):
    client = as_(elif_)
    assert "No mail in the morning" in client.get(HERE).content.decode()
    client.post(f"{HERE}mornings/", {"wanted": "no"})
    assert "Mail it each morning" in client.get(HERE).content.decode()
