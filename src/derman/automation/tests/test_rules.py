"""A rule of the desk: when something happens, if it holds, then it is done, written down, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from derman.automation import actions, queries
from derman.automation.beginning import begin
from derman.automation.errors import NotAllowed, WrongInput
from derman.automation.given import Given
from derman.automation.jobs import follow, follow_some, keep_time
from derman.automation.models import Happening, Ran, Rule
from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.notify.models import Notice
from derman.tickets import actions as tickets
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Event, Message, Ticket
from tests.cast import asks

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
HIGH = [{"do": "priority", "to": "high"}]


def rule(owner, when="opened", conditions=None, steps=None, **more) -> Rule:
    given = Given(name="Printers first", when=when, conditions=conditions or {}, steps=steps or HIGH, **more)
    return actions.switch(actor=owner, rule=actions.save(actor=owner, given=given).pk, on=True)


def leaf(key, *values, sign=":", negated=False):
    return {"key": key, "values": list(values), "sign": sign, "negated": negated}


def writes(person, ticket, text="And it is still so.", **more):
    incoming = Incoming(
        channel="email", sender=person, subject="Re", text=text, answers=ticket.pk, proof=Proof.TOKEN, **more
    )
    return tickets.receive(incoming)


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


@pytest.mark.parametrize(
    "given, field",
    [
        ({"name": " "}, "name"),
        ({"when": "never"}, "when"),
        ({"when": "silent", "hours": 0}, "hours"),
        ({"most": 0}, "most"),
        ({"steps": []}, "steps"),
        ({"steps": [{"do": "explode"}]}, "steps"),
        ({"steps": [{"do": "team", "to": 999_999}]}, "steps"),
        ({"steps": [{"do": "mail", "to": "nobody", "text": "x"}]}, "steps"),
        ({"steps": [{"do": "note", "text": "{{password}}"}]}, "steps"),
        ({"steps": [{"do": "webhook", "to": "file:///etc/passwd"}]}, "steps"),
        ({"steps": [{"do": "wait", "to": "date"}]}, "steps"),
        ({"conditions": leaf("colour", "red")}, "conditions"),
        ({"conditions": leaf("priority", "urgent")}, "conditions"),
        ({"conditions": leaf("created", "soon", sign=">")}, "conditions"),
        ({"conditions": {"all": [{"all": [{"all": [{"all": [leaf("is", "open")]}]}]}]}}, "conditions"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(leyla, given, field):
    with pytest.raises(WrongInput) as refused:
        Given(**{"name": "x", "when": "opened", "steps": HIGH, **given}).checked()
    assert refused.value.field == field


def test_versions_are_kept_and_brought_back(leyla, elif_, front_line):
    written = rule(leyla)
    actions.save(actor=leyla, given=Given(name="Other", when="received", steps=HIGH), rule=written.pk)
    back = actions.restore(actor=leyla, rule=written.pk, version=1)
    assert (back.name, back.when, back.version) == ("Printers first", "opened", 3)
    assert [one.version for one in queries.versions(leyla, written.pk)] == [3, 2, 1]
    with pytest.raises(NotAllowed):
        actions.save(actor=elif_, given=Given(name="Mine", when="opened", steps=HIGH))
    assert queries.rules(elif_) == []


def test_rules_are_taken_to_another_desk_and_are_off_there(leyla, front_line):
    rule(leyla, conditions={"any": [leaf("tag", "vpn"), leaf("hours", "closed")]})
    exported = actions.export(queries.rules(leyla))
    (copy,) = actions.import_rules(actor=leyla, exported=exported)
    assert (copy.active, copy.conditions) == (False, exported["rules"][0]["conditions"])
    exported["rules"][0]["when"] = "never"
    with pytest.raises(WrongInput, match="Rule 1"):
        actions.import_rules(actor=leyla, exported=exported)


def test_the_rules_to_begin_with_work_and_are_added_once(leyla, elif_, mert, selin, vpn):
    made = {one.name: one for one in begin(actor=leyla)}
    assert begin(actor=leyla) == []
    assert not any(one.active for one in made.values())
    # five days of half past eight to six
    assert made["Closed after five working days of silence"].hours == 48
    for one in made.values():
        actions.switch(actor=leyla, rule=one.pk, on=True)
    tickets.take(actor=elif_, ticket=vpn.pk)
    resolved = tickets.resolve(actor=elif_, ticket=vpn.pk).resolved_at
    tickets.assign(actor=None, ticket=vpn.pk, assignee=None)
    writes(mert, vpn, "Çok teşekkürler, sorun çözüldü!")
    follow()
    vpn.refresh_from_db()
    assert (vpn.status, vpn.resolved_at, vpn.assignee) == ("resolved", resolved, None)
    writes(mert, vpn, "Thanks, but it drops again.")
    follow()
    vpn.refresh_from_db()
    assert (vpn.status, vpn.assignee) == ("open", elif_)


def test_the_page_shows_switches_and_tells_what_a_rule_did(leyla, mert, front_line, client):
    client.force_login(leyla)
    assert "No rules yet" in client.get("/desk/settings/rules/").content.decode()
    client.post("/desk/settings/rules/begin/")
    made = Rule.objects.get(name="People at the top come first")
    client.post(f"/desk/settings/rules/{made.pk}/switch/", {"on": "yes"})
    mert.title = "Genel Müdür Yardımcısı"
    mert.save()
    ticket = asks(mert)
    follow()
    told = client.get(f"/desk/settings/rules/{made.pk}/log/").content.decode()
    assert f"#{ticket.pk}" in told
    assert "title: genel mudur" in told
    assert "People at the top come first" in client.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    client.post("/desk/settings/rules/switch/", {"on": "no"})
    assert "All rules are stopped:" in client.get("/desk/settings/rules/").content.decode()
