"""What a requester is promised, from the mail that opens a ticket to the clock that has run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.desk.models import Calendar
from derman.kernel import clock
from derman.notify.models import Notice
from derman.sla.actions import acknowledge, given_of, save_policy
from derman.sla.errors import NothingDue
from derman.sla.given import Given
from derman.sla.jobs import announce_due, follow_policies, follow_some
from derman.sla.models import Clock, Policy, State, Target
from derman.tickets import actions
from derman.tickets.models import Category, Ticket
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NORMAL = {"first_response": 4 * 3600, "next_reply": 2 * 3600, "resolution": 16 * 3600}
URGENT = {"first_response": 1800, "resolution": 4 * 3600, "always": True}
LADDER = [
    {"at": "soon", "after": 0, "tell": ["assignee"]},
    {"at": "late", "after": 0, "tell": ["assignee", "lead"]},
    {"at": "late", "after": 3600, "tell": ["lead"]},
]


@pytest.fixture
def policy(desk) -> Policy:
    with clock.frozen_at(MONDAY - HOUR):
        given = Given(name="Standard", targets={"normal": NORMAL, "critical": URGENT}, ladder=LADDER)
        return save_policy(actor=None, given=given)


@pytest.fixture
def vpn(policy, front_line, mert) -> Ticket:
    with clock.frozen_at(MONDAY):
        return asks(mert)


def clocks(ticket: Ticket) -> dict[str, Clock]:
    return {row.target: row for row in Clock.objects.filter(ticket=ticket)}


def at(moment: datetime):
    return clock.frozen_at(moment)


def test_a_ticket_opens_with_the_clocks_of_its_policy(vpn):
    vpn.refresh_from_db()
    running = clocks(vpn)
    assert set(running) == {Target.FIRST_RESPONSE, Target.RESOLUTION}
    assert running[Target.FIRST_RESPONSE].due_at == MONDAY + 4 * HOUR
    # eight hours are left of Monday (to 18.00), eight more on Tuesday from 8.30 on
    assert running[Target.RESOLUTION].due_at == datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    assert (vpn.promise, vpn.due_at) == (Target.FIRST_RESPONSE, MONDAY + 4 * HOUR)


def test_what_was_opened_before_is_promised_nothing(front_line, mert):
    with at(MONDAY - 2 * HOUR):
        old = asks(mert)
    with at(MONDAY - HOUR):
        save_policy(actor=None, given=Given(name="Standard", targets={"normal": NORMAL}))
        follow_policies()
    assert not clocks(old)


def test_an_answer_meets_the_first_promise_and_the_solution_runs_on(vpn, elif_):
    with at(MONDAY + HOUR):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Which network?")
    vpn.refresh_from_db()
    first = clocks(vpn)[Target.FIRST_RESPONSE]
    assert (first.state, first.ended_at, first.due_at) == (State.MET, MONDAY + HOUR, None)
    assert vpn.promise == Target.RESOLUTION


def test_an_answer_that_is_taken_back_met_nothing(vpn, elif_):
    with at(MONDAY + HOUR):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Which network?")
    with at(MONDAY + HOUR + timedelta(seconds=6)):
        actions.undo(actor=elif_, ticket=vpn.pk, act=actions.last_act(actor=elif_, ticket=vpn.pk).act)
    first = clocks(vpn)[Target.FIRST_RESPONSE]
    assert (first.state, first.due_at) == (State.RUNNING, MONDAY + 4 * HOUR + timedelta(seconds=6))


def test_each_question_of_the_requester_has_a_clock_of_its_own(vpn, elif_, mert):
    with at(MONDAY + HOUR):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Which network?")
    with at(MONDAY + 2 * HOUR):
        again(vpn, mert, "The one at home.")
    with at(MONDAY + 3 * HOUR):
        again(vpn, mert, "And at the café.")
    vpn.refresh_from_db()
    (row,) = Clock.objects.filter(ticket=vpn, target=Target.NEXT_REPLY)
    assert (row.started_at, row.due_at) == (MONDAY + 2 * HOUR, MONDAY + 4 * HOUR)
    assert (vpn.promise, vpn.due_at) == (Target.NEXT_REPLY, MONDAY + 4 * HOUR)
    with at(MONDAY + 5 * HOUR):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Try now.")
    row.refresh_from_db()
    assert row.state == State.MISSED
    vpn.refresh_from_db()
    assert vpn.promise == Target.RESOLUTION


def again(ticket: Ticket, person, text: str) -> None:
    from derman.tickets.incoming import Incoming, Proof

    actions.reply_own(
        actor=person,
        ticket=ticket.pk,
        incoming=Incoming(
            channel="portal", sender=person, subject="", text=text, answers=ticket.pk, proof=Proof.SIGNED_IN
        ),
    )


def test_a_clock_stands_still_while_the_requester_is_waited_for(vpn, elif_, mert):
    with at(MONDAY + HOUR):
        actions.reply(actor=elif_, ticket=vpn.pk, text="Which network?")
        actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="requester")
    vpn.refresh_from_db()
    solved = clocks(vpn)[Target.RESOLUTION]
    assert (solved.state, solved.left, solved.due_at) == (State.PAUSED, 15 * 3600, None)
    assert (vpn.promise, vpn.due_at) == (Target.RESOLUTION, None)
    with at(MONDAY + 3 * HOUR):
        again(vpn, mert, "The one at home.")
    solved.refresh_from_db()
    assert (solved.state, solved.due_at) == (State.RUNNING, datetime(2026, 11, 25, 6, 0, tzinfo=UTC))
    assert solved.marks == [MONDAY, MONDAY + HOUR, MONDAY + 3 * HOUR]


def test_waiting_for_a_vendor_is_the_desks_own_affair(vpn, elif_):
    with at(MONDAY + HOUR):
        actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="vendor")
    assert clocks(vpn)[Target.RESOLUTION].state == State.RUNNING


def test_another_priority_is_another_promise_and_the_timeline_says_so(vpn, elif_):
    with at(MONDAY + HOUR):
        actions.set_priority(actor=elif_, ticket=vpn.pk, priority="critical")
    running = clocks(vpn)
    assert running[Target.RESOLUTION].due_at == MONDAY + 4 * HOUR
    assert running[Target.FIRST_RESPONSE].due_at == MONDAY + 30 * MINUTE
    moved = vpn.events.filter(kind="promise.moved")
    assert {event.details["target"] for event in moved} == {"first_response", "resolution"}
    # it is late from the start, and that is said
    announce(MONDAY + HOUR)
    assert told(vpn) == [("first_response", "late")]


def announce(moment: datetime) -> None:
    with at(moment):
        announce_due()


def told(ticket: Ticket) -> list[tuple[str, str]]:
    rows = ticket.events.filter(kind="promise.step").order_by("seq")
    return [(event.details["target"], event.details["what"]) for event in rows]


def test_what_is_due_is_announced_once_each_and_to_the_right_people(vpn, elif_, leyla):
    with at(MONDAY):
        actions.take(actor=elif_, ticket=vpn.pk)
    announce(MONDAY + 3 * HOUR - timedelta(seconds=1))
    assert told(vpn) == []
    announce(MONDAY + 3 * HOUR)
    announce(MONDAY + 3 * HOUR + MINUTE)
    assert told(vpn) == [("first_response", "soon")]
    assert [(row.person_id, row.kind) for row in Notice.objects.filter(kind__in=("due", "late"))] == [(elif_.pk, "due")]
    announce(MONDAY + 4 * HOUR)
    assert told(vpn) == [("first_response", "soon"), ("first_response", "late")]
    assert set(Notice.objects.filter(kind="late").values_list("person", flat=True)) == {elif_.pk, leyla.pk}
    announce(MONDAY + 5 * HOUR)
    assert told(vpn)[-1] == ("first_response", "later")


def test_after_a_night_without_a_worker_it_is_said_once_that_it_is_late(vpn, elif_):
    announce(MONDAY + 4 * HOUR + MINUTE)
    assert told(vpn) == [("first_response", "late")]


def test_whoever_takes_note_stops_the_ladder(vpn, elif_, leyla):
    with at(MONDAY + HOUR), pytest.raises(NothingDue):
        acknowledge(actor=elif_, ticket=vpn.pk)
    announce(MONDAY + 4 * HOUR)
    Notice.objects.all().delete()
    with at(MONDAY + 4 * HOUR + MINUTE):
        acknowledge(actor=elif_, ticket=vpn.pk)
    announce(MONDAY + 5 * HOUR)
    assert told(vpn)[-1] == ("first_response", "later")
    assert not Notice.objects.exists()


def test_a_solved_ticket_that_is_reopened_runs_on(vpn, elif_, mert):
    with at(MONDAY + HOUR):
        actions.resolve(actor=elif_, ticket=vpn.pk)
    vpn.refresh_from_db()
    assert vpn.promise == "done"
    assert {row.state for row in Clock.objects.filter(ticket=vpn)} == {State.MET}
    with at(MONDAY + 2 * HOUR):
        again(vpn, mert, "It is back.")
    running = clocks(vpn)
    assert running[Target.RESOLUTION].due_at == datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    assert running[Target.FIRST_RESPONSE].state == State.RUNNING


def test_spam_and_what_goes_on_elsewhere_is_promised_nothing(vpn, elif_, mert):
    with at(MONDAY + HOUR):
        actions.mark_as_spam(actor=elif_, ticket=vpn.pk)
    assert {row.state for row in Clock.objects.filter(ticket=vpn)} == {State.DROPPED}
    with at(MONDAY + HOUR + timedelta(seconds=5)):
        actions.undo(actor=elif_, ticket=vpn.pk, act=actions.last_act(actor=elif_, ticket=vpn.pk).act)
    assert {row.state for row in Clock.objects.filter(ticket=vpn)} == {State.RUNNING}


@pytest.mark.parametrize("then", [actions.wait, actions.reopen])
def test_a_promise_that_was_met_is_met_again_once_spam_and_what_came_after_are_taken_back(vpn, elif_, then):
    def told():
        return sorted(Clock.objects.filter(ticket=vpn).values_list("target", "state", "ended_at"))

    acts, seen = [], []
    for hour, verb in enumerate((actions.resolve, actions.mark_as_spam, then), 1):
        seen.append(told())
        with at(MONDAY + hour * HOUR / 4):
            verb(actor=elif_, ticket=vpn.pk)
        acts.append(vpn.events.exclude(actor=None).last().act)
    assert (Target.RESOLUTION, State.MET) in {one[:2] for one in seen[2]}
    for hours, act in enumerate(reversed(acts), 4):
        with at(MONDAY + hours * HOUR):
            actions.undo(actor=elif_, ticket=vpn.pk, act=act)
        if hours > 4:  # while it is spam, nothing is told of what it was promised
            now, before = told(), seen.pop()
            assert now == before if hours == 5 else [one[:2] for one in now] == [one[:2] for one in before]
        else:
            seen.pop()


def test_clocks_follow_a_policy_that_is_changed(vpn, policy, aylin):
    given = Given(name="Standard", targets={"normal": {**NORMAL, "first_response": 3600}})
    with at(MONDAY + HOUR):
        save_policy(actor=aylin, given=given, policy=policy.pk, version=policy.version)
        follow_policies()
    vpn.refresh_from_db()
    assert vpn.due_at == MONDAY + HOUR
    with at(MONDAY + 2 * HOUR):
        save_policy(actor=aylin, given=Given(name="Standard", targets={"low": NORMAL}), policy=policy.pk)
        follow_policies()
    vpn.refresh_from_db()
    assert (vpn.promise, {row.state for row in Clock.objects.filter(ticket=vpn)}) == ("done", {State.DROPPED})


def test_a_desk_without_hours_to_come_has_nothing_due(front_line, mert, aylin):
    with at(MONDAY - HOUR):
        Calendar.objects.update(weekly={})  # as none can be made any more
        save_policy(actor=None, given=Given(name="Standard", targets={"normal": NORMAL}))
    with at(MONDAY):
        ticket = asks(mert)
    row = clocks(ticket)[Target.FIRST_RESPONSE]
    assert (row.state, row.due_at, row.next_at) == (State.RUNNING, None, None)


def test_clocks_of_many_tickets_follow_in_as_many_statements_as_of_one(vpn, policy, mert, elif_, aylin):
    said = given_of(policy)
    with at(MONDAY + MINUTE):
        others = [asks(mert, subject=f"Printer {number}") for number in range(9)]
    with at(MONDAY + HOUR):
        actions.reply(actor=elif_, ticket=others[0].pk, text="Which one?")
        actions.wait(actor=elif_, ticket=others[1].pk, waiting_for="requester")
        before = {row.pk: list(row.marks) for row in Clock.objects.all()}
        # by categories too: what a ticket does not say itself is asked for all of them together
        twice = {"normal": {target: 2 * seconds for target, seconds in NORMAL.items()}}
        other = replace(
            said, name="Never", categories=[Category.objects.create(names={"en": "Cars"}).pk], targets=twice
        )
        save_policy(actor=aylin, given=other)
        save_policy(actor=aylin, given=replace(said, targets=twice), policy=policy.pk)
        with CaptureQueriesContext(connection) as asked:
            assert follow_some(0) == others[-1].pk
    statements = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len([one for one in statements if one not in ("BEGIN", "COMMIT")]) == 7, statements
    rows = Clock.objects.filter(target=Target.RESOLUTION)
    assert {row.seconds for row in rows} == {32 * 3600}
    assert {row.pk: list(row.marks) for row in Clock.objects.all()} == before  # how they ran, to the microsecond
    running = Clock.objects.get(ticket=others[0], target=Target.RESOLUTION)
    assert Ticket.objects.get(pk=others[0].pk).due_at == min(
        row.due_at for row in Clock.objects.filter(ticket=others[0]) if row.due_at is not None
    )
    assert running.due_at == datetime(2026, 11, 26, 10, 31, tzinfo=UTC)
    paused = Clock.objects.get(ticket=others[1], target=Target.RESOLUTION)
    assert (paused.due_at, paused.left) == (None, 32 * 3600 - 59 * 60)
    with at(MONDAY + HOUR), CaptureQueriesContext(connection) as again:
        follow_some(0)
    assert not any("UPDATE" in one["sql"] and "FOR UPDATE" not in one["sql"] for one in again.captured_queries)
