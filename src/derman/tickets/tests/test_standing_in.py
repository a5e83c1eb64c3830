"""Who is asked to agree, once those who were asked went away or left."""

from datetime import timedelta

import pytest

from derman.catalogue import actions as catalogue
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.jobs import chase_approvals
from derman.tickets.models import Approval, Ticket
from derman.tickets.tests.services import ask, asked


def test_who_went_away_after_being_asked_is_stood_in_for(mert, laptop, manager, elif_):
    ticket = ask(mert, laptop)
    manager.away_until, manager.stand_in = clock.now().date() + timedelta(days=9), elif_
    manager.save()
    end = asked(ticket).expires_at
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        chase_approvals()
        chase_approvals()
    assert OutgoingMail.objects.filter(kind="approval", to=[manager.email]).count() == 1
    mail = OutgoingMail.objects.get(kind="approval", to=[elif_.email])
    assert manager.name in mail.text
    now = asked(ticket)
    assert (now.person, now.instead_of, now.expires_at) == (elif_, manager, end)
    assert ticket.events.filter(kind="approval.asked").last().details["why"] == "away"
    actions.decide(actor=elif_, approval=now.pk, approved=True)
    assert asked(ticket, 1)
    with pytest.raises(NotAllowed):  # the mail from before decides no more
        actions.decide(actor=manager, approval=Approval.objects.get(ticket=ticket, person=manager).pk, approved=True)


def test_the_place_of_one_who_left_is_taken_by_who_is_manager_now(mert, laptop, manager, leyla):
    ticket = ask(mert, laptop)
    Person.objects.filter(pk=manager.pk).update(is_active=False)
    Person.objects.filter(pk=mert.pk).update(manager=leyla)
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        chase_approvals()
    assert asked(ticket).person == leyla
    assert OutgoingMail.objects.filter(kind="approval", to=[manager.email]).count() == 1


def test_where_one_of_all_left_and_the_others_agreed_it_goes_on(aylin, mert, elif_, derya):
    step = {"by": "people", "people": [elif_.pk, derya.pk], "all": True}
    service = catalogue.save_service(actor=aylin, names={"en": "All"}, published=True, approvals=[step])
    ticket = ask(mert, service)
    actions.decide(actor=derya, approval=Approval.objects.get(ticket=ticket, person=derya).pk, approved=True)
    Person.objects.filter(pk=elif_.pk).update(is_active=False)
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        chase_approvals()
    assert Ticket.objects.get(pk=ticket.pk).status == "open"


def test_where_nobody_is_left_nobody_is_reminded_and_nothing_granted(aylin, mert, leyla, selin):
    step = {"by": "people", "people": [selin.pk]}
    service = catalogue.save_service(actor=aylin, names={"en": "Hers"}, published=True, approvals=[step])
    ticket = ask(mert, service)
    Person.objects.filter(pk=selin.pk).update(is_active=False)
    with pytest.raises(WrongInput, match="left"):
        actions.remind_now(actor=leyla, approval=asked(ticket).pk)
    with clock.frozen_at(clock.now() + timedelta(hours=25)):
        chase_approvals()
    assert OutgoingMail.objects.filter(kind="approval", to=[selin.email]).count() == 1
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        chase_approvals()
    assert Ticket.objects.get(pk=ticket.pk).status == "resolved"
