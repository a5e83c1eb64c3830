"""Many tickets at once: seen before, done in the worker once, taken back as a whole."""

import random
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from derman.kernel import clock
from derman.people import actions as people
from derman.tickets import actions, queries
from derman.tickets.access import visible_to
from derman.tickets.actions import fields
from derman.tickets.actions.many import running
from derman.tickets.actions.restoring import RESTORE
from derman.tickets.errors import NotAllowed, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.models import Run, Ticket
from derman.tickets.tests.runs import run, take_back
from tests.cast import asks


@pytest.fixture
def five(mert, front_line):
    return [asks(mert, f"Printer {number}") for number in range(5)]


def states(tickets):
    fields = ("status", "priority", "impact", "team_id", "assignee_id", "tags", "resolved_at", "category_id", "kind")
    return [tuple(getattr(Ticket.objects.get(pk=ticket.pk), name) for name in fields) for ticket in tickets]


def test_all_are_changed_and_taken_back_as_one(five, elif_, network):
    before = states(five)
    found = run(elif_, five, priority="high", team=network.pk, add_tags=["b", "a"], status="resolved")
    assert (found.run.state, found.states) == ("done", {"changed": 5})
    assert {(row[0], row[1], row[3], tuple(row[5])) for row in states(five)} == {
        ("resolved", 2, network.pk, ("a", "b"))
    }
    last = five[0].events.last()
    assert (last.kind, last.details) == ("together.changed", {"run": found.run.pk, "others": 4})
    assert take_back(elif_, found).states == {"undone": 5}
    assert states(five) == before


def test_twice_and_half_way_is_once(five, elif_, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    begun = actions.change_many(actor=elif_, numbers=[ticket.pk for ticket in five], wanted={"priority": "high"})
    assert running._some_more(begun.pk)  # then the worker is killed
    assert queries.run_of(elif_, begun.pk).states == {"changed": 2, "waiting": 3}
    for _again in range(2):
        running.go_on(run=begun.pk)
    assert queries.run_of(elif_, begun.pk).states == {"changed": 5}
    assert [ticket.events.filter(kind="priority.changed").count() for ticket in five] == [1] * 5


def test_a_batch_that_fails_leaves_nothing_half_done(five, elif_, monkeypatch):
    begun = actions.change_many(actor=elif_, numbers=[ticket.pk for ticket in five], wanted={"note": "Hello"})
    monkeypatch.setattr(running.live, "signal", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        running.go_on(run=begun.pk)
    monkeypatch.undo()
    running.go_on(run=begun.pk)
    assert [ticket.messages.filter(public=False).count() for ticket in five] == [1] * 5


@pytest.mark.parametrize("wanted", [{"priority": "high"}, {"note": "Hello", "priority": "high"}])
def test_a_fault_with_one_ticket_is_noted_and_stops_no_other(five, elif_, monkeypatch, wanted):
    real, hit = fields.set_priority_within, five[2].pk

    def fails(change, **more):
        real(change, **more)
        if change.ticket.pk == hit:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

    monkeypatch.setattr(fields, "set_priority_within", fails)
    found = run(elif_, five, **wanted)
    assert (found.run.state, found.states, found.why) == ("done", {"changed": 4, "refused": 1}, {"failed": 1})
    assert [row[1] for row in states(five)] == [2, 2, 3, 2, 2]
    assert not five[2].messages.filter(public=False).exists()  # what was written goes back with the rest
    monkeypatch.setitem(RESTORE, "priority.changed", (lambda ticket: 1 / 0, None))
    found = take_back(elif_, found)
    assert (found.run.state, found.states) == ("undone", {"kept": 4, "refused": 1})


def test_a_database_that_is_away_is_no_fault_of_a_ticket(five, elif_, monkeypatch):
    begun = actions.change_many(actor=elif_, numbers=[ticket.pk for ticket in five], wanted={"priority": "high"})

    def away(*_args, **_more):
        raise OperationalError("gone")

    monkeypatch.setattr(fields, "set_priority_within", away)
    with pytest.raises(OperationalError):
        running.go_on(run=begun.pk)
    monkeypatch.undo()
    assert queries.run_of(elif_, begun.pk).states == {"waiting": 5}
    # also where its job has given up
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        running.go_on_with_all()
        assert jobs_waiting("tickets.change_many") == 2
        running.go_on_with_all()
        assert jobs_waiting("tickets.change_many") == 2
    running.go_on(run=begun.pk)
    assert queries.run_of(elif_, begun.pk).states == {"changed": 5}


def jobs_waiting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name])
        return cursor.fetchone()[0]


def test_deleted_together_and_back(five, elif_, leyla):
    before = states(five)
    actions.merge(actor=elif_, ticket=five[4].pk, into=five[3].pk)
    actions.reply_later(actor=elif_, ticket=five[0].pk, text="Soon", send_at=clock.now() + timedelta(days=1))
    numbers = [ticket.pk for ticket in five]
    with pytest.raises(NotAllowed):
        run(elif_, five, delete=True)
    with pytest.raises(WrongInput):
        run(leyla, five, delete=True, priority="low")
    seen = actions.foresee(actor=leyla, numbers=numbers, wanted={"delete": True})
    assert (seen.changed, seen.refused) == (3, {"later": 1, "merged": 1})
    found = run(leyla, five, delete=True)
    assert (found.states["changed"], found.why["later"]) == (3, 1)
    assert set(visible_to(leyla).values_list("pk", flat=True)) == {five[0].pk}
    found = take_back(leyla, found)
    assert (found.run.state, found.count("kept")) == ("undone", 0)
    assert states(five[1:4]) == before[1:4]
    assert Ticket.objects.get(pk=five[4].pk).merged_into_id == five[3].pk
    begun = actions.change_many(actor=leyla, numbers=numbers, wanted={"delete": True})
    people.change_person(actor=None, person=leyla, role="agent")
    running.go_on(run=begun.pk)
    assert queries.run_of(leyla, begun.pk).count("changed") == 0  # who may not any more does not


def test_taken_back_while_it_is_at_work(five, elif_, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    before = states(five)
    begun = actions.change_many(actor=elif_, numbers=[ticket.pk for ticket in five], wanted={"kind": "request"})
    running._some_more(begun.pk)
    found = take_back(elif_, queries.run_of(elif_, begun.pk))
    assert (found.run.state, found.states) == ("undone", {"undone": 2, "left": 3})
    assert states(five) == before
    with pytest.raises(TooLateToUndo):
        actions.take_back_run(actor=elif_, run=begun.pk)


def test_what_builds_on_it_stays_and_is_named(five, elif_, derya):
    found = run(elif_, five, priority="high")
    actions.set_priority(actor=derya, ticket=five[0].pk, priority="low")
    single = five[1].events.last().act
    actions.undo(actor=derya, ticket=five[1].pk, act=single)
    found = take_back(elif_, found)
    assert (found.states, found.why) == ({"undone": 4, "kept": 1}, {"changed": 1})
    assert queries.left_alone(found.run) == [(five[0].pk, "kept", "changed")]


def test_a_closed_team_is_neither_seen_nor_changed(five, secret, elif_, kaan, security):
    seen = actions.foresee(actor=elif_, numbers=[five[0].pk, secret.pk], wanted={"priority": "low"})
    assert (seen.changed, seen.refused) == (1, {"gone": 1})
    run(elif_, [five[0], secret], priority="low")
    assert Ticket.objects.get(pk=secret.pk).priority == 3
    with pytest.raises(WrongInput):
        run(elif_, [secret], priority="low")
    with pytest.raises(WrongInput):
        run(elif_, five, team=security.pk)
    # who may not see it any more when it is their turn does not change it either
    begun = actions.change_many(actor=elif_, numbers=[five[0].pk], wanted={"priority": "high"})
    actions.hand_over(actor=None, ticket=five[0].pk, team=security)
    running.go_on(run=begun.pk)
    assert queries.run_of(elif_, begun.pk).why == {"gone": 1}


def test_a_run_is_its_agents_own(five, elif_, derya, mert):
    found = run(elif_, five, priority="low")
    with pytest.raises(TicketNotFound):
        queries.run_of(derya, found.run.pk)
    with pytest.raises(TicketNotFound):
        actions.take_back_run(actor=derya, run=found.run.pk)
    assert queries.runs_of(derya) == []
    with pytest.raises(NotAllowed):
        run(mert, five, priority="low")
    assert Run.objects.count() == 1


def test_one_answer_to_all_and_then_resolved(five, elif_):
    found = run(elif_, five, reply="The printers print again.", status="resolved")
    assert {row[0] for row in states(five)} == {"resolved"}
    assert all(ticket.messages.last().text == "The printers print again." for ticket in five)
    assert take_back(elif_, found).states == {"undone": 5}
    assert all(ticket.messages.filter(withdrawn_at=None, staff=True).exists() for ticket in five)


def test_an_answer_alone_has_left(five, elif_):
    found = take_back(elif_, run(elif_, five[:1], note="For us"))
    assert (found.states, found.why) == ({"kept": 1}, {"said": 1})


@pytest.mark.parametrize(
    "wanted",
    [
        {}, {"status": "lost"}, {"status": "waiting", "waiting_for": "date"}, {"priority": "9"}, {"team": 2**40},
        {"category": 2**40}, {"assignee": 2**40}, {"add_tags": [""]}, {"note": " "}, {"reply": ""},
        {"waiting_for": "vendor"}, {"status": "waiting", "waiting_until": "yesterday"},
        {"status": "waiting", "waiting_for": "date", "waiting_until": "2020-01-01T00:00:00+00:00"},
        {"status": "waiting", "waiting_for": "date", "waiting_until": "2999-01-01T00:00:00+00:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_wanted(five, elif_, wanted):
    with pytest.raises(WrongInput):
        actions.foresee(actor=elif_, numbers=[five[0].pk], wanted=wanted)
    with pytest.raises(WrongInput):
        run(elif_, five, **wanted)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_foreseen_happens_and_goes_back(seed, five, secret, mert, elif_, derya, kaan, network, security):
    """Any change to any tickets: the preview counts what then happens, and the way back gives what was before."""
    chance = random.Random(seed)
    for ticket in five:
        actions.set_tags(actor=elif_, ticket=ticket.pk, tags=[str(n) for n in range(chance.choice([0, 28]))])
        actions.set_priority(actor=elif_, ticket=ticket.pk, priority=chance.choice(["normal", "high"]))
    actions.add_task(actor=elif_, ticket=five[0].pk, title="First", blocking=True)
    actions.merge(actor=elif_, ticket=five[1].pk, into=five[2].pk)
    actions.hand_over(actor=elif_, ticket=five[3].pk, team=network)
    actions.hand_over(actor=None, ticket=five[4].pk, team=security)
    everything = {
        "priority": "high", "status": chance.choice(["resolved", "open", "closed", "spam"]), "kind": "request",
        "team": chance.choice([network.pk, security.pk, None]), "assignee": chance.choice([kaan.pk, derya.pk, None]),
        "add_tags": ["x", "y", "z"], "remove_tags": ["1"],
    }  # fmt: skip
    wanted = {name: everything[name] for name in chance.sample(sorted(everything), 3)}
    before = states(five)
    numbers = [ticket.pk for ticket in [*five, secret]] + [10**12]
    seen = actions.foresee(actor=kaan, numbers=numbers, wanted=wanted)
    begun = actions.change_many(actor=kaan, numbers=numbers, wanted=wanted)
    running.go_on(run=begun.pk)
    found = queries.run_of(kaan, begun.pk)
    assert found.count("changed") == seen.changed
    assert found.count("same") == seen.same
    assert found.why == {reason: count for reason, count in seen.refused.items() if reason != "gone"}
    with clock.frozen_at(clock.now() + timedelta(hours=5)):
        found = take_back(kaan, found)
    assert found.count("kept") == 0
    assert states(five) == before
