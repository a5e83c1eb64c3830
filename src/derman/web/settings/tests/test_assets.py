"""The list of assets on its pages: out as a file, and the tickets that name one."""

from __future__ import annotations

import pytest

from derman.assets.actions import save_asset
from derman.catalogue.actions import save_service
from derman.desk.models import AuditEntry
from derman.tickets import actions

pytestmark = pytest.mark.django_db
BACKEND = "derman.people.backends.AddressBackend"


@pytest.fixture
def laptop(elif_, mert):
    return save_asset(actor=elif_, name="ThinkPad", number="NB-1", person=mert.pk)


@pytest.fixture
def named(aylin, mert, laptop):
    form = [{"key": "device", "type": "asset", "labels": {"en": "Device"}, "required": True}]
    service = save_service(actor=aylin, names={"en": "Repair"}, form=form, published=True)
    return [
        actions.ask_for(actor=mert, requester=mert, service=service.pk, given={"device": "NB-1"}).ticket.pk
        for _ in range(22)
    ]


def test_the_list_is_taken_along(client, elif_, laptop):
    client.force_login(elif_, backend=BACKEND)
    assert "/desk/settings/assets/export/" in client.get("/desk/settings/assets/").content.decode()
    answer = client.get("/desk/settings/assets/export/")
    assert "assets-" in answer.headers["Content-Disposition"]
    assert "ThinkPad,laptop,NB-1" in answer.content.decode()
    assert AuditEntry.objects.filter(actor=elif_, kind="assets.exported").exists()


def test_a_requester_takes_nothing_along(client, mert, laptop):
    client.force_login(mert, backend=BACKEND)
    assert client.get("/desk/settings/assets/export/").status_code == 404


def test_an_asset_shows_the_tickets_that_name_it_page_by_page(client, elif_, kaan, security, laptop, named):
    actions.hand_over(actor=None, ticket=named[-1], team=security)
    client.force_login(elif_, backend=BACKEND)
    page = client.get(f"/desk/settings/assets/{laptop.pk}/").content.decode()
    shown = [number for number in named if f"/desk/tickets/{number}/" in page]
    assert shown == named[1:-1]
    assert f"?before={named[1]}" in page
    later = client.get(f"/desk/settings/assets/{laptop.pk}/?before={named[1]}").content.decode()
    assert f"/desk/tickets/{named[0]}/" in later
    assert "?before=" not in later
    client.force_login(kaan, backend=BACKEND)
    assert f"/desk/tickets/{named[-1]}/" in client.get(f"/desk/settings/assets/{laptop.pk}/").content.decode()


def test_an_asset_that_nothing_names_says_so(client, elif_, laptop):
    client.force_login(elif_, backend=BACKEND)
    assert "No ticket that you may see names it" in client.get(f"/desk/settings/assets/{laptop.pk}/").content.decode()
    assert "Tickets that name it" not in client.get("/desk/settings/assets/add/").content.decode()
