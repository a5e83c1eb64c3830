"""Which tickets name a device."""

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.tickets import actions
from derman.tickets.queries import naming
from tests.cast import asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(elif_, mert):
    return save_asset(actor=elif_, name="ThinkPad T14", number="NB-1042", person=mert.pk)


@pytest.fixture
def repair(aylin):
    form = [{"key": "device", "type": "asset", "labels": {"en": "Device"}, "required": True}]
    return save_service(actor=aylin, names={"en": "Repair"}, form=form, published=True)


@pytest.fixture
def named(laptop, repair, aylin, elif_, mert):
    """A ticket that names it in a form, then one that does in a field; another names another one."""
    field = actions.save_field(actor=aylin, labels={"en": "Device"}, asks="asset")
    other = save_asset(actor=elif_, name="ThinkPad X1", number="NB-7", person=mert.pk)
    form, besides = (
        actions.ask_for(actor=mert, requester=mert, service=repair.pk, given={"device": device.number}).ticket
        for device in (laptop, other)
    )
    ticket = asks(mert, "Slow", "Very slow.")
    actions.set_own_fields(actor=elif_, ticket=ticket.pk, values={field.key: laptop.number})
    assert [one.pk for one in naming(elif_, other)] == [besides.pk]
    return [ticket.pk, form.pk]


def numbers(asker, asset, **more):
    return [ticket.pk for ticket in naming(asker, asset, **more)]


def test_forms_and_fields_name_it_the_newest_first(named, laptop, elif_, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert numbers(elif_, laptop) == named


def test_page_by_page(named, laptop, elif_):
    assert numbers(elif_, laptop, size=0) == named[:1]
    assert numbers(elif_, laptop, before=named[0]) == named[1:]


def test_only_what_may_be_seen(named, laptop, elif_, kaan, selin, mert, security):
    actions.hand_over(actor=None, ticket=named[0], team=security)
    assert numbers(elif_, laptop) == named[1:]
    assert numbers(kaan, laptop) == named
    assert numbers(selin, laptop) == []
    assert numbers(mert, laptop) == named


def test_by_the_number_that_it_had(named, laptop, elif_, mert):
    renamed = save_asset(actor=elif_, asset=laptop.pk, name="ThinkPad T14", number="TR 900", person=mert.pk)
    assert numbers(elif_, renamed) == named
    fresh = save_asset(actor=elif_, name="Another", number="AN-1")
    assert numbers(elif_, fresh) == []
