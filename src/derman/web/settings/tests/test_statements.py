"""Each page asks the database the same number of questions, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from derman.assets.actions import save_asset
from derman.automation.actions import save as save_rule
from derman.automation.given import Given
from derman.channels.mail.actions import save_mailbox
from derman.desk.actions import audit
from derman.people import actions as people
from derman.people.models import Person
from derman.replies.actions import save as save_reply
from derman.tickets.actions import save_category, save_field
from derman.web.settings.tests.test_mail import came, leaves

# page → statements: session, person, desk and the three numbers of the sub-navigation, then its own
STATEMENTS = {
    "": 6,
    "look/": 6,
    "hours/": 8,
    "help-button/": 6,
    "ratings/": 8,
    "ratings/asking/": 7,
    "agents/": 11,
    "teams/": 8,
    "organisations/": 7,
    "requesters/": 8,
    "assets/": 7,
    "mailboxes/": 8,  # and how their mail arrives
    "ledger/": 8,
    "quarantine/": 7,
    "outbox/": 8,
    "categories/": 7,
    "fields/": 7,
    "priorities/": 7,
    "replies/": 8,
    "rules/": 15,  # and what can be named in them
    "tokens/": 8,
    "jobs/": 7,
    "audit/": 7,
}


def fill(aylin: Person, many: int) -> None:
    box = save_mailbox(actor=aylin, address="one@ege.example")
    for number in range(many):
        team = people.save_team(actor=aylin, name=f"Team {number}", tier=1, members=[aylin.pk])
        agent = people.add_person(actor=aylin, email=f"a{number}@x.example", role="agent", teams=[team.pk])
        people.change_person(actor=aylin, person=agent, skills=["VPN", f"Skill {number}"])
        people.save_organisation(actor=aylin, name=f"Organisation {number}")
        save_asset(actor=aylin, name="Laptop", person=agent.pk)
        people.create_token(actor=aylin, person=agent, name="Token")
        save_category(actor=aylin, names={"en": f"Category {number}"}, team=team)
        save_mailbox(actor=aylin, address=f"box{number}@ege.example", team=team)
        tagged = [{"do": "team", "to": team.pk}, {"do": "tag", "to": "x"}]
        save_rule(actor=aylin, given=Given(name=f"Rule {number}", when="opened", steps=tagged))
        save_reply(actor=aylin, name=f"Reply {number}", folder=f"Folder {number}", texts={"en": "x"}, audience=team.pk)
        audit(actor=agent, kind="team.changed", name=f"Team {number}")
        came(subject=f"Mail {number}", state="quarantined", mailbox=box)
        leaves(box, state="failed")


@pytest.fixture
def count(as_aylin: Client) -> Callable[[str], int]:
    def statements(page: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert as_aylin.get(f"/desk/settings/{page}").status_code == 200
        return len(asked)

    return statements


def test_the_number_of_statements_does_not_grow_with_the_rows(count: Callable[[str], int], aylin: Person) -> None:
    fill(aylin, 2)
    first = {address: count(address) for address in STATEMENTS}
    assert first == STATEMENTS
    people_before = Person.objects.count()
    for number in range(2, 9):
        people.add_person(actor=aylin, email=f"b{number}@x.example", role="agent")
        people.save_team(actor=aylin, name=f"More {number}", tier=2, members=[aylin.pk])
        save_category(actor=aylin, names={"en": f"More {number}"})
        save_field(actor=aylin, labels={"en": f"More {number}"}, asks="text")
        save_reply(actor=aylin, name=f"More {number}", folder=f"More {number}", texts={"en": "x"}, audience="desk")
        came(subject=f"More {number}", state="quarantined")
    assert Person.objects.count() > people_before
    assert {address: count(address) for address in STATEMENTS} == first
