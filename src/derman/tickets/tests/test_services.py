"""Somebody asks for a service: who agrees, in which order, what is done then, and what is known at each moment."""

from datetime import timedelta

import pytest

from derman.catalogue import actions as catalogue
from derman.catalogue.errors import ServiceNotFound, WrongAnswers
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.people.actions import save_group
from derman.people.models import Person
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.jobs import chase_approvals
from derman.tickets.models import Approval, Task, Ticket
from derman.tickets.tests.services import TASKS, ask, asked


@pytest.fixture
def simple(aylin):
    return catalogue.save_service(actor=aylin, names={"en": "Simple"}, published=True, stages=TASKS)


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


def test_a_request_waits_for_approval_and_says_why(mert, laptop, manager):
    ticket = ask(mert, laptop)
    assert (ticket.kind, ticket.status, ticket.waiting_for) == ("request", "waiting", "approval")
    assert ticket.team.name == "L1 Front line"
    assert "Why? The old one is slow" in ticket.messages.first().text
    assert asked(ticket).person == manager
    assert {"service.asked", "approval.asked"} <= set(kinds(ticket))
    assert set(Task.objects.filter(ticket=ticket).values_list("state", flat=True)) == {"planned"}


def test_one_of_a_group_agrees_for_all_of_it(aylin, mert, selin, derya):
    buyers = save_group(actor=aylin, name="Buyers", members=[mert.email, selin.email, derya.email])
    service = catalogue.save_service(
        actor=aylin, names={"en": "Order"}, published=True, approvals=[{"by": "group", "group": buyers.pk}]
    )
    ticket = ask(mert, service)
    waiting = Approval.objects.filter(ticket=ticket, state="asked")
    assert {row.person for row in waiting} == {selin, derya}  # nobody agrees to their own request
    actions.decide(actor=selin, approval=waiting.get(person=selin).pk, approved=True)
    assert not waiting.all().exists()
    ticket.refresh_from_db()
    assert ticket.waiting_for != "approval"


def test_the_mail_to_the_approver_holds_the_answers_and_a_link(mert, laptop, manager):
    ticket = ask(mert, laptop)
    mail = OutgoingMail.objects.get(kind="approval")
    assert mail.to == [manager.email]
    assert "Neden? The old one is slow" in mail.text  # Selin reads Turkish
    assert f"/approvals/{queries.approval_token(asked(ticket).pk)}/" in mail.text


def test_both_agree_and_the_work_begins(mert, laptop, manager, derya):
    ticket = ask(mert, laptop)
    actions.decide(actor=manager, approval=asked(ticket).pk, approved=True)
    assert asked(ticket, 1).person == derya
    actions.decide(actor=derya, approval=asked(ticket, 1).pk, approved=True)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.status, ticket.waiting_for) == ("open", "")
    states = dict(Task.objects.filter(ticket=ticket).values_list("titles__en", "state"))
    assert states == {"Order it": "open", "Make the account": "open", "Hand it over": "planned"}
    assert Task.objects.get(titles__en="Order it").due_at > clock.now() + timedelta(days=1)
    told = OutgoingMail.objects.filter(kind="approval", to=[mert.email]).get()
    assert "has been approved" in told.text


def test_one_no_ends_it_with_the_reason(mert, laptop, manager):
    ticket = ask(mert, laptop)
    with pytest.raises(WrongInput) as caught:
        actions.decide(actor=manager, approval=asked(ticket).pk, approved=False)
    assert caught.value.field == "reason"
    with pytest.raises(WrongInput, match="too long"):
        actions.decide(actor=manager, approval=asked(ticket).pk, approved=False, reason="n" * 1001)
    actions.decide(actor=manager, approval=asked(ticket).pk, approved=False, reason="Not in this year's budget")
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.status == "resolved"
    assert Task.objects.filter(ticket=ticket, state="open").count() == 0
    told = OutgoingMail.objects.filter(kind="approval", to=[mert.email]).get()
    assert "Not in this year's budget" in told.text


def test_twice_is_refused(mert, laptop, manager):
    approval = asked(ask(mert, laptop)).pk
    actions.decide(actor=manager, approval=approval, approved=True)
    with pytest.raises(NotAllowed):
        actions.decide(actor=manager, approval=approval, approved=False, reason="after all not")


@pytest.mark.parametrize("who", ["mert", "elif_", "aylin"])
def test_nobody_else_decides(request, who, mert, laptop, manager):
    approval = asked(ask(mert, laptop)).pk
    with pytest.raises(TicketNotFound):
        actions.decide(actor=request.getfixturevalue(who), approval=approval, approved=True)


def test_nobody_agrees_to_their_own_request(derya, laptop):
    # who has no manager and owns the service: both steps have nobody left, and that is said
    ticket = ask(derya, laptop)
    assert not Approval.objects.filter(ticket=ticket).exists()
    assert [event.details["why"] for event in ticket.events.filter(kind="approval.asked")] == ["nobody", "nobody"]
    assert Task.objects.filter(ticket=ticket, state="open").count() == 2


def test_without_a_manager_the_owner_is_asked_and_the_timeline_says_why(mert, laptop, derya):
    ticket = ask(mert, laptop)
    assert asked(ticket).person == derya
    assert ticket.events.get(kind="approval.asked").details["why"] == "no_manager"


def test_who_is_away_is_stood_in_for(mert, laptop, manager, elif_):
    manager.away_until, manager.stand_in = clock.now().date() + timedelta(days=3), elif_
    manager.save()
    ticket = ask(mert, laptop)
    assert (asked(ticket).person, asked(ticket).instead_of) == (elif_, manager)


def test_a_stand_in_who_asks_is_passed_over(elif_, laptop, selin):
    elif_.manager = selin
    elif_.save()
    selin.away_until, selin.stand_in = clock.now().date() + timedelta(days=3), elif_
    selin.save()
    assert asked(ask(elif_, laptop)).person == selin


def test_one_of_a_group_is_enough_and_the_others_need_not(aylin, mert, elif_, derya, leyla):
    people = [elif_.pk, derya.pk, leyla.pk]
    service = catalogue.save_service(
        actor=aylin, names={"en": "Any"}, published=True, approvals=[{"by": "people", "people": people}]
    )
    ticket = ask(mert, service)
    actions.decide(actor=derya, approval=Approval.objects.get(ticket=ticket, person=derya).pk, approved=True)
    states = dict(Approval.objects.filter(ticket=ticket).values_list("person", "state"))
    assert states == {elif_.pk: "dropped", derya.pk: "approved", leyla.pk: "dropped"}


def test_all_of_a_group_must_agree_where_it_is_wanted(aylin, mert, elif_, derya):
    step = {"by": "people", "people": [elif_.pk, derya.pk], "all": True}
    service = catalogue.save_service(actor=aylin, names={"en": "All"}, published=True, approvals=[step])
    ticket = ask(mert, service)
    actions.decide(actor=derya, approval=Approval.objects.get(ticket=ticket, person=derya).pk, approved=True)
    assert Ticket.objects.get(pk=ticket.pk).waiting_for == "approval"
    actions.decide(actor=elif_, approval=Approval.objects.get(ticket=ticket, person=elif_).pk, approved=True)
    assert Ticket.objects.get(pk=ticket.pk).status == "open"


def test_a_reminder_comes_once_and_the_end_ends_it(mert, laptop, manager):
    ticket = ask(mert, laptop)
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        chase_approvals()
        chase_approvals()
    assert OutgoingMail.objects.filter(kind="approval", to=[manager.email]).count() == 2
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        chase_approvals()
        chase_approvals()
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.status == "resolved"
    assert kinds(ticket).count("approval.expired") == 1
    assert OutgoingMail.objects.filter(kind="approval", to=[mert.email]).count() == 1


def test_nobody_is_chased_for_a_ticket_that_is_over(mert, laptop, manager, elif_):
    ticket = ask(mert, laptop)
    actions.close(actor=elif_, ticket=ticket.pk, why="withdrawn")
    before = len(kinds(ticket))
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        chase_approvals()
    assert len(kinds(ticket)) == before
    assert queries.waiting_approvals(manager) == 0


def test_the_stages_follow_one_another_and_the_end_resolves(mert, simple, elif_):
    ticket = ask(mert, simple)
    first, second, third = Task.objects.filter(ticket=ticket).order_by("stage", "position")
    for task in (first, second):
        actions.change_task(actor=elif_, ticket=ticket.pk, task=task.pk, done=True)
    third.refresh_from_db()
    assert third.state == "open"
    actions.change_task(actor=elif_, ticket=ticket.pk, task=third.pk, done=True)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.status, ticket.tasks, ticket.tasks_done) == ("resolved", 3, 3)


def test_a_later_task_cannot_be_done_first(mert, simple, elif_):
    ticket = ask(mert, simple)
    later = Task.objects.get(ticket=ticket, state="planned")
    with pytest.raises(WrongInput):
        actions.change_task(actor=elif_, ticket=ticket.pk, task=later.pk, done=True)


def test_a_ticket_with_blocking_tasks_is_not_resolved_by_hand(mert, simple, elif_):
    ticket = ask(mert, simple)
    with pytest.raises(WrongInput) as caught:
        actions.resolve(actor=elif_, ticket=ticket.pk)
    assert caught.value.field == "status"


def test_a_task_of_ones_own_does_not_block_and_is_undone(vpn, elif_):
    task = actions.add_task(actor=elif_, ticket=vpn.pk, title="  Call   the provider ")
    assert task.title == "Call the provider"
    actions.change_task(actor=elif_, ticket=vpn.pk, task=task.pk, done=True)
    ticket = actions.undo(actor=elif_, ticket=vpn.pk, act=vpn.events.last().act)
    assert (ticket.tasks, ticket.tasks_done) == (1, 0)
    actions.resolve(actor=elif_, ticket=vpn.pk)


def test_what_a_later_stage_builds_on_is_not_undone(mert, simple, elif_):
    ticket = ask(mert, simple)
    for task in Task.objects.filter(ticket=ticket, state="open"):
        actions.change_task(actor=elif_, ticket=ticket.pk, task=task.pk, done=True)
        act = ticket.events.filter(kind="task.changed").last().act
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=ticket.pk, act=act)


def test_a_wrong_answer_opens_nothing(mert, laptop):
    with pytest.raises(WrongAnswers):
        ask(mert, laptop, why="")
    assert not Ticket.objects.exists()


def test_what_one_may_not_see_one_cannot_ask_for(aylin, mert):
    draft = catalogue.save_service(actor=aylin, names={"en": "Draft"})
    with pytest.raises(ServiceNotFound):
        ask(mert, draft)


def test_a_request_keeps_what_the_service_was(aylin, mert, laptop, manager):
    ticket = ask(mert, laptop)
    catalogue.save_service(actor=aylin, service=laptop.pk, names={"en": "Notebook"}, published=True)
    actions.decide(actor=manager, approval=asked(ticket).pk, approved=True)
    found = queries.asked_for(Ticket.objects.get(pk=ticket.pk))
    assert str(found.request) == "New laptop"
    assert len(found.tasks) == 3


@pytest.mark.parametrize("token", ["", "1", "1.", "x.y", "1.aaaaaaaaaaaaaaaaaaaaaaaaaa", "9" * 30 + ".a", "-1.a"])
def test_a_forged_link_opens_nothing(token, desk):
    with pytest.raises(TicketNotFound):
        queries.approval_by_token(token)


def test_the_link_opens_its_own_approval_only(mert, laptop, manager):
    ticket = ask(mert, laptop)
    pk = asked(ticket).pk
    token = queries.approval_token(pk)
    assert queries.approval_by_token(token).pk == pk
    with pytest.raises(TicketNotFound):
        queries.approval_by_token(f"{pk + 1}.{token.partition('.')[2]}")
    Person.objects.filter(pk=manager.pk).update(is_active=False)
    with pytest.raises(TicketNotFound):
        queries.approval_by_token(token)
