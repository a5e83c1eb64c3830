"""Standing rules: filing does them at once, and their switch, log and words are those of a rule."""

from __future__ import annotations

import pytest

from derman.automation import actions, queries
from derman.automation.beginning import begin
from derman.automation.errors import NotAllowed, WrongInput
from derman.automation.models import Ran, Rule, Version
from derman.automation.tests.writing import HIGH, writes
from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.tests.post import arrives, letter
from derman.tickets import actions as tickets
from derman.tickets.models import Event, Ticket

AWAY = "I am out of the office until Monday."


@pytest.fixture
def helpdesk(front_line):
    return save_mailbox(actor=None, address="help@ege.example", name="Ege Help", team=front_line)


def standing(code) -> Rule:
    return Rule.objects.get(standing=code)


def answers_by_itself(ticket):
    """An out-of-office reply comes by mail to what the desk wrote about a ticket."""
    first = {"In_Reply_To": "<one@ege.example>", "References": "<one@ege.example>", "Auto_Submitted": "auto-replied"}
    row = arrives(letter(text=AWAY, **first))
    assert row.ticket == ticket
    ticket.refresh_from_db()
    return ticket.status


@pytest.fixture
def solved(elif_, mert, helpdesk):
    """A ticket that came by mail and is resolved."""
    ticket = arrives(letter(message_id="one@ege.example")).ticket
    tickets.resolve(actor=elif_, ticket=ticket.pk)
    return ticket


def test_they_are_in_force_before_they_are_added_and_come_switched_on(leyla, solved):
    assert answers_by_itself(solved) == "resolved"
    assert not Ran.objects.exists()
    made = [row for row in begin(actor=leyla) if row.standing]
    assert [(row.standing, row.active) for row in made] == [("automatic", True), ("storms", True)]
    assert Version.objects.filter(rule__in=made).count() == 2
    assert begin(actor=leyla) == []


def test_a_reply_of_a_program_is_ignored_and_the_ticket_and_the_log_say_by_which_rule(leyla, solved, client):
    begin(actor=leyla)
    assert answers_by_itself(solved) == "resolved"
    event = Event.objects.get(ticket=solved, kind="rule.ran")
    assert (event.details["name"], event.details["did"]) == ("Out-of-office replies are ignored", ["ignored"])
    (ran,) = queries.runs(leyla, standing("automatic").pk)
    assert (ran.ticket, ran.act, ran.because) == (solved, event.act, [["automatic", "yes"]])
    client.force_login(leyla)
    assert "left the ticket as it stands" in client.get(f"/desk/tickets/{solved.pk}/").content.decode()
    log = client.get(f"/desk/settings/rules/{standing('automatic').pk}/", follow=True).content.decode()
    assert f"#{solved.pk}" in log
    assert "When a program answers by itself" in log


def test_switched_off_it_wakes_the_ticket_like_a_person(leyla, solved):
    begin(actor=leyla)
    actions.switch(actor=leyla, rule=standing("automatic").pk, on=False)
    assert answers_by_itself(solved) == "open"
    assert not Ran.objects.exists()
    actions.switch(actor=leyla, rule=standing("automatic").pk, on=True)
    tickets.resolve(actor=leyla, ticket=solved.pk)
    assert answers_by_itself(solved) == "resolved"


def test_what_a_person_writes_is_no_run_of_theirs(leyla, solved, mert):
    begin(actor=leyla)
    writes(mert, solved, "It is broken again.")
    solved.refresh_from_db()
    assert solved.status == "open"
    writes(mert, solved, AWAY, automatic=True)  # and where nothing would be woken, nothing was spared
    assert not Ran.objects.exists()


def test_a_storm_is_grouped_and_logged_until_it_is_switched_off(leyla, helpdesk):
    begin(actor=leyla)
    for number in range(12):
        arrives(letter(subject="Disk full", text=f"Alarm {number}"))
    assert Ticket.objects.count() == 10
    ran = queries.runs(leyla, standing("storms").pk)
    assert [row.because for row in ran] == [[["storm", f"mert@ege.example ({mails})"]] for mails in (12, 11)]
    actions.switch(actor=leyla, rule=standing("storms").pk, on=False)
    arrives(letter(subject="Disk full", text="Alarm 13"))
    assert Ticket.objects.count() == 11


def test_all_are_stopped_with_the_others(leyla, solved):
    begin(actor=leyla)
    actions.switch_all(actor=leyla, on=False)
    assert answers_by_itself(solved) == "open"
    tickets.resolve(actor=leyla, ticket=solved.pk)
    actions.switch_all(actor=leyla, on=True)
    assert answers_by_itself(solved) == "resolved"


def test_they_are_switched_and_neither_changed_nor_deleted_nor_taken_along(leyla):
    begin(actor=leyla)
    row = standing("storms")
    with pytest.raises(WrongInput):
        actions.save(
            actor=leyla, rule=row.pk, given=actions.as_given({"name": "Mine", "when": "opened", "steps": HIGH})
        )
    with pytest.raises(NotAllowed):
        actions.remove(actor=leyla, rule=row.pk)
    names = [one["name"] for one in actions.export(queries.rules(leyla))["rules"]]
    assert row.name not in names
    assert "Thanks do not reopen" in names
