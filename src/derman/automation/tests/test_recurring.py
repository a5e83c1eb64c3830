"""Tickets that come again and again: when, once each, and what they say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from derman.automation.errors import NotAllowed, TemplateNotFound, WrongInput
from derman.automation.models import FromTemplate, Template
from derman.automation.recurring import actions, queries
from derman.automation.recurring.jobs import open_due, open_recurring
from derman.automation.recurring.rhythm import Rhythm, moment
from derman.kernel import clock
from derman.tickets.models import Task, Ticket

MONDAY = datetime(2026, 12, 7, 5, 0, tzinfo=UTC)  # 08:00 in Istanbul


def given(**more):
    values = {
        "name": "Patch the servers", "requester": "it@ege.example", "subject": "Patches of {{desk.name}}",
        "text": "Hello {{requester.name}}, the patches of this month.", "every": "weekday", "first": date(2026, 12, 1),
        "at": time(9), "zone": "Europe/Istanbul", "tags": ["patch", ""],
    }  # fmt: skip
    return actions.Given(**{**values, **more})


def dates(rhythm, count=4, working=lambda day: True):
    return [day.isoformat() for day in islice(rhythm.dates(working), count)]


def test_every_first_monday():
    rhythm = Rhythm(every="weekday", number=1, first=date(2026, 12, 1))
    assert dates(rhythm) == ["2026-12-07", "2027-01-04", "2027-02-01", "2027-03-01"]


def test_the_last_friday_of_every_third_month():
    rhythm = Rhythm(every="weekday", number=3, first=date(2026, 1, 31), nth=5, weekday=4)
    assert dates(rhythm) == ["2026-04-24", "2026-07-31", "2026-10-30", "2027-01-29"]


def test_every_90_days_and_the_31st_of_shorter_months():
    assert dates(Rhythm(every="days", number=90, first=date(2026, 1, 1)), 3) == [
        "2026-01-01",
        "2026-04-01",
        "2026-06-30",
    ]
    assert dates(Rhythm(every="months", number=1, first=date(2026, 1, 31)), 3) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]
    assert dates(Rhythm(every="weeks", number=2, first=date(2026, 1, 5)), 2) == ["2026-01-05", "2026-01-19"]


def test_an_end_and_a_beginning_long_ago():
    assert dates(Rhythm(every="days", number=1, first=date(2026, 1, 1), until=date(2026, 1, 2))) == [
        "2026-01-01",
        "2026-01-02",
    ]
    old = Rhythm(every="days", number=1, first=date(2000, 1, 1))
    assert date(2026, 12, 1) in list(islice(old.dates(lambda day: True, date(2026, 12, 1)), 100))
    assert list(Rhythm(every="months", number=1000, first=date(2190, 1, 1)).dates(lambda day: True))


@pytest.mark.parametrize(
    ("closed", "found"),
    [
        ("open", ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"]),
        ("after", ["2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07"]),
        ("before", ["2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07"]),
        ("skip", ["2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07"]),
    ],
)
def test_days_on_which_the_desk_is_closed(closed, found):
    rhythm = Rhythm(every="days", number=1, first=date(2026, 1, 2), closed=closed)
    assert dates(rhythm, 4, lambda day: day.weekday() < 5) == found


def test_a_week_of_holidays_moves_a_weekly_one():
    rhythm = Rhythm(every="weeks", number=1, first=date(2026, 1, 3), closed="before")
    assert dates(rhythm, 2, lambda day: day.weekday() < 5) == ["2026-01-02", "2026-01-09"]


def test_the_clock_of_the_zone_counts_and_the_hour_that_is_left_out():
    berlin = ZoneInfo("Europe/Berlin")
    assert moment(date(2026, 3, 28), time(9), berlin).hour == 8
    assert moment(date(2026, 3, 29), time(9), berlin).hour == 7
    assert moment(date(2026, 3, 29), time(2, 30), berlin) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_it_is_opened_once_with_its_tasks_and_says_why(leyla, network):
    with clock.frozen_at(MONDAY):
        tasks = [{"title": "Patch", "team": network.pk, "days": 2, "blocking": True}, {"title": "Tell all"}]
        kept = actions.save(actor=leyla, given=given(team=network.pk, tasks=tasks, priority="high"))
        assert kept.next_on == date(2026, 12, 7)
        open_recurring()
        assert not Ticket.objects.exists()
    with clock.frozen_at(MONDAY + timedelta(hours=1, minutes=1)):
        open_recurring()
        open_recurring()
        assert not open_due(kept.pk)
    ticket = Ticket.objects.get()
    assert (ticket.team, ticket.priority, ticket.kind, ticket.tags) == (network, 2, "request", ["patch"])
    assert ticket.subject.startswith("Patches of ")
    assert "{{" not in ticket.subject + ticket.messages.get().text
    first, second = Task.objects.filter(ticket=ticket).order_by("position")
    assert (first.team, first.blocking, second.team) == (network, True, None)
    event = ticket.events.get(kind="template.opened")
    assert (event.actor, event.details["day"], event.details["missed"]) == (None, "2026-12-07", [])
    kept.refresh_from_db()
    assert kept.next_on == date(2027, 1, 4)


def test_after_the_desk_was_down_one_is_opened_for_all_that_passed(leyla):
    with clock.frozen_at(MONDAY):
        actions.save(actor=leyla, given=given(every="days", number=1, first=date(2026, 12, 7)))
    with clock.frozen_at(MONDAY + timedelta(days=3, hours=2)):
        open_recurring()
        open_recurring()
    event = Ticket.objects.get().events.get(kind="template.opened")
    assert event.details["day"] == "2026-12-10"
    assert event.details["missed"] == ["2026-12-07", "2026-12-08", "2026-12-09"]


def test_what_is_paused_opens_nothing_and_nothing_later(leyla):
    with clock.frozen_at(MONDAY):
        kept = actions.save(actor=leyla, given=given())
        actions.pause(actor=leyla, pk=kept.pk, on=True)
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        open_recurring()
        assert actions.pause(actor=leyla, pk=kept.pk, on=False).next_on == date(2027, 1, 4)
        open_recurring()
    assert not Ticket.objects.exists()


def test_what_is_removed_opens_nothing_and_comes_back(leyla):
    with clock.frozen_at(MONDAY):
        kept = actions.save(actor=leyla, given=given())
        actions.remove(actor=leyla, pk=kept.pk)
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        open_recurring()
        assert actions.restore(actor=leyla, pk=kept.pk).next_on == date(2027, 1, 4)
    assert not Ticket.objects.exists()


def test_a_requester_who_left_is_named_and_the_next_date_is_tried(leyla):
    with clock.frozen_at(MONDAY):
        kept = actions.save(actor=leyla, given=given())
    kept.requester.is_active = False
    kept.requester.save()
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        open_recurring()
    kept.refresh_from_db()
    assert "no longer active" in kept.wrong
    assert kept.next_on == date(2027, 1, 4)
    assert not FromTemplate.objects.exists()


def test_one_is_opened_by_hand_and_says_by_whom(leyla):
    kept = actions.save(actor=leyla, given=given(every="", first=None))
    assert (kept.next_at, queries.rhythm_of(kept)) == (None, None)
    ticket = actions.open_now(actor=leyla, pk=kept.pk)
    event = ticket.events.get(kind="template.opened")
    assert (event.actor, event.details["day"]) == (leyla, "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"requester": "nobody"}, "requester"),
        ({"subject": ""}, "subject"),
        ({"text": "See {{ticket.number}}"}, "text"),
        ({"text": "See {{invoice}}"}, "text"),
        ({"tasks": [{"title": "{{nothing}}"}]}, "tasks"),
        ({"tasks": [{"title": "x", "team": 10**20}]}, "tasks"),
        ({"every": "often"}, "every"),
        ({"first": None}, "first"),
        ({"first": date(1900, 1, 1)}, "first"),
        ({"number": 0}, "number"),
        ({"until": date(2026, 11, 1)}, "until"),
        ({"first": date(2020, 1, 1), "until": date(2020, 2, 1)}, "until"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"priority": "x"}, "priority"),
        ({"category": 99}, "category"),
        ({"team": 99}, "team"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(leyla, wrong, field):
    with pytest.raises(WrongInput) as error:
        actions.save(actor=leyla, given=given(**wrong))
    assert error.value.field == field
    assert not Template.objects.exists()


def test_only_leads_write_them_and_those_of_a_closed_team_are_its_own(leyla, elif_, aylin, kaan, security):
    with pytest.raises(NotAllowed):
        actions.save(actor=elif_, given=given())
    with pytest.raises(WrongInput):
        actions.save(actor=leyla, given=given(team=security.pk))
    kept = actions.save(actor=leyla, given=given())
    Template.objects.update(team=security)
    with pytest.raises(TemplateNotFound):
        queries.template(leyla, kept.pk)
    with pytest.raises(TemplateNotFound):
        queries.template(elif_, kept.pk)
