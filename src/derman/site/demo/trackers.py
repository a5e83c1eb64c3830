"""The issues of the demo desk: one that the makers of the ERP work on, and one that they closed. Nobody is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from derman.kernel import clock
from derman.people.models import Person, Role
from derman.problems.models import Problem
from derman.tickets.models import UNRESOLVED, Ticket
from derman.trackers import actions
from derman.trackers.models import Issue, IssueComment, Stage, Tracker


def fill_trackers() -> None:
    """Needs the people, tickets and problems of the demo."""
    lead = Person.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").first()
    if lead is None:
        return
    now = clock.now()
    erp = _tracker(lead)
    for ticket in _about("report", 1) or _about("ERP", 1):
        issue = _issue(lead, erp, now - timedelta(hours=26), ticket=ticket)
        _stands(issue, "214", "Month-end report times out after the update", "open", "nora-k", ["bug", "reports"])
        _said(issue, "81", "nora-k", "We can reproduce it: an index is missing since 8.2.", now - timedelta(hours=20))
        _said(issue, "82", "nora-k", "A correction is in review. It comes with 8.2.1.", now - timedelta(hours=3))
    for problem in Problem.objects.exclude(status="closed").order_by("pk")[:1]:
        issue = _issue(lead, erp, now - timedelta(days=4), problem=problem)
        _stands(issue, "198", problem.title, "closed: completed", "ali-d", ["bug"], closed_at=now - timedelta(days=1))
        _said(issue, "77", "ali-d", "Fixed in 8.1.4, which is out today.", now - timedelta(days=1))
    # the tracker is an invention: nobody is to call it while the desk is looked at
    Issue.objects.update(next_at=None)


def _tracker(lead: Person) -> Tracker:
    given = actions.Details(
        name="ERP",
        kind="github",
        address="https://api.github.com",
        project="karya-erp/reports",
        labels=["from-the-desk"],
    )
    return actions.save(actor=lead, given=given)


def _issue(
    lead: Person, tracker: Tracker, at: datetime, *, ticket: Ticket | None = None, problem: Problem | None = None
) -> Issue:
    with clock.frozen_at(at):
        return actions.open_issue(
            actor=lead,
            tracker=tracker.pk,
            title="Month-end report times out",
            body="Since the update the month-end report ends with a timeout after ten minutes.",
            ticket=ticket.pk if ticket is not None else None,
            problem=problem.pk if problem is not None else None,
        )


def _stands(
    issue: Issue,
    number: str,
    title: str,
    state: str,
    assignee: str,
    labels: list[str],
    *,
    closed_at: datetime | None = None,
) -> None:
    issue.number, issue.title, issue.state, issue.assignee, issue.labels = number, title, state, assignee, labels
    issue.url = f"https://github.com/karya-erp/reports/issues/{number}"
    issue.stage, issue.body, issue.closed, issue.closed_at = Stage.LINKED, "", closed_at is not None, closed_at
    issue.seen_at, issue.next_at = clock.now() - timedelta(minutes=4), None
    issue.save()


def _said(issue: Issue, key: str, author: str, text: str, at: datetime) -> None:
    IssueComment.objects.create(issue=issue, key=key, author=author, text=text, at=at)


def _about(word: str, most: int) -> list[Ticket]:
    """Tickets of open teams that are not over, the latest first."""
    found = Ticket.objects.filter(subject__icontains=word, merged_into=None, status__in=UNRESOLVED)
    return list(found.exclude(team__closed=True).order_by("-updated_at")[:most])
