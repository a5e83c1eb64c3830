"""Seeding: what it writes is what the desk itself would have written."""

from __future__ import annotations

import json

import pytest

from derman.channels.mail.models import IncomingMail, MailReference, OutgoingMail
from derman.people.models import Person, Role
from derman.search import queries as search
from derman.site.bench.articles import made_up, measure, seed_articles
from derman.site.bench.ledger import fill
from derman.site.bench.lines import BadLine
from derman.site.bench.made_up import MadeUp
from derman.site.bench.seeding import seed, seed_lines
from derman.tickets import queries
from derman.tickets.models import Event, Message, Status, Ticket

pytestmark = pytest.mark.django_db


def silent(line):
    """Progress nobody reads."""


@pytest.fixture
def seeded(desk):
    seed(tickets=60, seed_=3, messages=4, say=silent)


def test_the_same_seed_makes_the_same_tickets():
    assert list(MadeUp(5, 50).tickets(4)) == list(MadeUp(5, 50).tickets(4))
    assert list(MadeUp(5, 50).tickets(4)) != list(MadeUp(6, 50).tickets(4))


def test_every_ticket_has_its_messages_and_is_in_both_languages(seeded):
    assert Ticket.objects.count() == 60
    assert Message.objects.count() == 240
    assert set(Ticket.objects.values_list("language", flat=True)) == {"tr", "en"}


def test_most_tickets_are_done_and_the_rest_is_spread(desk):
    seed(tickets=2_000, seed_=1, messages=1, say=silent)
    done = Ticket.objects.filter(status__in=[Status.RESOLVED, Status.CLOSED, Status.SPAM]).count()
    assert 0.86 < done / 2_000 < 0.94
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    assert Ticket.objects.values("team").distinct().count() == 6
    assert set(Ticket.objects.values_list("priority", flat=True)) == {1, 2, 3, 4}
    assert Ticket.objects.exclude(assignee=None).values("assignee").distinct().count() == 20


def test_the_timeline_agrees_with_the_messages_and_the_ticket(seeded):
    for ticket in Ticket.objects.all():
        events = list(Event.objects.filter(ticket=ticket).order_by("seq"))
        messages = list(Message.objects.filter(ticket=ticket).order_by("seq"))
        assert [event.seq for event in events] == list(range(1, ticket.seq + 1))
        assert events[0].kind == "ticket.opened"
        said = {event.seq: event for event in events if event.details.get("message")}
        assert {message.seq: message.pk for message in messages} == {
            seq: event.details["message"] for seq, event in said.items()
        }
        assert ticket.message_seq == messages[-1].seq
        assert messages[-1].text.split()[0] in ticket.excerpt or not messages[-1].public
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert ticket.updated_at == events[-1].at
        statuses = [event.details["after"]["status"] for event in events if event.kind == "status.changed"]
        assert (statuses or ["new"])[-1] == ticket.status or ticket.status == Status.SPAM


def test_seeded_tickets_are_on_the_queue_and_in_the_search(seeded):
    agent = Person.objects.filter(role=Role.AGENT).first()
    row = queries.page(agent, "all").rows[0]
    assert row.ticket.pk in [hit.number for hit in search.tickets(agent, row.ticket.subject, limit=60)]


def test_a_desk_can_be_seeded_twice_and_goes_on_by_itself(seeded, mert):
    seed(tickets=10, seed_=4, messages=2, say=silent)
    assert Ticket.objects.count() == 70
    newest = Ticket.objects.order_by("-pk")[0].pk
    assert Ticket.objects.create(requester=mert, channel="portal", subject="Next").pk == newest + 1


GIVEN = {
    "number": 48213,
    "subject": "VPN\tdrops",
    "lang": "tr",
    "requester": {"name": "Mert Kaya", "email": "Mert.Kaya@ege.example"},
    "team": "L2 Network",
    "status": "waiting",
    "priority": "high",
    "assignee": {"name": "Derya Aydın", "email": "derya@ege.example"},
    "created": "2026-03-02T08:00:00Z",
    "messages": [
        {"author": {"name": "Mert", "email": "mert.kaya@ege.example"}, "staff": False, "public": True,
         "text": "a\\b\nc\td"},
        {"author": {"name": "Elif", "email": "elif@ege.example"}, "staff": True, "public": False, "text": "Sabotaj"},
        {"author": {"name": "Elif", "email": "elif@ege.example"}, "staff": True, "public": True, "text": "Merhaba",
         "at": "2026-03-02T11:00:00Z"},
    ],
}  # fmt: skip


def given(tmp_path, *rows):
    path = tmp_path / "tickets.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_given_tickets_keep_their_numbers_and_new_ones_follow(desk, mert, tmp_path):
    assert seed_lines(given(tmp_path, GIVEN), say=silent) == 1
    ticket = Ticket.objects.get(pk=48213)
    assert (ticket.status, ticket.priority, ticket.team.name) == ("waiting", 2, "L2 Network")
    assert ticket.assignee.name == "Derya Aydın"
    assert ticket.first_response_at.isoformat() == "2026-03-02T11:00:00+00:00"
    assert [message.text for message in ticket.messages.all()] == ["a\\b\nc\td", "Sabotaj", "Merhaba"]
    assert Ticket.objects.create(requester=mert, channel="portal", subject="Next").pk == 48214


def test_staff_authors_become_agents_and_requesters_do_not(desk, tmp_path):
    seed_lines(given(tmp_path, GIVEN), say=silent)
    roles = dict(Person.objects.values_list("name", "role"))
    assert roles["Elif"] == roles["Derya Aydın"] == Role.AGENT
    assert Person.objects.get(addresses__folded="mert.kaya@ege.example").role == Role.REQUESTER


def test_two_spellings_of_an_address_are_one_person(desk, tmp_path):
    seed_lines(given(tmp_path, GIVEN), say=silent)
    assert Message.objects.order_by("pk")[0].author == Ticket.objects.get(pk=48213).requester


@pytest.mark.parametrize("wrong", [{"status": "open?"}, {"priority": 7}, {"created": "yesterday"}, {"requester": None}])
def test_a_line_that_cannot_be_used_is_named(desk, tmp_path, wrong):
    with pytest.raises(BadLine, match="line 2"):
        seed_lines(given(tmp_path, GIVEN, GIVEN | {"number": 2} | wrong), say=silent)
    assert not Ticket.objects.exists()


def test_a_grown_ledger_is_of_the_desks_own_messages(seeded):
    assert fill(mails=130, say=silent) == 130
    fill(mails=20, say=silent)
    assert IncomingMail.objects.filter(state="filed").values("message_id_hash").distinct().count() == 150
    assert MailReference.objects.count() == OutgoingMail.objects.filter(state="sent").count() == 150
    reference = MailReference.objects.select_related("message")[0]
    assert reference.message.ticket_id == reference.ticket_id


def test_articles_are_published_found_and_asked_for(desk):
    assert seed_articles(articles=150, seed=3, say=silent) == 150
    assert list(made_up(5, 3)) == list(made_up(5, 3)) != list(made_up(5, 4))
    assert len(search.answers(None, "vpn", lang="en")) == 20
    figures = measure(2)
    assert figures["common"]["hits"] > 5
    assert figures["rare with a mistake"]["hits"] >= 1
    assert figures["nothing like it"]["hits"] == 0
