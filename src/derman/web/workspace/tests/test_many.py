"""Many tickets at once, from the queue."""

from __future__ import annotations

import pytest

from derman.people.models import Person
from derman.tickets import actions, queries
from derman.tickets.actions.many import running
from derman.tickets.models import Run, RunTicket, Ticket
from derman.views import actions as views
from tests.cast import asks


@pytest.fixture
def three(mert: Person, front_line) -> list[Ticket]:
    return [asks(mert, f"Printer {number}") for number in range(3)]


def numbers(tickets: list[Ticket]) -> str:
    return ",".join(str(ticket.pk) for ticket in tickets)


def test_each_line_has_a_box_that_says_which(as_, elif_: Person, vpn: Ticket) -> None:
    page = as_(elif_).get("/desk/?view=all").content.decode()
    assert f'<input type="checkbox" value="{vpn.pk}" aria-label="#{vpn.pk}">' in page


def test_foreseen_done_and_taken_back(as_, elif_: Person, three: list[Ticket], part) -> None:
    client = as_(elif_)
    actions.set_priority(actor=elif_, ticket=three[0].pk, priority="high")
    given = {"numbers": numbers(three), "priority": "high"}
    assert "Change 3 tickets" in client.post("/desk/many/", given, headers=part).content.decode()
    seen = client.post("/desk/many/foresee/", given, headers=part).content.decode()
    assert "2 tickets will change." in seen
    assert "1 is so already." in seen
    assert not Run.objects.exists()
    client.post("/desk/many/begin/", given, headers=part)
    run = Run.objects.get()
    assert "Stop and take it back" in client.get(f"/desk/many/{run.pk}/", headers=part).content.decode()
    running.go_on(run=run.pk)
    assert "2 tickets changed." in client.get(f"/desk/many/{run.pk}/", headers=part).content.decode()
    client.post(f"/desk/many/{run.pk}/undo/", headers=part)
    running.go_on(run=run.pk)
    assert "2 tickets are as before." in client.get("/desk/many/").content.decode()
    assert list(Ticket.objects.order_by("pk").values_list("priority", flat=True)) == [2, 3, 3]


def test_a_field_of_the_desk_is_set_in_many(as_, elif_: Person, three: list[Ticket], part) -> None:
    choices = [{"labels": {"en": "Red", "tr": "Kırmızı"}}, {"labels": {"en": "Blue"}}]
    actions.save_field(actor=None, labels={"en": "Colour"}, asks="choice", key="colour", choices=choices)
    client, given = as_(elif_), {"numbers": numbers(three), "own_field": "colour", "own_value": "kirmizi"}
    assert 'value="colour"' in client.post("/desk/many/", given, headers=part).content.decode()
    assert "3 tickets will change." in client.post("/desk/many/foresee/", given, headers=part).content.decode()
    client.post("/desk/many/begin/", given, headers=part)
    running.go_on(run=Run.objects.get().pk)
    assert {queries.values_of(ticket.pk)["colour"] for ticket in three} == {"c1"}
    wrong = client.post("/desk/many/foresee/", {**given, "own_value": "green"}, headers=part).content.decode()
    assert "Choose among what is offered." in wrong


def test_leads_delete_many(as_, elif_: Person, leyla: Person, three: list[Ticket], part) -> None:
    given = {"numbers": numbers(three), "status": "deleted"}
    assert 'value="deleted"' not in as_(elif_).post("/desk/many/", given, headers=part).content.decode()
    assert as_(elif_).post("/desk/many/begin/", given, headers=part).status_code == 403
    client = as_(leyla)
    assert 'value="deleted"' in client.post("/desk/many/", given, headers=part).content.decode()
    client.post("/desk/many/begin/", given, headers=part)
    running.go_on(run=Run.objects.get().pk)
    page = client.get("/desk/bin/").content.decode()
    assert all(f"#{ticket.pk}" in page for ticket in three)
    client.post(f"/desk/tickets/{three[0].pk}/restore/")
    assert client.get(f"/desk/tickets/{three[0].pk}/").status_code == 200
    assert as_(elif_).get("/desk/bin/").status_code == 404


def test_all_of_a_view_that_somebody_keeps(as_, elif_: Person, derya: Person, three: list[Ticket], part) -> None:
    actions.set_tags(actor=elif_, ticket=three[1].pk, tags=["move"])
    kept = views.save(actor=elif_, name="Moving", query="tag:move")
    page = as_(elif_).post("/desk/many/", {"view": str(kept.pk)}, headers=part).content.decode()
    assert f'name="numbers" value="{three[1].pk}"' in page


@pytest.mark.parametrize("view", ["1", "lost", "999999999999999999"])
def test_a_view_that_is_gone_is_not_another_one(as_, elif_: Person, three: list[Ticket], view: str, part) -> None:
    actions.assign(actor=elif_, ticket=three[0].pk, assignee=elif_)
    for step in ("", "foresee/", "begin/"):
        assert as_(elif_).post(f"/desk/many/{step}", {"view": view, "priority": "low"}, headers=part).status_code == 400
    assert not Run.objects.exists()


def test_what_is_wrong_is_said_where_one_looks(as_, elif_: Person, three: list[Ticket], part) -> None:
    client = as_(elif_)
    assert client.post("/desk/many/begin/", {"numbers": numbers(three)}, headers=part).status_code == 400
    for given in ({"team": "x"}, {"assignee": "9999999"}, {"status": "lost"}, {"priority": "lost"}):
        answer = client.post("/desk/many/foresee/", {"numbers": numbers(three), **given}, headers=part)
        assert "chip--urgent" in answer.content.decode(), given
        assert client.post("/desk/many/begin/", {"numbers": numbers(three), **given}, headers=part).status_code == 400
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("given", "state"),
    [("tomorrow", "waiting"), ("waiting:vendor", "waiting"), ("resolved", "resolved"), ("spam", "spam")],
)
def test_each_standing(as_, elif_: Person, three: list[Ticket], given: str, state: str, part) -> None:
    as_(elif_).post("/desk/many/begin/", {"numbers": numbers(three), "status": given}, headers=part)
    running.go_on(run=Run.objects.get().pk)
    assert set(Ticket.objects.values_list("status", flat=True)) == {state}


def test_a_run_is_its_agents_own(as_, elif_: Person, derya: Person, mert: Person, three: list[Ticket], part) -> None:
    as_(elif_).post("/desk/many/begin/", {"numbers": numbers(three), "priority": "low"}, headers=part)
    run = Run.objects.get().pk
    assert as_(derya).get(f"/desk/many/{run}/", headers=part).status_code == 404
    assert as_(derya).post(f"/desk/many/{run}/undo/", headers=part).status_code == 404
    assert as_(mert).post("/desk/many/begin/", {"numbers": numbers(three), "priority": "low"}).status_code == 403
    assert RunTicket.objects.count() == 3


def test_the_list_costs_the_same_however_many_there_are(
    as_, elif_: Person, three: list[Ticket], django_assert_max_num_queries
) -> None:
    client = as_(elif_)
    counts = []
    for _more in range(2):
        for priority in ("low", "high"):
            wanted = {"priority": priority}
            run = actions.change_many(actor=elif_, numbers=[ticket.pk for ticket in three], wanted=wanted)
            running.go_on(run=run.pk)
        with django_assert_max_num_queries(8) as asked:
            client.get("/desk/many/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
