"""What is with a vendor goes on: reminders, a ticket that is solved, reopened or merged, and the scorecard at last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.tickets import actions as tickets
from derman.vendors import actions, jobs
from derman.vendors.links import token_of
from derman.vendors.models import Case
from derman.vendors.scores import scores
from derman.vendors.tests.cases import handed, kinds
from tests.cast import asks

pytestmark = pytest.mark.django_db


def test_vendors_are_reminded_before_and_after_and_not_once_they_answered(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    assert case.remind_at == case.sent_at + timedelta(hours=3)
    Case.objects.update(sent_at=clock.now() - timedelta(hours=3), remind_at=clock.now())
    jobs.remind()
    assert vpn.events.last().details["why"] == "before"
    jobs.remind()
    assert kinds(vpn).count("vendor.reminded") == 1
    Case.objects.update(response_due=clock.now() - timedelta(hours=1), remind_at=clock.now())
    jobs.remind()
    assert vpn.events.last().details["why"] == "answer_late"
    mail = OutgoingMail.objects.filter(about=vpn).latest("pk")
    assert (mail.to, mail.ticket_id) == (["destek@arda.example"], None)
    case.refresh_from_db()
    assert case.remind_at >= clock.now() + timedelta(hours=19)
    actions.answer(token=token_of(case), text="On it.")
    case.refresh_from_db()
    assert case.reminded == 0 and case.remind_at > clock.now() + timedelta(hours=20)


def test_at_most_five_reminders_without_a_word(elif_, vpn, arda):
    handed(elif_, vpn, arda)
    for _time in range(9):
        Case.objects.filter(remind_at__isnull=False).update(remind_at=clock.now())
        jobs.remind()
    assert kinds(vpn).count("vendor.reminded") == 5
    assert Case.objects.get().remind_at is None


def test_a_ticket_that_is_solved_ends_it_and_one_that_is_reopened_asks_again(elif_, vpn, arda, mert):
    handed(elif_, vpn, arda)
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    case = Case.objects.get()
    assert (case.state, case.ended_why, case.remind_at) == ("done", "resolved", None)
    tickets.reopen(actor=elif_, ticket=vpn.pk)
    case = Case.objects.get()
    assert (case.state, case.reopened) == ("open", 1)
    told = vpn.events.filter(kind__in=("vendor.ended", "vendor.again")).values_list("details__why", flat=True)
    assert list(told) == ["resolved", "reopened"]


def test_taking_the_solution_back_counts_no_reopening(elif_, vpn, arda):
    handed(elif_, vpn, arda)
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    event = tickets.last_act(actor=elif_, ticket=vpn.pk)
    assert event is not None
    tickets.undo(actor=elif_, ticket=vpn.pk, act=event.act)
    case = Case.objects.get()
    assert (case.state, case.reopened) == ("open", 0)


def stood() -> list[tuple[object, ...]]:
    return sorted(
        Case.objects.values_list("pk", "state", "ended_why", "solved_at", "ended_at", "reopened", "remind_at")
    )


def taken_back(agent, ticket):
    event = ticket.events.filter(kind="status.changed").last()
    tickets.undo(actor=agent, ticket=ticket.pk, act=event.act)


def test_a_solution_that_is_taken_back_leaves_each_case_as_it_stood(elif_, vpn, arda, nordic):
    said, _open, done = handed(elif_, vpn, arda), handed(elif_, vpn, nordic), handed(elif_, vpn, nordic)
    actions.answer(token=token_of(said), solved=True)
    actions.end(actor=elif_, ticket=vpn.pk, case=done.pk)
    before = stood()
    assert [state for _pk, state, *_more in before] == ["said", "open", "done"]
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    assert {(state, why) for _pk, state, why, *_more in stood()} == {("done", "resolved")}
    taken_back(elif_, vpn)
    assert stood() == before


def test_a_reopening_that_is_taken_back_counts_no_reopening(elif_, vpn, arda):
    handed(elif_, vpn, arda)
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    before = stood()
    tickets.reopen(actor=elif_, ticket=vpn.pk)
    taken_back(elif_, vpn)
    assert stood() == before


def test_what_was_handed_over_after_the_end_stays_with_the_vendor_when_what_came_later_is_taken_back(elif_, vpn, arda):
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    handed(elif_, vpn, arda)
    tickets.wait(actor=elif_, ticket=vpn.pk)
    taken_back(elif_, vpn)
    assert Case.objects.get().state == "open"


def test_what_was_handed_over_after_the_end_stays_so_whatever_was_taken_back_in_between(elif_, vpn, arda):
    tickets.close(actor=elif_, ticket=vpn.pk)
    handed(elif_, vpn, arda)
    before = stood()
    tickets.reopen(actor=elif_, ticket=vpn.pk)
    reopening = vpn.events.filter(kind="status.changed").last().act
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    taken_back(elif_, vpn)
    tickets.undo(actor=elif_, ticket=vpn.pk, act=reopening)
    assert stood() == before


def test_only_reopening_asks_again_and_only_whom_the_ticket_had_last(elif_, vpn, arda, nordic):
    handed(elif_, vpn, arda), handed(elif_, vpn, nordic)
    tickets.resolve(actor=elif_, ticket=vpn.pk)
    tickets.mark_as_spam(actor=elif_, ticket=vpn.pk)
    assert {state for _pk, state, *_more in stood()} == {"done"}
    taken_back(elif_, vpn)
    tickets.reopen(actor=elif_, ticket=vpn.pk)
    tickets.wait(actor=elif_, ticket=vpn.pk)
    assert sorted(state for _pk, state, *_more in stood()) == ["done", "open"]


def test_what_the_agent_ended_stays_ended_whatever_becomes_of_the_ticket(elif_, vpn, arda):
    case = handed(elif_, vpn, arda)
    actions.end(actor=elif_, ticket=vpn.pk, case=case.pk)
    tickets.reopen(actor=elif_, ticket=vpn.pk)
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("done", 0)
    actions.ask_again(actor=elif_, ticket=vpn.pk, case=case.pk)
    case.refresh_from_db()
    assert (case.state, case.reopened) == ("open", 1)


def test_merged_into_another_ticket_it_goes_on_there(elif_, leyla, vpn, arda, selin):
    case = handed(elif_, vpn, arda)
    other = asks(selin, "VPN again", "It drops as well.")
    tickets.merge(actor=elif_, ticket=vpn.pk, into=other.pk)
    case.refresh_from_db()
    assert case.state == "open"
    actions.write_to_vendor(actor=elif_, ticket=vpn.pk, case=case.pk, text="Any news?")
    actions.answer(token=token_of(case), text="A disk is broken.")
    said = other.messages.filter(public=False).values_list("text", flat=True)
    assert {"Any news?", "A disk is broken."} <= set(said)
    tickets.resolve(actor=elif_, ticket=other.pk)
    case.refresh_from_db()
    assert (case.state, case.ended_why) == ("done", "resolved")


def test_the_scorecard_counts_what_was_kept_and_what_was_late(elif_, vpn, arda, leyla):
    now = clock.now()
    kept, late, open_late = (handed(elif_, vpn, arda) for _ in range(3))
    Case.objects.filter(pk=kept.pk).update(
        answered_at=now, solved_at=now, state="done", ended_at=now, cost="100.50", currency="TRY"
    )
    Case.objects.filter(pk=late.pk).update(
        answered_at=now,
        response_due=now - timedelta(hours=1),
        solved_at=now,
        solution_due=now - timedelta(hours=1),
        state="done",
        ended_at=now,
        reopened=2,
        cost="10",
    )
    Case.objects.filter(pk=open_late.pk).update(response_due=now - timedelta(minutes=1))
    found = scores(leyla, [arda.pk])[arda.pk]
    assert (found.handed, found.open, found.answered_in_time, found.answered_late) == (3, 1, 1, 2)
    assert (found.solved_in_time, found.solved_late, found.reopened, found.reopenings) == (1, 1, 1, 2)
    assert found.costs == (("TRY", pytest.approx(110.5)),)
    assert (found.answers_kept, found.solutions_kept) == (33, 50)
