"""A rule sees what whoever saved it sees, and what it did or would do is told to those who see its tickets."""

from __future__ import annotations

import pytest

from derman.automation import queries
from derman.automation.errors import RuleNotFound
from derman.automation.jobs import follow
from derman.automation.models import Ran
from derman.automation.replaying import go_on, replay, stop
from derman.automation.tests.writing import rule
from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.queries import outbox
from derman.tickets import actions as tickets
from tests.cast import asks


@pytest.mark.parametrize("writer", ["leyla", "aylin", "kaan"])
def test_a_rule_acts_on_what_whoever_saved_it_may_see(writer, request, secret, leyla, aylin, kaan, selin, front_line):
    by = request.getfixturevalue(writer)
    kaan.role = "lead"
    kaan.save()
    steps = [
        {"do": "mail", "to": "boss@ege.example", "text": "{{ticket.subject}}"},
        {"do": "webhook", "to": "https://hooks.example/x"},
        {"do": "team", "to": front_line.pk},
    ]
    rule(by, when="noted", steps=steps)
    mine = asks(selin, "Not closed")
    for ticket in (secret, mine):
        tickets.note(actor=kaan, ticket=ticket.pk, text="Camera footage")
    follow()
    acted = set(Ran.objects.values_list("ticket", flat=True))
    assert acted == ({secret.pk, mine.pk} if writer == "kaan" else {mine.pk})
    assert OutgoingMail.objects.filter(kind="rule", subject__contains="Badge").exists() == (writer == "kaan")


def test_a_mail_of_a_rule_about_a_closed_teams_ticket_is_hidden_in_the_outbox(secret, kaan, aylin, front_line):
    kaan.role = "lead"
    kaan.save()
    rule(kaan, when="noted", steps=[{"do": "mail", "to": "boss@ege.example", "text": "{{ticket.subject}}"}])
    tickets.note(actor=kaan, ticket=secret.pk, text="Camera footage")
    follow()
    row = next(row for row in outbox(aylin).rows if row.kind == "rule")
    assert (row.hidden, row.subject, row.to, row.text) == (True, "", [], "")


def test_a_try_that_counted_a_closed_teams_tickets_is_seen_by_its_members_alone(secret, kaan, leyla, aylin, front_line):
    kaan.role = "lead"
    kaan.save()
    written = rule(leyla)
    by_member, by_other = (replay(actor=one, rule=written.pk) for one in (kaan, leyla))
    for made in (by_member, by_other):
        go_on(replay=made.pk)
    assert [one.pk for one in queries.replays(leyla, written.pk)] == [by_other.pk]
    assert queries.replay(aylin, written.pk, by_member.pk) is None
    assert {one.pk for one in queries.replays(kaan, written.pk)} == {by_member.pk, by_other.pk}
    with pytest.raises(RuleNotFound):
        stop(actor=leyla, rule=written.pk, replay=by_member.pk)
