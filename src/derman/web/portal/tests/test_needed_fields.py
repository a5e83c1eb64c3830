"""What must be filled in is asked on the form, for requesters and for agents, and named where it is missing."""

from __future__ import annotations

import pytest

from derman.tickets import actions, queries
from derman.tickets.models import Ticket

COLOURS = [{"labels": {"en": "Red"}}, {"labels": {"en": "Blue"}}]


@pytest.fixture
def colour(front_line):
    return actions.save_field(
        actor=None, labels={"en": "Colour"}, asks="choice", choices=COLOURS, required="opening", visible=True
    )


def test_a_requester_is_asked_and_told_and_nothing_typed_is_lost(mert, client, colour):
    client.force_login(mert)
    assert "own-colour" in client.get("/requests/new/").content.decode()
    sent = {"subject": "Printer", "text": "It is dark.", "kind": "incident", "category": ""}
    refused = client.post("/requests/new/", sent)
    assert refused.status_code == 422
    assert "Fill in first: Colour." in refused.content.decode()
    assert "It is dark." in refused.content.decode()
    assert client.post("/requests/new/", sent | {"own-colour": "c2"}).status_code == 302
    assert queries.values_of(Ticket.objects.get().pk) == {"colour": "c2"}


def test_an_agent_is_asked_for_what_the_chosen_category_needs(elif_, mert, client, front_line):
    printers = actions.save_category(actor=None, names={"en": "Printers"})
    actions.save_field(
        actor=None, labels={"en": "Model"}, asks="text", key="model", categories=[printers.pk], required="opening"
    )
    client.force_login(elif_)
    assert "own-model" not in client.get("/desk/tickets/new/").content.decode()
    sent = {
        "email": mert.email, "name": "", "subject": "Printer", "text": "Dark", "channel": "phone", "kind": "incident",
        "category": printers.pk, "priority": "normal",
    }  # fmt: skip
    refused = client.post("/desk/tickets/new/", sent)
    assert refused.status_code == 422
    assert 'name="own-model"' in refused.content.decode()
    assert "Fill in first: Model." in refused.content.decode()
    assert client.post("/desk/tickets/new/", sent | {"own-model": "M12"}).status_code == 302
    assert queries.values_of(Ticket.objects.get().pk) == {"model": "M12"}
