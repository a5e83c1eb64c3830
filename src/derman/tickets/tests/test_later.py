"""Answers that leave later, and tickets that come back unless an answer comes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.people import actions as people_actions
from derman.tickets import actions, queries
from derman.tickets.errors import Overtaken, WrongInput
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.jobs import forget_uploads, send_later, wake
from derman.tickets.models import Attachment, Draft, Message

HOUR = timedelta(hours=1)


def planned(ticket, agent, **more):
    return actions.reply_later(
        actor=agent, ticket=ticket.pk, send_at=clock.now() + HOUR, text="Good morning!", then="waiting", **more
    )


def writes(person, ticket, *, automatic=False):
    actions.receive(
        Incoming(
            channel="email",
            sender=person,
            subject="Re",
            text="Still broken",
            answers=ticket.pk,
            proof=Proof.TOKEN,
            automatic=automatic,
        )
    )


def answers(ticket):
    return list(ticket.messages.filter(staff=True, withdrawn_at=None).values_list("text", flat=True))


def later_than(span):
    return clock.frozen_at(clock.now() + span)


def test_it_leaves_at_its_time_and_once(vpn, elif_):
    planned(vpn, elif_)
    send_later()
    vpn.refresh_from_db()
    assert (answers(vpn), vpn.status, vpn.waiting_for, vpn.first_response_at) == ([], "waiting", "date", None)
    # the worker may have been down the whole night
    with later_than(9 * HOUR):
        wake()
        send_later()
        send_later()
    vpn.refresh_from_db()
    assert (answers(vpn), vpn.status, vpn.waiting_for, vpn.later) == (["Good morning!"], "waiting", "requester", "")
    assert Message.objects.get(staff=True).author == elif_
    assert "date_came" not in str([event.details for event in vpn.events.all()])


def test_until_then_it_is_said_to_nobody(vpn, elif_, mert):
    planned(vpn, elif_)
    assert queries.own_conversation(mert, vpn.pk).messages[-1].text != "Good morning!"
    assert queries.planned_visible_to(mert, vpn.pk) is None
    assert queries.planned_visible_to(elif_, vpn.pk).reply.text == "Good morning!"


def test_when_the_requester_writes_before_it_is_held(vpn, elif_, mert):
    planned(vpn, elif_)
    writes(mert, vpn)
    with later_than(2 * HOUR):
        send_later()
    vpn.refresh_from_db()
    assert (answers(vpn), vpn.status, vpn.later) == ([], "open", "held")
    assert vpn.events.get(kind="reply.held").details["why"] == "requester_wrote"
    actions.send_now(actor=elif_, ticket=vpn.pk, later=queries.planned_visible_to(elif_, vpn.pk).reply.pk)
    assert answers(vpn) == ["Good morning!"]


def test_a_vacation_responder_holds_nothing(vpn, elif_, mert):
    planned(vpn, elif_)
    writes(mert, vpn, automatic=True)
    with later_than(2 * HOUR):
        send_later()
    assert answers(vpn) == ["Good morning!"]


def test_a_resolved_ticket_holds_it_and_comes_back(vpn, elif_, derya):
    planned(vpn, elif_)
    actions.resolve(actor=derya, ticket=vpn.pk)
    with later_than(2 * HOUR):
        send_later()
    vpn.refresh_from_db()
    assert (answers(vpn), vpn.status, vpn.later) == ([], "open", "held")


def test_an_author_who_left_says_nothing_any_more(vpn, elif_, aylin):
    planned(vpn, elif_)
    people_actions.change_person(actor=aylin, person=elif_, active=False)
    with later_than(2 * HOUR):
        send_later()
    vpn.refresh_from_db()
    assert (answers(vpn), vpn.status, vpn.later) == ([], "open", "held")
    assert vpn.events.get(kind="reply.held").details["why"] == "author"


def test_one_that_cannot_leave_stops_no_other(vpn, elif_, secret, kaan, monkeypatch):
    first = planned(vpn, elif_)
    actions.reply_later(actor=kaan, ticket=secret.pk, send_at=clock.now() + 2 * HOUR, text="Found it")
    from derman.tickets.actions import later

    real = later.send_due
    monkeypatch.setattr(later, "send_due", lambda ticket, answer: 1 / 0 if answer == first.pk else real(ticket, answer))
    with later_than(3 * HOUR):
        send_later()
    assert (answers(vpn), answers(secret)) == ([], ["Found it"])


def test_taken_back_it_is_a_draft_with_its_files(vpn, elif_, derya):
    row = planned(vpn, elif_, attached=[IncomingFile(name="plan.txt", content=b"plan")], cc=["boss@ege.example"])
    with later_than(timedelta(days=3)):
        forget_uploads()
    actions.take_back(actor=derya, ticket=vpn.pk, later=row.pk)
    vpn.refresh_from_db()
    draft = Draft.objects.get(agent=derya)
    assert ("Good morning!" in draft.html, draft.cc, len(draft.files)) == (True, "boss@ege.example", 1)
    assert Attachment.objects.get(key=draft.files[0]).uploader == derya
    assert (vpn.status, vpn.later) == ("open", "")
    with pytest.raises(Overtaken):
        actions.send_now(actor=elif_, ticket=vpn.pk, later=row.pk)


def test_it_can_be_undone_at_once(vpn, elif_):
    planned(vpn, elif_)
    actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    vpn.refresh_from_db()
    assert (vpn.status, vpn.later, vpn.assignee) == ("new", "", None)
    assert "Good morning!" in Draft.objects.get(agent=elif_).html


def test_what_was_sent_early_can_be_undone(vpn, elif_):
    row = planned(vpn, elif_)
    actions.send_now(actor=elif_, ticket=vpn.pk, later=row.pk)
    actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert answers(vpn) == []
    assert "Good morning!" in Draft.objects.get(agent=elif_).html


def test_one_waits_at_a_time_and_none_in_the_past(vpn, elif_, derya):
    planned(vpn, elif_)
    with pytest.raises(Overtaken):
        planned(vpn, derya)
    with pytest.raises(WrongInput):
        actions.reply_later(actor=elif_, ticket=vpn.pk, send_at=clock.now() - HOUR, text="x")


def test_files_go_with_it(vpn, elif_):
    planned(vpn, elif_, attached=[IncomingFile(name="plan.txt", content=b"plan")])
    with later_than(2 * HOUR):
        send_later()
    assert Message.objects.get(staff=True).attachments.get().name == "plan.txt"


def test_without_an_answer_the_ticket_comes_back_once_and_says_why(vpn, elif_):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Did that help?", remind_days=3)
    with later_than(timedelta(days=2)):
        wake()
    vpn.refresh_from_db()
    assert (vpn.status, vpn.waiting_for) == ("waiting", "date")
    with later_than(timedelta(days=5)):
        wake()
        wake()
    vpn.refresh_from_db()
    assert vpn.status == "open"
    assert vpn.events.filter(details__why="no_answer").count() == 1


@pytest.mark.parametrize("automatic", [False, True])
def test_an_answer_before_cancels_the_reminder_and_a_machine_does_not(vpn, elif_, mert, automatic):
    actions.reply(actor=elif_, ticket=vpn.pk, text="Did that help?", remind_days=3)
    writes(mert, vpn, automatic=automatic)
    with later_than(timedelta(days=4)):
        wake()
    vpn.refresh_from_db()
    assert vpn.status == "open"
    assert vpn.events.filter(details__why="no_answer").exists() is automatic
    assert vpn.events.filter(details__why="requester_wrote").exists() is not automatic


def test_a_reminder_without_words(vpn, elif_):
    actions.remind(actor=elif_, ticket=vpn.pk, days=1)
    with later_than(timedelta(days=2)):
        wake()
    vpn.refresh_from_db()
    assert vpn.events.last().details["why"] == "no_answer"
    with pytest.raises(WrongInput):
        actions.remind(actor=elif_, ticket=vpn.pk, days=0)


def test_a_reminder_counts_from_when_the_answer_left(vpn, elif_):
    planned(vpn, elif_, remind_days=3)
    with later_than(2 * HOUR):
        send_later()
        left = clock.now()
    vpn.refresh_from_db()
    assert vpn.waiting_until == left + timedelta(days=3)
