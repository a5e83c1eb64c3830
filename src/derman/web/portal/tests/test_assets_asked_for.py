"""A form of a service that asks for a device: what is offered, what is refused, and what the agent sees."""

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.tickets.models import ServiceRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def repair(aylin, elif_, mert, selin):
    save_asset(actor=elif_, name="ThinkPad T14", number="NB-1042", serial="PF3XYZ", person=mert.pk, place="Ankara")
    save_asset(actor=elif_, name="ThinkPad X1", number="NB-7", person=selin.pk)
    form = [{"key": "device", "type": "asset", "labels": {"en": "Device"}, "required": True}]
    return f"/services/{save_service(actor=aylin, names={'en': 'Repair'}, form=form, published=True).slug}/"


def test_a_requester_is_offered_their_own_and_the_agent_sees_what_is_known_of_it(repair, mert, elif_, signed_in_as):
    page = signed_in_as(mert).get(repair).content.decode()
    assert "ThinkPad T14 (NB-1042)" in page
    assert "X1" not in page
    assert signed_in_as(mert).post(repair, {"a_device": "NB-7"}).status_code == 422
    assert signed_in_as(mert).post(repair, {"a_device": "NB-1042"}).status_code == 302
    number = ServiceRequest.objects.get().ticket_id
    shown = signed_in_as(elif_).get(f"/desk/tickets/{number}/").content.decode()
    assert "PF3XYZ" in shown
    assert "/desk/settings/assets/" in shown


def test_an_agent_writes_a_number_and_keeps_what_was_typed_where_it_is_wrong(repair, elif_, signed_in_as):
    answer = signed_in_as(elif_).post(repair, {"a_device": "thinkpad"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="thinkpad"' in page
    assert "ThinkPad X1 (NB-7)" in page
    assert signed_in_as(elif_).post(repair, {"a_device": "x1"}).status_code == 302
