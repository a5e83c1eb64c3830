"""What tests of issues do again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from derman.kernel import clock
from derman.people.models import Person
from derman.tickets.models import Ticket
from derman.trackers import actions
from derman.trackers.models import Issue, Tracker


def opened(agent: Person, ticket: Ticket, tracker: Tracker, **more: Any) -> Issue:
    given: dict[str, Any] = {"title": "Sessions end early", "body": "After ten minutes.", **more}
    return actions.open_issue(actor=agent, tracker=tracker.pk, ticket=ticket.pk, **given)


def worked(issue: Issue, *, after: timedelta = timedelta(seconds=20)) -> Issue:
    """The issue after the worker looked at it, some time later."""
    with clock.frozen_at(clock.now() + after):
        actions.work(issue=issue.pk)
    issue.refresh_from_db()
    return issue


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))
