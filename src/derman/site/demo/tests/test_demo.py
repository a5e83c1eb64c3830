"""The demo desk."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from derman.desk import actions as desk_actions
from derman.kernel import clock, progress
from derman.majors.models import Happening
from derman.people.models import Person
from derman.replies import queries as replies
from derman.search import queries as search
from derman.site.demo import cast
from derman.site.demo.command import DeskInUse, fill, main
from derman.surveys.models import Rating
from derman.tickets import queries
from derman.tickets.models import Message, Status, Ticket
from tests.cast import asks

pytestmark = pytest.mark.django_db


def test_it_fills_a_desk_with_the_people_it_names_and_some_hundreds_of_tickets(capsys):
    assert main() == 0
    printed = capsys.readouterr().out
    assert cast.PASSWORD in printed
    for address in ("admin@ege.example", "elif@ege.example", "mert.kaya@ege.example"):
        assert address in printed
        assert authenticate(None, login=address, password=cast.PASSWORD) or Person.objects.get(
            addresses__folded=address
        ).check_password(cast.PASSWORD)
    assert 300 < Ticket.objects.count() < 500
    # the major incident of last week is over, and so is its review
    assert not Happening.objects.filter(at__gt=clock.now() - timedelta(days=2)).exists()
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    assert Message.objects.filter(public=False).exists()
    assert set(Rating.objects.values_list("score", flat=True)) == {"good", "fair", "bad"}
    assert [ticket.subject for ticket in Ticket.objects.filter(status=Status.SPAM)] == [
        "Kazandınız!!! Hediye kartınız hazır"
    ]


@pytest.mark.django_db(transaction=True)
def test_others_see_how_far_it_is_while_it_is_made(monkeypatch):
    seen: list[int] = []
    real = progress.set_progress

    def elsewhere() -> None:
        seen.append(progress.progress(progress.DEMO))
        connection.close()

    def far(name: str, percent: float) -> None:
        real(name, percent)
        other = threading.Thread(target=elsewhere)  # a connection of its own, outside the transaction
        other.start()
        other.join()

    monkeypatch.setattr(progress, "set_progress", far)
    fill()
    assert len(set(seen)) > 20
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_its_tickets_are_on_the_queue_and_in_the_search():
    fill()
    elif_ = Person.objects.get(addresses__folded="elif@ege.example")
    assert queries.page(elif_, "mine").rows
    assert "VPN drops every ten minutes" in [hit.subject for hit in search.tickets(elif_, "vpn ten minutes")]
    assert search.tickets(elif_, "gizlidir") == []


def test_an_agent_finds_saved_replies_in_both_languages_their_own_and_their_teams():
    fill()
    elif_ = Person.objects.get(addresses__folded="elif@ege.example")
    found = list(replies.saved_replies(elif_))
    assert {kept.folder for kept in found} >= {"", "Accounts", "Closing", "Devices", "First answers"}
    assert all(set(kept.texts) == {"en", "tr"} for kept in found)
    assert [kept.name for kept in replies.having(elif_, "yazici")] == ["Printer: what to try first"]
    assert any(kept.owner_id == elif_.pk for kept in found)


def test_what_the_desk_did_by_itself_says_why_and_a_mention_is_one(client):
    fill()
    derya = Person.objects.get(addresses__folded="derya@ege.example")
    note = Message.objects.get(mentions=[derya.pk])
    assert f'<span data-mention="{derya.pk}">@Derya Aydın</span>' in note.html

    client.force_login(derya)
    page = client.get(f"/desk/tickets/{note.ticket_id}/").content.decode()
    assert re.search(r"Routed to <b>L2 Network</b>: category <b>[^<]+</b>", page) or re.search(
        r"Yönlendirildi · ekip <b>L2 Network</b>: kategori <b>[^<]+</b>", page
    )


def test_it_leaves_a_desk_that_is_in_use_alone(mert, front_line):
    for _ in range(2):
        asks(mert)
    with pytest.raises(DeskInUse):
        fill()
    assert main() == 1
    assert Ticket.objects.count() == 2


def test_it_follows_the_wizard_and_keeps_its_administrator():
    owner = desk_actions.set_up(
        name="My desk", email="me@here.example", administrator="Me", password="a good long password", teams=[("L1", 1)]
    )
    fill()
    assert not Person.objects.filter(addresses__folded=cast.ADMINISTRATOR.email).exists()
    assert queries.page(owner, "all").rows
