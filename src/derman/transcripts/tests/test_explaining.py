"""A ticket in five sentences, made from its events."""

from datetime import timedelta

import pytest
from django.utils import translation

from derman.kernel import clock
from derman.tickets import actions
from derman.tickets.models import ReadMark, Ticket
from derman.tickets.queries import find, seen_by
from derman.transcripts.explaining import explain
from derman.vendors import actions as vendors

CODES = ["opened", "here", "tried", "waiting", "due"]


def told(reader, ticket):
    """The sentences by code, each moment as “then”."""
    found = explain(reader, find(reader, ticket.pk), moment=lambda _moment: "then")
    assert [one.code for one in found] == CODES
    return {one.code: one.text for one in found}


def test_a_new_ticket_says_how_it_began_and_that_somebody_waits(elif_, vpn):
    said = told(elif_, vpn)
    assert said["opened"] == "Mert Kaya asked in the portal on then."
    assert said["here"] == "It is in the queue of L1 Front line since then, as no rule places it; nobody has it."
    assert said["tried"] == "So far nobody has answered, and nothing was tried."
    assert said["waiting"] == "Mert Kaya waits since then for somebody to take it."


def test_it_names_the_vendor_with_whom_it_is(elif_, leyla, vpn):
    details = vendors.Details(name="Arda Sunucu", contacts=[("", "destek@arda.example", "")])
    firm = vendors.save(actor=leyla, given=details)
    case = vendors.hand_to_vendor(actor=elif_, ticket=vpn.pk, vendor=firm.pk, text="Please look.")
    assert told(elif_, vpn)["waiting"] == "It is with the vendor Arda Sunucu since then."
    vendors.withdraw(actor=elif_, ticket=vpn.pk, case=case.pk)
    assert told(elif_, vpn)["waiting"] == "It waits for a vendor since then."


def test_it_says_whom_it_waits_for_and_why_it_is_here(elif_, leyla, vpn):
    actions.assign(actor=leyla, ticket=vpn.pk, assignee=elif_)
    assert told(elif_, vpn)["here"] == "Elif Yıldız has it since then, given by Leyla Tan."
    assert told(elif_, vpn)["waiting"] == "Mert Kaya waits for an answer of Elif Yıldız since then."
    actions.reply(actor=elif_, ticket=vpn.pk, text="Try the other network")
    said = told(elif_, vpn)
    assert said["tried"] == "So far: 1 answer written."
    assert said["waiting"] == "Mert Kaya was answered on then; the next step is up to Elif Yıldız."
    actions.wait(actor=elif_, ticket=vpn.pk, waiting_for="vendor")
    assert told(elif_, vpn)["waiting"] == "It waits for a vendor since then."
    actions.resolve(actor=elif_, ticket=vpn.pk)
    assert told(elif_, vpn)["waiting"] == "It is resolved since then, by Elif Yıldız."


def test_what_was_taken_back_is_not_told(elif_, vpn):
    actions.take(actor=elif_, ticket=vpn.pk)
    act = actions.last_act(actor=elif_, ticket=vpn.pk)
    assert told(elif_, vpn)["here"] == "Elif Yıldız took it on then."
    actions.undo(actor=elif_, ticket=vpn.pk, act=act.act)
    assert told(elif_, vpn)["here"].endswith("nobody has it.")


@pytest.mark.parametrize(
    ("promise", "due", "sentence"),
    [
        ("", None, "Nothing was promised, so nothing is due."),
        ("done", None, "Nothing that was promised is due any more."),
        ("resolution", None, "The clock stands still: the solution is due later."),
        ("first_response", 1, "Due next: the first answer, by then."),
        ("next_reply", -1, "Late: the next answer was due on then."),
    ],
)
def test_what_is_due_is_what_the_clock_says(elif_, vpn, promise, due, sentence):
    moment = clock.now() + timedelta(hours=due) if due else None
    Ticket.objects.filter(pk=vpn.pk).update(promise=promise, due_at=moment, promised_at=clock.now())
    assert told(elif_, vpn)["due"] == sentence


def test_it_speaks_turkish_and_names_the_events_it_is_made_from(elif_, vpn):
    with translation.override("tr"):
        found = explain(elif_, find(elif_, vpn.pk))
    assert all("%(" not in one.text for one in found)
    assert found[0].text.startswith("Mert Kaya")
    assert found[0].text != explain(elif_, find(elif_, vpn.pk))[0].text
    assert found[3].events == [vpn.events.get(kind="ticket.opened").pk]


def test_it_takes_the_same_statements_however_much_happened(elif_, vpn, django_assert_num_queries):
    for number in range(5):
        actions.set_tags(actor=elif_, ticket=vpn.pk, tags=[f"t{number}"])
        actions.reply(actor=elif_, ticket=vpn.pk, text="Again")
    ticket = find(elif_, vpn.pk)
    with django_assert_num_queries(2):
        explain(elif_, ticket)


def test_who_saw_it_and_how_far(elif_, leyla, vpn, mert):
    actions.mark_read(actor=leyla, ticket=vpn)
    ReadMark.objects.create(agent=elif_, ticket=vpn, seq=0)
    found = seen_by(elif_, find(elif_, vpn.pk))
    assert [(one.agent, one.all) for one in found] == [(leyla, True), (elif_, False)]
    assert found[0].until is not None
    assert seen_by(mert, vpn) == []
