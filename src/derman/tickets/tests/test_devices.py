"""Devices in the forms of services and in the desk's own fields."""

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.catalogue.answering import words_of
from derman.catalogue.errors import WrongAnswers
from derman.tickets import actions
from derman.tickets.devices import facts_of
from derman.tickets.errors import WrongInput
from derman.tickets.models import OwnValues
from tests.cast import asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(elif_, mert):
    return save_asset(actor=elif_, name="ThinkPad T14", number="NB-1042", person=mert.pk)


@pytest.fixture
def theirs(elif_, selin):
    return save_asset(actor=elif_, name="ThinkPad X1", number="NB-7", person=selin.pk)


@pytest.fixture
def repair(aylin):
    form = [{"key": "device", "type": "asset", "labels": {"en": "Device"}, "required": True}]
    return save_service(actor=aylin, names={"en": "Repair"}, form=form, published=True)


def ask(person, service, device, actor=None):
    return actions.ask_for(
        actor=actor or person, requester=person, service=service.pk, given={"device": device}
    ).ticket.service_request.answers


def test_a_requester_chooses_among_their_own(laptop, theirs, repair, mert, elif_):
    (answer,) = ask(mert, repair, "nb-1042")
    assert answer["value"] == "NB-1042"
    assert words_of(answer) == "ThinkPad T14 (NB-1042)"
    assert facts_of(elif_, [answer]) == {"NB-1042": laptop}
    with pytest.raises(WrongAnswers) as caught:
        ask(mert, repair, "NB-7")
    assert set(caught.value.fields) == {"device"}
    assert "X1" not in caught.value.fields["device"]


def test_whoever_does_not_find_theirs_can_say_so(repair, mert, elif_):
    (answer,) = ask(mert, repair, "-")
    assert words_of(answer) == "Not in this list"
    assert facts_of(elif_, [answer]) == {}


def test_an_agent_names_any_by_number_or_by_words_that_fit_one(laptop, theirs, repair, mert, elif_):
    assert ask(mert, repair, "NB-7", elif_)[0]["value"] == "NB-7"
    assert ask(mert, repair, "x1", elif_)[0]["value"] == "NB-7"
    with pytest.raises(WrongAnswers) as caught:
        ask(mert, repair, "thinkpad", elif_)
    assert "NB-1042" in caught.value.fields["device"]
    assert "NB-7" in caught.value.fields["device"]


def test_a_device_stands_in_a_field_of_the_desk(laptop, aylin, elif_, mert):
    field = actions.save_field(actor=aylin, labels={"en": "Device"}, asks="asset")
    ticket = asks(mert, "Slow", "Very slow.")
    actions.set_own_fields(actor=elif_, ticket=ticket.pk, values={field.key: "thinkpad"})
    assert OwnValues.objects.get(ticket=ticket).values == {field.key: "NB-1042"}
    with pytest.raises(WrongInput):
        actions.set_own_fields(actor=elif_, ticket=ticket.pk, values={field.key: "NB-99"})


def test_what_a_ticket_says_of_a_device_stays_when_the_device_is_gone(laptop, repair, aylin, elif_, mert):
    from derman.assets.actions import remove_asset

    (answer,) = ask(mert, repair, "NB-1042")
    remove_asset(actor=aylin, asset=laptop.pk)
    assert words_of(answer) == "ThinkPad T14 (NB-1042)"
    assert facts_of(elif_, [answer]) == {}
