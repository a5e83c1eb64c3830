"""What the workspace shows of a search is what the search finds."""

from __future__ import annotations

import pytest
from django.db import connection

from derman.kernel import sql
from derman.people.access import lens_of
from derman.people.models import Person
from derman.search import queries
from derman.search.indexing import index_tickets
from tests.cast import asks


@pytest.fixture
def several(mert, selin, vpn, secret):
    tickets = [asks(mert, f"Printer {place}", "The printer jams on page two.") for place in range(3)]
    index_tickets([vpn.pk, secret.pk, *(ticket.pk for ticket in tickets)])
    return tickets


def shown(agent, text):
    found = queries.lines(agent, text, lens=lens_of(agent))
    return [(one.line.pk, one.line.subject, one.excerpt) for one in found]


@pytest.mark.parametrize(
    "text", ["printer", "pritner", "pri", "printer is:open", "is:new", "badge", "#{vpn}", "zzzz", ""]
)
def test_lines_are_the_tickets_that_were_found(several, vpn, elif_, kaan, text):
    text = text.format(vpn=vpn.pk)
    for agent in (elif_, kaan):
        found = queries.tickets(agent, text)
        assert shown(agent, text) == [(hit.number, hit.subject, hit.excerpt) for hit in found]


def test_a_closed_team_shows_its_tickets_to_nobody_else(several, secret, elif_, kaan):
    assert [number for number, *_rest in shown(kaan, "badge")] == [secret.pk]
    assert shown(elif_, "badge") == []


def test_a_requester_has_no_lines(several, mert):
    assert queries.lines(mert, "printer", lens=lens_of(mert)) == []


def test_lines_take_few_statements(several, elif_, django_assert_max_num_queries):
    lens = lens_of(elif_)
    with django_assert_max_num_queries(8):
        assert queries.lines(elif_, "printer", lens=lens)


def _read_from_end_to_end() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'people_person'")
        return int(cursor.fetchone()[0])


def test_a_kept_plan_looks_people_up_in_the_index(several, elif_):
    """Reading all people, and folding each name, costs more than everything else of a search."""
    Person.objects.bulk_create(Person(name=f"Person {place}") for place in range(6000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")
    before = _read_from_end_to_end()
    with sql.kept_plans():
        assert [person.name for person in queries.people(elif_, "mert")] == ["Mert Kaya"]
        assert [person.name for person in queries.people(elif_, "kay mer")] == ["Mert Kaya"]
    assert _read_from_end_to_end() == before
