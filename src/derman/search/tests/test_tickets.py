"""What the search finds, and for whom."""

from __future__ import annotations

import pytest

from derman.kernel import sql
from derman.people import actions as people_actions
from derman.people.facts import PersonChanged
from derman.search import handlers, indexing, queries
from derman.search.indexing import index_all, index_tickets
from derman.search.jobs import index_requester
from derman.tickets import actions
from derman.tickets.facts import MessageAdded, TicketChanged
from derman.tickets.incoming import Incoming
from derman.tickets.models import Ticket
from tests.cast import asks


def numbers(person, text, **limits):
    return [hit.number for hit in queries.tickets(person, text, **limits)]


@pytest.fixture
def printer(front_line, selin):
    ticket = asks(selin, "Yazıcı çalışmıyor", "Üçüncü kattaki YAZICIDAN çıktı alamıyorum. Hata ORA-00942.")
    index_tickets([ticket.pk])
    return ticket


@pytest.fixture
def found_vpn(vpn):
    index_tickets([vpn.pk])
    return vpn


@pytest.mark.parametrize("text", ["yazıcı", "YAZICI", "yazici", "Yazicı", "yazıcılar", "yaz", "çıktı", "cikti alam"])
def test_case_and_turkish_signs_make_no_difference(elif_, printer, text):
    assert numbers(elif_, text) == [printer.pk]


@pytest.mark.parametrize("text", ["drops", "drop", "dropping", "vpn ten minutes", "VPN'e"])
def test_words_are_found_in_their_other_forms(elif_, found_vpn, text):
    assert numbers(elif_, text) == [found_vpn.pk]


@pytest.mark.parametrize("text", ["Mert", "kaya", "mert kaya", "mert@ege.example"])
def test_a_ticket_is_found_by_its_requester(elif_, found_vpn, text):
    assert numbers(elif_, text) == [found_vpn.pk]


def test_a_ticket_is_found_by_its_number_before_all_that_mention_it(elif_, found_vpn, mert):
    other = asks(mert, "Another one", f"Like {found_vpn.pk}, only worse")
    index_tickets([other.pk])
    assert numbers(elif_, f"#{found_vpn.pk}") == [found_vpn.pk, other.pk]
    assert numbers(elif_, f" {found_vpn.pk} ")[0] == found_vpn.pk


def test_a_number_is_found_by_its_beginning_the_newest_first(elif_, selin, found_vpn, mert):
    all_of_them = [found_vpn.pk, *(asks(mert, "Another").pk for _ in range(12))]
    beginning = str(found_vpn.pk)[:-1]
    begun = sorted((number for number in all_of_them if str(number).startswith(beginning)), reverse=True)
    found = numbers(elif_, beginning)
    assert found == begun
    begun = sorted((number for number in all_of_them if str(number).startswith(beginning[:-1])), reverse=True)
    assert numbers(elif_, f"#{beginning[:-1]}") == begun[:10]
    assert numbers(elif_, str(found_vpn.pk)[:2]) == []
    assert numbers(mert, beginning) == found
    assert numbers(selin, beginning) == []


@pytest.mark.parametrize("text", ["ORA-00942", "ora 00942", "00942"])
def test_codes_are_found_whole_and_in_parts(elif_, printer, text):
    assert numbers(elif_, text) == [printer.pk]


def test_all_words_must_occur(elif_, printer, found_vpn):
    assert numbers(elif_, "yazıcı vpn") == []


@pytest.mark.parametrize("text", ["yazcii", "yazlci", "yazicci", "çalışmyor"])
def test_a_typing_mistake_is_forgiven_when_nothing_is_found(elif_, printer, text):
    assert numbers(elif_, text) == [printer.pk]


def test_a_word_in_the_subject_counts_more_than_in_a_message(elif_, selin):
    in_subject = asks(selin, "Projector", "It is dark.")
    in_text = asks(selin, "It is dark", "The projector.")
    index_tickets([in_subject.pk, in_text.pk])
    assert numbers(elif_, "projector") == [in_subject.pk, in_text.pk]


def test_the_excerpt_shows_the_words_around_the_hit(elif_, printer):
    (hit,) = queries.tickets(elif_, "ora-00942")
    assert "Hata ORA-00942." in hit.excerpt.text
    assert (hit.requester, hit.status, hit.subject) == ("Selin Aksoy", printer.status, "Yazıcı çalışmıyor")


def test_every_message_is_searched(elif_, found_vpn):
    message = actions.reply(actor=elif_, ticket=found_vpn.pk, text="Please renew the certificate.")
    handlers.index(MessageAdded(ticket=found_vpn.pk, message=message.pk, public=True, staff=True, automatic=False))
    assert numbers(elif_, "certificate") == [found_vpn.pk]
    assert numbers(elif_, "drops") == [found_vpn.pk]


def test_a_new_subject_is_found_and_the_old_one_is_not(elif_, mert, front_line, django_capture_on_commit_callbacks):
    ticket = asks(mert, "Keyboard", "It is broken.")
    index_tickets([ticket.pk])
    actions.set_subject(actor=elif_, ticket=ticket.pk, subject="Mouse")
    index_tickets([ticket.pk])
    assert numbers(elif_, "mouse") == [ticket.pk]
    assert numbers(elif_, "keyboard") == []


def test_only_changes_of_words_are_indexed_anew(found_vpn, monkeypatch):
    queued = []
    monkeypatch.setattr(handlers.jobs, "enqueue", lambda work, **details: queued.append((work.name, details)))
    handlers.index_new_subject(TicketChanged(ticket=found_vpn.pk, kinds=["assignee.changed"], act=""))
    assert queued == []
    handlers.index_new_subject(TicketChanged(ticket=found_vpn.pk, kinds=["subject.changed"], act=""))
    assert queued == [("search.index_ticket", {"ticket": found_vpn.pk})]


def test_spam_is_indexed_though_its_opening_is_no_news(mert, front_line, monkeypatch):
    queued = []
    monkeypatch.setattr(handlers.jobs, "enqueue", lambda work, **details: queued.append((work.name, details)))
    told = Incoming(channel="email", sender=mert, subject="Prize", text="You won.", spam=True)
    ticket = actions.receive(told).ticket
    assert ("search.index_ticket", {"ticket": ticket.pk}) in queued


def test_a_requester_is_found_by_a_new_name(elif_, aylin, mert, found_vpn):
    people_actions.change_person(actor=aylin, person=mert, name="Kerem Kaya")
    index_requester(person=mert.pk)
    assert numbers(elif_, "kerem") == [found_vpn.pk]
    assert numbers(elif_, "mert kaya") == [found_vpn.pk]  # by the address, which stayed


def test_a_person_without_tickets_costs_no_job(mert, vpn, selin, monkeypatch):
    queued = []
    monkeypatch.setattr(handlers.jobs, "enqueue", lambda work, **details: queued.append((work.name, details)))
    handlers.index_person(PersonChanged(person=selin.pk))
    handlers.index_person(PersonChanged(person=mert.pk))
    assert queued == [("search.index_requester", {"person": mert.pk})]


def test_a_withdrawn_message_is_not_found(elif_, found_vpn):
    message = actions.reply(actor=elif_, ticket=found_vpn.pk, text="Somewhat embarrassing")
    message.withdrawn_at = message.created_at
    message.save(update_fields=["withdrawn_at"])
    index_tickets([found_vpn.pk])
    assert numbers(elif_, "embarrassing") == []


# who finds what


def test_tickets_of_a_closed_team_are_found_by_its_members_only(secret, elif_, kaan, leyla, aylin):
    index_tickets([secret.pk])
    assert numbers(kaan, "badge") == [secret.pk]
    assert [numbers(person, "badge") for person in (elif_, leyla, aylin)] == [[], [], []]
    assert numbers(elif_, str(secret.pk)) == []


def test_hits_that_one_may_not_see_do_not_hide_those_that_one_may(secret, elif_, security, selin, monkeypatch):
    ours = asks(selin, "Badge printer", "Out of paper")
    hidden = [asks(selin, "Badge stolen", "Again") for _ in range(4)]
    for ticket in hidden:
        actions.hand_over(actor=None, ticket=ticket.pk, team=security)
    index_tickets([ours.pk, *(ticket.pk for ticket in hidden)])
    monkeypatch.setattr(queries, "FIRST", 1)
    assert numbers(elif_, "badge", limit=1) == [ours.pk]


def test_a_requester_finds_only_own_tickets(selin, mert, printer, found_vpn):
    assert numbers(selin, "yazıcı") == [printer.pk]
    assert numbers(mert, "yazıcı") == []
    assert numbers(mert, str(printer.pk)) == []


def test_notes_are_found_by_agents_and_never_by_the_requester(elif_, mert, found_vpn):
    actions.note(actor=elif_, ticket=found_vpn.pk, text="Suspected sabotage, drops on purpose")
    index_tickets([found_vpn.pk])
    assert numbers(elif_, "sabotage") == [found_vpn.pk]
    assert queries.tickets(mert, "sabotage") == []
    assert queries.tickets(mert, "purpose drops") == []
    (hit,) = queries.tickets(mert, "drops")
    assert "purpose" not in hit.excerpt.text


def test_an_agent_in_the_portal_finds_only_what_they_asked_for_themselves(elif_, found_vpn):
    own = asks(elif_, "My own VPN", "Help.")
    index_tickets([own.pk])
    assert [hit.number for hit in queries.own_tickets(elif_, "vpn")] == [own.pk]


def test_who_is_in_copy_finds_the_ticket(selin, elif_, found_vpn):
    actions.set_followers(actor=elif_, ticket=found_vpn.pk, followers=[selin.pk])
    assert numbers(selin, "drops") == [found_vpn.pk]


def test_somebody_without_an_account_finds_nothing(found_vpn, mert):
    mert.is_active = False
    assert numbers(mert, "vpn") == []


# whatever is typed

ODD = [
    "", " ", "'", '"', "\\", "&", "|", "!", "a & !b | (c", "<->", ":*", "yazici:*", "'yazici", "\0", "vpn\0drops", "😀",
    "😀 vpn", "\ud800", "%", "_", "vpn%", "((((", "-", "--", "#", "#0", "#99999999999999999999", "9" * 18, "1" * 5000,
    "x" * 10_000, "vpn " * 2_500, "ß ﬁ ½ ﷺ", "Ⅷ", "ı̇", "e\u0301", "日本語", "the", "ve", "a", "\u200b", "a@b", "http://[",
    "1.2.3.4", "a" * 41, "İ" * 60, "👩‍👩‍👧", "​", "\uffff", "\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_nothing_that_is_typed_breaks_the_search(elif_, mert, found_vpn, text):
    assert len(queries.tickets(elif_, text)) <= 1
    queries.tickets(mert, text)
    queries.people(elif_, text)


@pytest.mark.parametrize("text", [text for text in ODD if "\0" not in text and "\ud800" not in text])
def test_nothing_that_is_written_breaks_the_index(elif_, mert, front_line, text):
    ticket = asks(mert, text or "?", f"{text} needle {text}")
    index_tickets([ticket.pk])
    assert numbers(elif_, "needle") == [ticket.pk]


def test_a_very_long_ticket_is_indexed_as_far_as_there_is_room(elif_, mert, front_line):
    text = " ".join(f"word{place}日本{place}" for place in range(25_000))
    ticket = asks(mert, "Long", text)
    for _ in range(3):
        actions.note(actor=elif_, ticket=ticket.pk, text=text[::-1])
    index_tickets([ticket.pk])
    assert numbers(elif_, "long") == [ticket.pk]


@pytest.mark.parametrize(("text", "most"), [("vpn", 5), ("#1", 3), ("nothing at all like this", 6), ("drosp", 8)])
def test_the_number_of_statements_does_not_grow(elif_, mert, front_line, django_assert_max_num_queries, text, most):
    for place in range(30):
        asks(mert, f"VPN {place}", "It drops.")
    index_all()
    queries.tickets(elif_, text)
    with django_assert_max_num_queries(most):
        queries.tickets(elif_, text)


def test_common_words_are_found_across_eras(elif_, mert):
    places = (900, 5_000, 70_000, 200_000, 200_001)
    for number in places:
        Ticket.objects.create(number=number, requester=mert, channel="portal", subject="Common word")
    index_all(anew=True)
    assert numbers(elif_, "common") == list(reversed(places))


# people


@pytest.mark.parametrize("text", ["selin", "SELİN", "aksoy", "selin ak", "aks sel", "selin@ege.example", "selin@"])
def test_agents_find_people_by_name_and_address(elif_, selin, mert, text):
    assert queries.people(elif_, text) == [selin]


def test_requesters_find_nobody_but_themselves(selin, mert):
    assert queries.people(selin, "mert") == []
    assert queries.people(selin, "selin") == [selin]


def test_people_who_left_are_not_found(elif_, aylin, selin):
    people_actions.change_person(actor=aylin, person=selin, active=False)
    assert queries.people(elif_, "selin") == []


def waiting_jobs() -> int:
    return len(sql.rows("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'search.index_ticket' AND status = 'todo'"))


def test_a_new_ticket_is_found_without_any_job(elif_, mert, front_line):
    ticket = asks(mert, "Scanner", "The glass is broken.")
    assert numbers(elif_, "glass") == [ticket.pk]
    assert waiting_jobs() == 0


def test_a_burst_of_messages_on_a_long_ticket_is_one_job(elif_, mert, front_line):
    ticket = asks(mert, "Alarm", "disk " * 10_000)
    for turn in range(5):
        actions.note(actor=elif_, ticket=ticket.pk, text=f"Seen {turn}")
    assert waiting_jobs() == 1


def test_what_cannot_be_indexed_stops_no_message(elif_, mert, front_line, monkeypatch):
    # fails in the database, in the middle of what else the opening of a ticket writes
    broken = "INSERT INTO search_word SELECT word, 1 / 0 FROM unnest(%s::text[], %s::int[]) AS given(word, share)"
    monkeypatch.setattr(indexing, "_WORDS", broken)
    ticket = asks(mert, "Scanner", "The glass is broken.")
    assert ticket.messages.count() == 1
    assert waiting_jobs() == 1
