"""The composer's saved replies: its list, and one filled in for the ticket."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.people.models import Person
from derman.replies import actions
from derman.replies.models import SavedReply
from derman.tickets.models import Ticket
from tests.cast import asks


def test_the_list_shows_what_would_be_written_to_this_requester(
    as_, elif_: Person, derya: Person, selin: Person, vpn: Ticket
) -> None:
    texts = {"en": "Hello {{requester.name}}", "tr": "Merhaba {{requester.name}}"}
    reply = actions.save(actor=elif_, name="Selamlama", folder="Günlük", texts=texts)
    actions.save(actor=derya, name="Selam", texts={"tr": "x"})
    turkish = asks(selin)
    client = as_(elif_)
    shown = client.get(f"/desk/tickets/{turkish.pk}/replies/?q=SELAM gunluk").json()["replies"]
    assert [(line["id"], line["excerpt"], line["language"]) for line in shown] == [
        (reply.pk, "Merhaba {{requester.name}}", "tr")
    ]
    assert client.get(f"/desk/tickets/{vpn.pk}/replies/").json()["replies"][0]["excerpt"].startswith("Hello")
    assert client.get(f"/desk/tickets/{vpn.pk}/replies/?q=printer").json() == {"replies": []}


def test_using_one_fills_it_and_counts(as_, elif_: Person, vpn: Ticket) -> None:
    reply = actions.save(actor=elif_, name="Hello", texts={"en": "Dear {{requester.first_name}}"})
    answer = as_(elif_).post(f"/desk/tickets/{vpn.pk}/replies/{reply.pk}/")
    assert answer.json() == {"text": "Dear Mert", "language": "en", "missing": [], "files": []}
    assert SavedReply.objects.get().used == 1


def test_neither_others_replies_nor_tickets_that_one_may_not_see(
    as_, elif_: Person, derya: Person, secret: Ticket, vpn: Ticket
) -> None:
    theirs = actions.save(actor=derya, name="Hello", texts={"en": "x"})
    own = actions.save(actor=elif_, name="Subject?", texts={"en": "{{ticket.subject}}"})
    client = as_(elif_)
    assert client.post(f"/desk/tickets/{vpn.pk}/replies/{theirs.pk}/").status_code == 404
    assert client.post(f"/desk/tickets/{secret.pk}/replies/{own.pk}/").status_code == 404
    assert client.get(f"/desk/tickets/{secret.pk}/replies/").status_code == 404
    assert not SavedReply.objects.filter(used__gt=0).exists()


def test_the_list_costs_the_same_whatever_its_length(as_, elif_: Person, vpn: Ticket) -> None:
    client = as_(elif_)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/desk/tickets/{vpn.pk}/replies/?q=a b")
        return len(asked)

    actions.save(actor=elif_, name="a b", texts={"en": "x"})
    first = statements()
    for number in range(5):
        actions.save(actor=elif_, name=f"a b {number}", texts={"en": "x"})
    assert statements() == first
