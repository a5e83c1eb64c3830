"""The pages of routing: the table from the draft to what is live, shifts, capacities, and who has what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.kernel import clock
from derman.people import actions as people
from derman.routing import actions, queries
from derman.routing.models import Capacity, Shift
from derman.routing.rows import Row, When
from derman.tickets import actions as tickets
from tests.cast import asks

TABLE = "/desk/settings/routing/"
GIVEN = {"name": "VPN", "words": "vpn, tünel", "gives": "push", "duty": "available", "level": "1", "active": "on"}


@pytest.fixture
def as_leyla(client, leyla):
    client.force_login(leyla)
    return client


def test_a_row_is_written_tried_put_live_and_taken_back(as_leyla, leyla, network, derya, mert):
    asks(mert)
    answer = as_leyla.post(f"{TABLE}add/", {**GIVEN, "team": network.pk, "capacity": "8"}, follow=True)
    assert b"Not live yet" in answer.content
    (row,) = queries.sheet(leyla).rows
    assert (row.when.words, row.capacity) == (["vpn", "tünel"], 8)
    assert b"right at once" not in as_leyla.get(f"{TABLE}tried/").content
    assert b"L2 Network" in as_leyla.get(f"{TABLE}tried/").content
    stamp = queries.sheet(leyla).stamp
    assert b"live as version 1" in as_leyla.post(f"{TABLE}live/", {"stamp": stamp, "do": "live"}, follow=True).content
    ticket = asks(mert)
    page = as_leyla.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "by the row “<b>VPN</b>” and given to" in page
    explained = as_leyla.get(f"{TABLE}explained/?ticket={ticket.pk}").content.decode()
    assert derya.name in explained
    as_leyla.post(f"{TABLE}versions/0/back/")
    assert list(queries.sheet(leyla).rows) == []


def test_rows_are_moved_and_removed(as_leyla, leyla, network):
    for name in ("A", "B", "C"):
        actions.save_row(actor=leyla, row=Row(id="", name=name, team=network.pk))
    first, second, third = (row.id for row in queries.sheet(leyla).rows)
    as_leyla.post(f"{TABLE}rows/{third}/move/", {"to": "0"})
    as_leyla.post(f"{TABLE}rows/{first}/move/", {"to": "down"})
    assert [row.id for row in queries.sheet(leyla).rows] == [third, second, first]
    as_leyla.post(f"{TABLE}rows/{second}/remove/")
    assert as_leyla.get(f"{TABLE}rows/{second}/").status_code == 404


def test_what_is_wrong_stands_beside_its_field(as_leyla, network):
    answer = as_leyla.post(f"{TABLE}add/", {**GIVEN, "team": network.pk, "since": "25:00", "until": "06:00"})
    assert answer.status_code == 422
    assert "Write a time like 22:00." in answer.content.decode()


def test_points_shifts_and_capacities_are_written(as_leyla, leyla, network, derya):
    form = as_leyla.get(f"{TABLE}points/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"priority-critical": "5"}
    as_leyla.post(f"{TABLE}points/", sent)
    assert queries.sheet(leyla).weights.priorities["critical"] == 5
    nights = {"name": "Nights", "team": network.pk, "zone": "Europe/Istanbul", "day-0": "22:00-6:00", "active": "on"}
    as_leyla.post("/desk/settings/shifts/add/", nights)
    shift = Shift.objects.get()
    assert shift.weekly == {"0": [["22:00", "06:00"]]}
    assert b"22:00-06:00" in as_leyla.get("/desk/settings/shifts/").content
    assert as_leyla.get(f"/desk/settings/shifts/{shift.pk}/").status_code == 200
    assert as_leyla.post("/desk/settings/shifts/add/", {**nights, "day-0": "late"}).status_code == 422
    as_leyla.post("/desk/settings/shifts/capacity/", {f"person-{derya.pk}": "4"})
    assert Capacity.objects.get().points == 4
    as_leyla.post(f"/desk/settings/shifts/{shift.pk}/remove/")
    assert not Shift.objects.exists()


def test_the_tickets_of_whoever_is_away_are_taken_over(client, elif_, derya, front_line, mert):
    ticket = tickets.assign(actor=derya, ticket=asks(mert).pk, assignee=derya)
    people.set_absence(actor=derya, person=derya, until=clock.now().date() + timedelta(days=1), stand_in=elif_.email)
    client.force_login(elif_)
    assert "away until" in client.get("/desk/cover/").content.decode()
    assert f'value="{ticket.pk}" checked' in client.get(f"/desk/cover/{derya.pk}/").content.decode()
    for sent, words in (({"to": elif_.pk}, "Choose tickets"), ({"ticket": [ticket.pk]}, "Choose who takes them")):
        answer = client.post(f"/desk/cover/{derya.pk}/hand/", sent)
        page = answer.content.decode()
        assert (answer.status_code, words in page.partition('role="alert"')[2]) == (422, True)
        assert (f'value="{ticket.pk}" checked' in page) == ("ticket" in sent)
        assert (f'value="{elif_.pk}" selected' in page) == ("to" in sent)
    client.post(f"/desk/cover/{derya.pk}/hand/", {"ticket": [ticket.pk], "to": elif_.pk})
    ticket.refresh_from_db()
    assert ticket.assignee == elif_
    page = client.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "who is away" in page


def test_the_table_asks_the_database_as_often_for_one_row_as_for_many(as_leyla, leyla, network):
    counts = []
    for number in range(4):
        when = When(words=[f"word{number}"])
        actions.save_row(actor=leyla, row=Row(id="", name=f"Row {number}", team=network.pk, when=when))
        with CaptureQueriesContext(connection) as asked:
            assert as_leyla.get(TABLE).status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
