from __future__ import annotations

import re

import pytest
from django.test import Client

from derman.knowledge.tests.writing import published
from derman.people.models import Person
from derman.runbooks.actions import install_starting_set
from derman.tickets import actions
from derman.tickets.models import Ticket
from tests.cast import asks

VIEWS = ["mine", "unassigned", "my_teams", "due", "all", "waiting", "resolved", "spam"]


def test_the_queue_shows_what_nobody_has(as_, elif_: Person, vpn: Ticket) -> None:
    answer = as_(elif_).get("/desk/?view=unassigned")
    assert answer.status_code == 200
    assert f'href="/desk/tickets/{vpn.pk}/?view=unassigned"' in answer.content.decode()


def test_an_empty_queue_says_what_to_do_next(as_, elif_: Person) -> None:
    page = as_(elif_).get("/desk/").content.decode()
    assert "Nothing waits for you" in page
    assert 'href="/desk/?view=unassigned"' in page


@pytest.mark.parametrize("view", VIEWS)
def test_every_empty_view_has_a_next_step(as_, elif_: Person, view: str) -> None:
    client = as_(elif_)
    page = client.get(f"/desk/rows/?view={view}").content.decode()
    found = re.search(r'<h2>.+?</h2>\s*<p>.+?</p><div class="row"><a class="btn" href="([^"]+)">[^<]+</a>', page)
    assert found is not None, page
    assert client.get(found[1]).status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_costs_the_same_whatever_it_shows(
    as_, elif_: Person, mert: Person, view: str, django_assert_max_num_queries
) -> None:
    client = as_(elif_)
    # session, person, desk; teams and page; counts; views that people keep; plans kept and let go
    with django_assert_max_num_queries(9) as few:
        client.get(f"/desk/?view={view}")
    for number in range(12):
        asks(mert, f"Ticket {number}")
    with django_assert_max_num_queries(9) as many:
        client.get(f"/desk/?view={view}")
    assert len(many) == len(few)


def test_a_form_that_was_sent_too_late_comes_back_to_its_page(client: Client, db: None) -> None:
    for form, page in (("/desk/tickets/10001/take/", "/desk/tickets/10001/"), ("/desk/settings/closing/", "/desk/")):
        answer = client.post(form, headers={"Referer": f"http://testserver{page}"})
        assert answer.headers["Location"] == f"/accounts/login/?next={page}"


def test_who_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    answer = client.get("/desk/?view=all")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/desk/%3Fview%3Dall"


def test_a_part_for_nobody_is_401(client: Client, db: None, part) -> None:
    assert client.get("/desk/rows/", headers=part).status_code == 401


def test_a_requester_has_no_workspace(as_, mert: Person, vpn: Ticket) -> None:
    client = as_(mert)
    for address in ("/desk/", "/desk/rows/", "/desk/search/?q=vpn", "/desk/people/", f"/desk/tickets/{vpn.pk}/"):
        assert client.get(address).status_code == 403, address


def test_a_closed_team_is_closed(as_, elif_: Person, kaan: Person, secret: Ticket) -> None:
    assert "Badge" not in as_(elif_).get("/desk/?view=all").content.decode()
    assert "Badge" not in as_(elif_).get(f"/desk/search/?q={secret.pk}").content.decode()
    assert as_(elif_).get(f"/desk/tickets/{secret.pk}/").status_code == 404
    assert "Badge" in as_(kaan).get("/desk/?view=all").content.decode()


def test_next_takes_the_most_urgent_free_ticket(as_, elif_: Person, mert: Person, front_line) -> None:
    asks(mert, "Slow mouse")
    urgent = asks(mert, "Nothing works")
    actions.set_priority(actor=elif_, ticket=urgent.pk, priority="critical")
    answer = as_(elif_).post("/desk/next/")
    assert answer["Location"] == f"/desk/tickets/{urgent.pk}/"
    urgent.refresh_from_db()
    assert urgent.assignee == elif_


def test_next_with_nothing_free_says_so(as_, elif_: Person) -> None:
    answer = as_(elif_).post("/desk/next/", follow=True)
    assert "No free ticket waits for you" in answer.content.decode()


def test_numbers_are_never_written_with_thousands_separators(as_, elif_: Person, vpn: Ticket) -> None:
    assert vpn.pk > 999
    page = as_(elif_).get(f"/desk/tickets/{vpn.pk}/").content.decode()
    assert f"#{vpn.pk}" in page
    assert f"{vpn.pk:,}" not in page


def test_colleagues_are_found_by_any_spelling(as_, elif_: Person, derya: Person) -> None:
    found = as_(derya).get("/desk/people/?q=YILD").json()["people"]
    assert [person["name"] for person in found] == ["Elif Yıldız"]


def test_beside_the_tickets_stand_articles_fixes_and_people(
    as_, aylin: Person, elif_: Person, mert: Person, vpn: Ticket, part
) -> None:
    install_starting_set(actor=aylin)
    published(elif_, "VPN at the hotel", audience="agents")
    client = as_(elif_)
    found = client.get("/desk/search/?q=vpn", headers=part).content.decode()
    assert "/kb/vpn-at-the-hotel/" in found
    assert "/fix/vpn/" in found
    named = client.get("/desk/search/?q=mert", headers=part).content.decode()
    assert f"from%3A{mert.email.replace('@', '%40')}" in named
    # nothing typed, and an operator alone, ask the library nothing
    assert 'class="beside"' not in client.get("/desk/search/?q=", headers=part).content.decode()
    assert 'class="beside"' not in client.get("/desk/search/?q=is:open", headers=part).content.decode()
