"""What an agent is told, and of what they want mails: the page."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.notify.queries import choices_of
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Ticket
from derman.web.accounts.tests.conftest import BACKEND

PAGE = "/accounts/notifications/"


@pytest.fixture
def hers(visitor: Client, elif_: Person) -> Client:
    visitor.force_login(elif_, backend=BACKEND)
    return visitor


def test_an_agent_chooses_of_what_to_get_mails(hers: Client, elif_: Person) -> None:
    hers.post(PAGE, {"team": "on", "wrote": "on"})
    kept = choices_of(elif_)
    assert (kept.assigned, kept.wrote, kept.mentioned, kept.team) == (False, True, False, True)
    assert hers.get(PAGE).content.count(b"checked") == 2


def test_the_latest_stands_there_in_a_fixed_number_of_statements(
    hers: Client, elif_: Person, leyla: Person, vpn: Ticket, django_assert_num_queries
) -> None:
    assert b"Nothing yet" in hers.get(PAGE).content
    for assignee in (elif_, None) * 25:
        actions.assign(actor=leyla, ticket=vpn.pk, assignee=assignee)
        with django_assert_num_queries(5):
            page = hers.get(PAGE).content.decode()
    assert "<b>Leyla Tan</b> assigned it to you" in page
    assert f"#{vpn.pk} VPN drops" in page
    assert "Older ones" not in page


def test_older_ones_are_a_page_further(hers: Client, elif_: Person, leyla: Person, vpn: Ticket) -> None:
    for assignee in (elif_, None) * 45:
        actions.assign(actor=leyla, ticket=vpn.pk, assignee=assignee)
    first = hers.get(PAGE).content.decode()
    key = first.partition("?before=")[2].partition("#")[0]
    assert (first.count("assigned it to you"), key.isdecimal()) == (40, True)
    assert hers.get(f"{PAGE}?before={key}").content.decode().count("assigned it to you") == 5


def test_requesters_have_no_such_page(visitor: Client, mert: Person) -> None:
    visitor.force_login(mert, backend=BACKEND)
    assert visitor.get(PAGE).status_code == 403
    assert b"notifications" not in visitor.get("/accounts/profile/").content
