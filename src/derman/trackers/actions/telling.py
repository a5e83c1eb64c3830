"""What happens to an issue, told where it belongs: on a timeline, and to whoever has the ticket or problem."""

from __future__ import annotations

from derman.kernel.facts import announce
from derman.people.models import Person
from derman.problems import actions as problems
from derman.tickets import actions as tickets
from derman.tickets import events
from derman.tickets.actions.tracking import OfIssue
from derman.tickets.merged import family_of, survivor_of
from derman.tickets.models import Ticket
from derman.trackers.facts import IssueNews
from derman.trackers.models import Issue, Stage


def tell(issue: Issue, actor: Person | None, what: OfIssue, *, waits: bool = False, back: bool = False) -> None:
    """Within a transaction: a line on the timeline; the ticket waits for the makers, or `back` it comes."""
    if issue.problem_id is not None:
        details = {name: value for name, value in what.details().items() if name != "issue"}
        problems.note_of_issue(
            actor=actor, problem=issue.problem_id, kind=what.kind.replace(".", "_"), issue=issue.pk, **details
        )
        return
    number = survivor_of(issue.ticket_id or 0)
    tickets.note_of_issue(
        actor=actor,
        ticket=number,
        what=what,
        waits=waits,
        comes_back=back and not _others_open(issue, number),
    )


def tell_moved(issue: Issue) -> None:
    """Within a transaction: the makers closed it, or opened it again; whoever has the ticket or problem hears of it."""
    tell(issue, None, events.IssueMoved(issue=issue.pk, closed=issue.closed), back=issue.closed)
    _announce(issue)


def tell_said(issue: Issue, comment: int) -> None:
    """Within a transaction: the makers said something, perhaps a question; the same people hear of it."""
    tell(issue, None, events.IssueSaid(issue=issue.pk, comment=comment, theirs=True))
    _announce(issue)


def _announce(issue: Issue) -> None:
    if issue.problem_id is not None:
        problem = issue.problem
        assert problem is not None
        owner = problem.owner_id or issue.by_id
        announce(IssueNews(issue=issue.pk, ticket=None, problem=problem.pk, persons=[owner]))
        return
    ticket = Ticket.objects.get(pk=survivor_of(issue.ticket_id or 0))
    owner = ticket.assignee_id or issue.by_id
    announce(IssueNews(issue=issue.pk, ticket=ticket.pk, problem=None, persons=[owner]))


def _others_open(issue: Issue, ticket: int) -> bool:
    others = Issue.objects.filter(ticket__in=family_of(ticket), closed=False).exclude(stage=Stage.UNLINKED)
    return others.exclude(pk=issue.pk).exists()
