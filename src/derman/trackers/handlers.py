"""What the room does when a ticket loses its content."""

from __future__ import annotations

from derman.tickets.facts import TicketEmptied
from derman.trackers.models import Issue, IssueComment, IssueFile, Stage


def forget(fact: TicketEmptied) -> None:
    """Of what was said with the makers nothing stays here, and its files can be fetched no longer."""
    issues = Issue.objects.filter(ticket=fact.ticket)
    IssueComment.objects.filter(issue__in=issues).delete()
    IssueFile.objects.filter(issue__in=issues).delete()
    issues.update(title="", body="", assignee="", labels=[], wrong_said="", stage=Stage.UNLINKED, next_at=None)
