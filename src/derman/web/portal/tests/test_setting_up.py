"""The set-up wizard."""

from __future__ import annotations

import pytest

from derman.channels.mail.models import Mailbox
from derman.desk.actions import new_setup_link
from derman.desk.queries import the_desk
from derman.kernel.progress import DEMO, set_progress
from derman.people.models import Person, Team
from derman.tickets.models import Message, Ticket
from tests.cast import asks

GIVEN = {
    "name": "Ege Destek",
    "language": "tr",
    "zone": "Europe/Istanbul",
    "administrator": "Aylin Su",
    "email": "aylin@ege.example",
    "password": "a good long password",
    "team_name": ["Ön hat", "Uzmanlar", ""],
    "team_tier": ["1", "3", "1"],
    "address": "destek@ege.example",
}


@pytest.fixture
def link(db) -> str:
    found = new_setup_link()
    assert found is not None
    return found.removeprefix("http://testserver")


def test_the_wizard_sets_everything_up_and_signs_in(client, link):
    answer = client.post(link, GIVEN)
    assert answer.headers["Location"] == "/desk/?view=all"
    aylin = Person.objects.get(email="aylin@ege.example")
    assert aylin.is_administrator
    assert client.get("/accounts/profile/").context["request"].user == aylin
    assert (the_desk().name, the_desk().language) == ("Ege Destek", "tr")
    assert list(Team.objects.values_list("name", "tier", "is_default")) == [("Ön hat", 1, True), ("Uzmanlar", 3, False)]
    assert Mailbox.objects.get(folded="destek@ege.example").is_default


def test_the_administrators_own_address_is_not_that_of_the_desk_and_nothing_typed_is_lost(client, link):
    answer = client.post(link, {**GIVEN, "address": GIVEN["email"]})

    assert answer.status_code == 422
    assert "address" in answer.context["form"].errors
    assert "Ege Destek" in answer.content.decode()
    assert not Person.objects.filter(role="administrator").exists()


def test_the_first_ticket_explains_the_desk(client, link):
    client.post(link, GIVEN)
    ticket = Ticket.objects.get()
    assert ticket.requester.name == "Derman"
    assert ticket.assignee == Person.objects.get(email="aylin@ege.example")
    assert ticket.subject == "Hoş geldiniz! Bu ilk talebiniz"
    assert "<kbd>R</kbd>" in Message.objects.get().html
    assert "destek@ege.example" in Message.objects.get().html


def test_the_link_works_once(client, link):
    client.post(link, GIVEN)
    assert client.get(link).status_code == 404
    assert client.post(link, {**GIVEN, "email": "other@ege.example"}).status_code == 404
    assert Person.objects.filter(role="administrator").count() == 1


def test_a_made_up_link_opens_nothing(client, link):
    assert client.get("/setup/guess/").status_code == 404
    assert client.post("/setup/guess/", GIVEN).status_code == 404


def test_a_desk_with_an_administrator_cannot_be_set_up_again(client, link, aylin):
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "aylin"),
        ("password", "short"),
        ("password", "password12"),
        ("zone", "Mars/Phobos"),
        ("address", "destek"),
        ("address", "destek+1@ege.example"),
        ("team_name", ["", ""]),
        ("team_name", ["Ön hat", "ön HAT"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_or_half_done(client, link, field, value):
    answer = client.post(link, {**GIVEN, field: value})
    assert answer.status_code == 422
    assert b'class="wrong"' in answer.content.partition(b'<template id="wrong"')[0]
    kept = [("name", "Ege Destek"), ("email", "aylin@ege.example"), ("password", "a good long password")]
    for name, typed in kept:
        if name != field:
            assert f'value="{typed}"' in answer.content.decode()
    assert not Person.objects.exists()
    assert not Ticket.objects.exists()


def test_another_language_shows_the_same_page_with_what_was_typed(client, link):
    english = client.get(link, headers={"Accept-Language": "en"}).content.decode()
    assert "Set up your desk" in english
    given = {**GIVEN, "again": "1", "suggested": "A|B", "team_name": ["A", "B"], "team_tier": ["1", "2"], "email": ""}
    page = client.post(link, given).content.decode()
    assert "Destek masanızı kurun" in page
    assert "Ege Destek" in page
    assert "Ön hat" in page
    assert 'class="wrong"' not in page.partition('<template id="wrong"')[0]


def test_the_demo_desk_is_asked_for_and_waited_for(client, link, monkeypatch):
    asked = []
    monkeypatch.setattr("derman.desk.actions.announce", asked.append)
    answer = client.post(link, {**GIVEN, "demo": "1"})
    assert [type(fact).__name__ for fact in asked] == ["DeskSetUp", "DemoAsked"]
    assert answer.headers["Location"] == "/setup/demo/"
    set_progress(DEMO, 42)
    page = client.get("/setup/demo/").content.decode()
    assert '<progress class="progress" max="100" value="42"' in page
    assert "%42" in page  # the wizard spoke Turkish
    set_progress(DEMO, 0)
    requester = Person.objects.get(name="Derman")
    asks(requester, "Another", "ticket")
    assert client.get("/setup/demo/").headers["Location"] == "/desk/?view=all"


def test_it_works_without_an_address(client, link):
    client.post(link, {**GIVEN, "address": ""})
    assert Ticket.objects.count() == 1
    assert not Mailbox.objects.filter(folded="destek@ege.example").exists()
