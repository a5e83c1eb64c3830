"""A rule of the desk: when something happens, if it holds, then it is done, written down, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.automation import actions, queries
from derman.automation.jobs import follow, follow_some, keep_time
from derman.automation.models import Happening, Ran, Rule
from derman.automation.tests.writing import HIGH, leaf, rule, writes
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.notify.models import Notice
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketError
from derman.tickets.events import RuleRan
from derman.tickets.models import Event, Message, Ticket
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul


def kinds(ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket).values_list("kind", flat=True))


def test_a_turkish_word_in_capitals_makes_a_printer_urgent_and_the_timeline_says_why(leyla, selin, front_line):
    written = rule(leyla, conditions={"all": [leaf("words", "YAZICI"), {"none": [leaf("org", "none", negated=True)]}]})
    printer, other = asks(selin, "Yazıcılar çalışmıyor"), asks(selin, "Ekran karardı")
    follow()
    printer.refresh_from_db(), other.refresh_from_db()
    assert (printer.priority, other.priority) == (2, 3)
    event = Event.objects.get(ticket=printer, kind="rule.ran")
    assert event.actor is None
    assert event.details["rule"] == written.pk
    assert event.details["version"] == 1
    assert event.details["because"] == [["words", "yazici"]]
    (ran,) = queries.runs(leyla, written.pk)
    assert (ran.ticket_id, ran.state, ran.act, ran.did) == (printer.pk, "done", event.act, ["priority"])
    assert not Happening.objects.exists()


def test_what_a_rule_did_is_taken_back_as_a_whole(leyla, elif_, mert, network, front_line):
    steps = [*HIGH, {"do": "team", "to": network.pk}, {"do": "tag", "to": "vpn"}, {"do": "task", "text": "Call back"}]
    rule(leyla, steps=steps)
    ticket = asks(mert)
    follow()
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.team, ticket.tags, ticket.tasks) == (2, network, ["vpn"], 1)
    ran = Event.objects.get(ticket=ticket, kind="rule.ran")
    assert ran.seq in tickets.can_be_taken_back(list(ticket.events.select_related("actor")), set())
    tickets.undo(actor=elif_, ticket=ticket.pk, act=ran.act)
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.team, ticket.tags, ticket.tasks) == (3, front_line, [], 0)


def test_rules_run_in_order_until_one_stops_and_each_sees_what_the_one_before_did(leyla, mert, front_line):
    rule(leyla)
    rule(leyla, conditions=leaf("priority", "high"), steps=[{"do": "tag", "to": "second"}], stop=True)
    rule(leyla, steps=[{"do": "tag", "to": "never"}])
    ticket = asks(mert)
    follow()
    ticket.refresh_from_db()
    assert ticket.tags == ["second"]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_rules_that_call_one_another_never_loop(leyla, mert, front_line, count):
    for place in range(count):
        others = [f"t{other}" for other in range(count) if other != place] or ["none"]
        steps = [{"do": "tag", "to": f"t{place}"}, *({"do": "untag", "to": other} for other in others)]
        rule(leyla, when="tags", steps=steps)
    ticket = asks(mert)
    tickets.set_tags(actor=leyla, ticket=ticket.pk, tags=["t0", "begin"])
    for _round in range(100):
        if not follow_some():
            break
    assert not Happening.objects.exists()
    assert Rule.objects.filter(active=True).count() == count
    assert Ran.objects.count() <= count  # each answers once to what a person did


def test_a_rule_that_runs_too_often_is_switched_off_and_its_owner_hears_of_it(leyla, mert, front_line):
    written = rule(leyla, most=2)
    asked = [asks(mert, f"Ticket {place}") for place in range(3)]
    follow()
    written.refresh_from_db()
    assert (written.active, written.off) == (False, "too_often")
    assert [Ticket.objects.get(pk=one.pk).priority for one in asked] == [2, 2, 3]
    notice = Notice.objects.get(kind="rule_off")
    assert (notice.person, notice.ticket) == (leyla, asked[2])


def test_a_rule_that_points_at_a_deleted_team_changes_nothing_and_says_so(leyla, aylin, mert, network, front_line):
    rule(leyla, steps=[{"do": "tag", "to": "net"}, {"do": "team", "to": network.pk}])
    tickets.remove_team(actor=aylin, team=network)
    ticket = asks(mert)
    follow()
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.team) == ([], front_line)
    (ran,) = queries.runs(leyla)
    assert (ran.state, ran.act, ran.why) == ("refused", None, "The team is no longer there.")
    assert "rule.ran" not in kinds(ticket)


def test_a_job_that_is_killed_and_comes_again_does_nothing_twice(leyla, mert, front_line):
    rule(leyla, steps=[{"do": "note", "text": "Hello {{requester.first_name}}"}])
    ticket = asks(mert)
    happened = list(Happening.objects.all())
    follow()
    Happening.objects.bulk_create(happened)  # as if its end had not been written
    follow()
    assert not Happening.objects.exists()
    assert list(ticket.messages.filter(public=False).values_list("text", flat=True)) == ["Hello Mert"]
    assert Ran.objects.count() == 1


def test_one_that_fails_for_a_ticket_leaves_that_ticket_whole_and_stops_no_other(leyla, mert, front_line, monkeypatch):
    rule(leyla, steps=[*HIGH, {"do": "webhook", "to": "https://hooks.example/x"}])
    first, second = asks(mert), asks(mert, "Second")
    broken = {first.pk}
    from derman.automation import outside

    real = outside.jobs.enqueue

    def breaks(work, **named):
        if named.get("told", {}).get("ticket", {}).get("number") in broken:
            raise ZeroDivisionError
        real(work, **named)

    monkeypatch.setattr(outside.jobs, "enqueue", breaks)
    follow()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.priority, second.priority) == (3, 2)
    assert {ran.ticket_id: ran.state for ran in Ran.objects.all()} == {first.pk: "refused", second.pk: "done"}


def test_once_a_ticket_is_once(leyla, mert, vpn):
    rule(leyla, when="received", steps=[{"do": "note", "text": "They wrote"}], once=True)
    writes(mert, vpn), writes(mert, vpn, "And again.")
    follow()
    assert vpn.messages.filter(public=False).count() == 1


def test_all_are_stopped_by_one_switch(leyla, mert, front_line):
    rule(leyla)
    actions.switch_all(actor=leyla, on=False)
    ticket = asks(mert)
    follow()
    assert not Ran.objects.exists()
    assert not Happening.objects.exists()
    actions.switch_all(actor=leyla, on=True)
    second = asks(mert, "Second")
    follow()
    assert list(Ran.objects.values_list("ticket", flat=True)) == [second.pk]
    assert ticket.pk != second.pk


def test_mails_notices_and_the_answer_to_the_requester_leave_with_the_rule(leyla, elif_, mert, front_line):
    steps = [
        {"do": "assignee", "to": elif_.pk},
        {"do": "notify", "to": "owner"},
        {"do": "mail", "to": "boss@ege.example", "text": "See #{{ticket.number}}"},
        {"do": "reply", "text": "We are at it, {{requester.name}}."},
    ]
    rule(leyla, steps=steps)
    ticket = asks(mert)
    follow()
    message = Message.objects.get(ticket=ticket, staff=True)
    assert (message.author, message.automatic, message.public) == (None, True, True)
    mails = {mail.kind: mail for mail in OutgoingMail.objects.filter(kind__in=["reply", "rule"])}
    assert mails["rule"].to == ["boss@ege.example"]
    assert mails["rule"].text == f"See #{ticket.pk}"
    assert (mails["reply"].message, mails["reply"].to) == (message, ["mert@ege.example"])
    from derman.channels.mail.composing import compose

    assert compose(mails["reply"])["Auto-Submitted"] == "auto-generated"
    assert Notice.objects.filter(person=leyla, kind="rule", ticket=ticket).exists()


def test_four_hours_without_an_answer_while_open(leyla, elif_, mert, front_line):
    with clock.frozen_at(MONDAY):
        rule(leyla, when="unanswered", hours=4, conditions=leaf("is", "open"))
        keep_time()
    with clock.frozen_at(MONDAY + timedelta(minutes=1)):
        waits, answered = asks(mert, "Waits"), asks(mert, "Answered")
    with clock.frozen_at(MONDAY + timedelta(hours=1)):
        tickets.reply(actor=elif_, ticket=answered.pk, text="Done")
        writes(mert, waits)
    with clock.frozen_at(MONDAY + timedelta(hours=4)):
        keep_time()
        assert not Ran.objects.exists()
    for minutes in (2, 3, 70):
        with clock.frozen_at(MONDAY + timedelta(hours=4, minutes=minutes)):
            keep_time()
    assert list(Ran.objects.values_list("ticket", flat=True)) == [waits.pk]
    waits.refresh_from_db()
    assert waits.priority == 2


def test_silence_counts_in_open_hours_and_a_new_rule_leaves_the_past_alone(leyla, elif_, mert, vpn):
    friday = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # five o'clock; the desk closes at six
    with clock.frozen_at(friday):
        tickets.reply(actor=elif_, ticket=vpn.pk, text="Does it work?", then="waiting")
        old = asks(mert, "Old")
    with clock.frozen_at(friday - timedelta(hours=1)):
        rule(leyla, when="silent", hours=3, working=True, steps=[{"do": "reply", "text": "Still there?"}])
        keep_time()
    with clock.frozen_at(friday + timedelta(hours=10)):
        keep_time()
        assert not Ran.objects.exists()
    monday = datetime(2026, 11, 23, 7, 35, tzinfo=UTC)  # two hours after opening at half past eight, and a bit
    for moment in (monday, monday + timedelta(days=3)):
        with clock.frozen_at(moment):
            keep_time()
    assert list(Ran.objects.values_list("ticket", flat=True)) == [vpn.pk]
    assert old.pk != vpn.pk
    vpn.refresh_from_db()
    assert vpn.status == "waiting"


@pytest.mark.parametrize("gone", ["deleted", "merged"])
def test_a_ticket_that_is_gone_when_the_rule_comes_to_it_stays_as_it_is(gone, leyla, mert, selin, front_line):
    """Between the rule's look and its lock somebody was quicker: nothing comes out of the bin, nothing is half done."""
    ticket, other = asks(mert), asks(selin, "VPN kopuyor")
    if gone == "deleted":
        tickets.delete(actor=leyla, ticket=ticket.pk)
    else:
        tickets.merge(actor=leyla, ticket=ticket.pk, into=other.pk)
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    for doing in ({"status": "waiting", "waiting_for": "vendor"}, {"note": "Seen.", "add_tags": ["seen"]}):
        with pytest.raises(TicketError):
            tickets.carry_out(
                ticket=ticket.pk, doing=tickets.Doing(**doing), ran=RuleRan(rule=1, version=1, name="A", when="tags")
            )
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before
