"""A template in “New ticket”: it fills in the form, what was typed stays, and what it brings comes with the ticket."""

from __future__ import annotations

import pytest

from derman.automation.models import FromTemplate, Template
from derman.automation.recurring import actions
from derman.tickets.models import Task, Ticket

NEW = "/desk/tickets/new/"


@pytest.fixture
def starter(leyla, front_line):
    given = actions.Given(
        name="New colleague", requester="hr@ege.example", subject="Set up {{requester.name}}",
        text="Desk, laptop, account.", priority="high", team=front_line.pk, tags=["starter"],
        tasks=[{"title": "Laptop for {{requester.name}}"}, {"title": "Account", "blocking": True}],
    )  # fmt: skip
    return actions.save(actor=leyla, given=given)


@pytest.fixture
def as_agent(client, elif_):
    client.force_login(elif_)
    return client


def sent(**more):
    values = {
        "email": "yeni@ege.example", "name": "Yeni Biri", "subject": "", "text": "", "channel": "phone",
        "kind": "incident", "category": "", "priority": "normal", "take": "on", "template": "", "was": "",
    }  # fmt: skip
    return values | {name: str(value) for name, value in more.items()}


def test_there_is_no_menu_without_templates(as_agent, front_line):
    assert 'name="template"' not in as_agent.get(NEW).content.decode()


def test_it_fills_in_and_says_what_comes_along(as_agent, starter):
    page = as_agent.post(NEW, sent(template=starter.pk, fill=1)).content.decode()
    assert 'value="Set up {{requester.name}}"' in page
    assert "Desk, laptop, account." in page
    assert '<option value="high" selected>' in page
    assert '<option value="request" selected>' in page
    assert 'value="yeni@ege.example"' in page
    assert "2 tasks: Laptop for {{requester.name}}; Account" in page
    assert "Tags: starter" in page
    assert "wrong" not in page.partition("<main")[2].partition("</main>")[0]
    assert 'value="Set up {{requester.name}}"' in as_agent.get(f"{NEW}?template={starter.pk}").content.decode()
    assert "autofocus" not in page
    assert not Ticket.objects.exists()


def test_what_somebody_typed_stays_and_the_rest_gives_way(as_agent, starter):
    typed = sent(template=starter.pk, fill=1, subject="Selin begins on Monday")
    page = as_agent.post(NEW, typed).content.decode()
    assert 'value="Selin begins on Monday"' in page
    assert "Desk, laptop, account." in page
    typed |= {"was": str(starter.pk), "template": "", "text": "Desk, laptop, account.", "priority": "high"}
    page = as_agent.post(NEW, typed).content.decode()
    assert 'value="Selin begins on Monday"' in page
    assert "Desk, laptop, account." not in page
    assert '<option value="normal" selected>' in page


def test_the_ticket_has_what_the_template_brings_and_says_so(as_agent, elif_, starter, front_line):
    filled = sent(
        template=starter.pk, subject="Set up {{requester.name}}", text="Desk.", kind="request", priority="high"
    )
    answer = as_agent.post(NEW, filled)
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert (ticket.subject, ticket.channel, ticket.team, ticket.tags) == (
        "Set up Yeni Biri", "phone", front_line, ["starter"],
    )  # fmt: skip
    assert ticket.assignee == elif_
    assert [task.title for task in Task.objects.filter(ticket=ticket).order_by("position")] == [
        "Laptop for Yeni Biri",
        "Account",
    ]
    assert FromTemplate.objects.get().ticket == ticket
    page = as_agent.get(answer["Location"]).content.decode()
    assert "Opened by hand after the template “<b>New colleague</b>”" in page


def test_an_unknown_place_is_named_and_nothing_is_lost(as_agent, starter):
    answer = as_agent.post(NEW, sent(template=starter.pk, subject="Hello", text="See {{invoice}}"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing is known of {{invoice}}" in page
    assert "See {{invoice}}" in page
    assert not Ticket.objects.exists()


def test_a_template_that_went_away_or_is_of_a_closed_team_opens_nothing_unsaid(as_agent, starter, security):
    Template.objects.update(team=security)
    assert 'name="template"' not in as_agent.get(NEW).content.decode()
    answer = as_agent.post(NEW, sent(template=starter.pk, subject="Hello", text="Hello"))
    assert answer.status_code == 422
    assert "no longer there" in answer.content.decode()
    assert not Ticket.objects.exists()
