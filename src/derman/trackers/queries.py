"""What is asked about trackers and issues, in a fixed number of statements."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.people.models import Person
from derman.problems.models import Problem
from derman.tickets.models import Attachment, Category, Message, Ticket
from derman.trackers.access import issues_visible_to, visible_to
from derman.trackers.errors import IssueNotFound
from derman.trackers.links import file_of
from derman.trackers.models import Issue, IssueComment, Kind, Stage, Tracker

__all__ = ["file_of"]

KINDS = list(Kind.choices)
PAGE = 50
LARGEST = 2**63
LATEST = 50  # comments that are shown


def trackers(person: Any, *, archived: bool = False) -> list[Tracker]:
    """Those that a person may use, by name. 2 statements."""
    rows = visible_to(person).filter(archived_at__isnull=not archived).select_related("team")
    return list(rows.prefetch_related("categories").order_by("name", "pk")[:200])


def kept(person: Any) -> list[Tracker]:
    """All that are in use, with how many open issues each has and how many of them fail. 1 statement."""
    still = ~Q(issues__stage=Stage.UNLINKED) & Q(issues__closed=False)
    rows = visible_to(person).annotate(
        open_issues=Count("issues", filter=still, distinct=True),
        failing=Count("issues", filter=still & ~Q(issues__wrong=""), distinct=True),
    )
    return list(rows.select_related("team").order_by("archived_at", "name", "pk")[:200])


def find_tracker(person: Any, pk: int) -> Tracker:
    """1 statement. Raises IssueNotFound."""
    found = visible_to(person).filter(pk=pk).select_related("team").first() if 0 < pk < LARGEST else None
    if found is None:
        raise IssueNotFound(_("There is no such tracker."))
    return found


def is_used(tracker: Tracker) -> bool:
    """Was an issue ever opened or linked there? 1 statement."""
    return Issue.objects.filter(tracker=tracker).exists()


def fits(tracker: Tracker, place: Ticket | Problem) -> bool:
    """Is it for what the ticket or problem is about? 1 statement, and one for each step of its category."""
    wanted = {one.pk for one in tracker.categories.all()}
    if not wanted:
        return True
    category: Category | None = place.category
    while category is not None:
        if category.pk in wanted:
            return True
        category = category.parent
    return False


def for_place(person: Any, place: Ticket | Problem) -> list[Tracker]:
    """The trackers that a person may use for this. A few statements."""
    return [one for one in trackers(person) if fits(one, place)]


def some(person: Any, *, which: str = "open", before: int | None = None, size: int = PAGE) -> list[Issue]:
    """Issues, the latest first; one more than `size` where there are more. `which`: open, failing, closed, all.

    1 statement.
    """
    rows = issues_visible_to(person).exclude(stage=Stage.UNLINKED).select_related("tracker", "ticket", "problem")
    match which:
        case "open":
            rows = rows.filter(closed=False)
        case "failing":
            rows = rows.filter(wrong_since__isnull=False)
        case "closed":
            rows = rows.filter(closed=True)
        case _:
            pass
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


def _whole(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    return rows.select_related("tracker", "ticket", "problem", "by")


# every page of a ticket asks and few have any: to put together what `issues_visible_to` asks costs as much as a list
_OF_TICKET = """
SELECT id FROM trackers_issue WHERE stage <> 'unlinked' AND ticket_id IS NOT NULL
AND ticket_id IN (SELECT %(ticket)s UNION ALL SELECT number FROM tickets_ticket WHERE merged_into_id = %(ticket)s)
ORDER BY id DESC LIMIT %(most)s
"""


def of_ticket(person: Any, ticket: int) -> list[Issue]:
    """Of a ticket and of what was merged into it, the latest first. 1 statement, 1 more where there are any."""
    found = [pk for (pk,) in sql.rows(_OF_TICKET, {"ticket": ticket, "most": PAGE})]
    return list(_whole(issues_visible_to(person)).filter(pk__in=found).order_by("-pk")) if found else []


def of_problem(person: Any, problem: int) -> list[Issue]:
    """Of a problem, the latest first. 1 statement."""
    rows = issues_visible_to(person).filter(problem=problem).exclude(stage=Stage.UNLINKED)
    return list(_whole(rows).order_by("-pk")[:PAGE])


def find(person: Any, pk: int) -> Issue:
    """One with its latest comments and its files. 3 statements. Raises IssueNotFound."""
    rows = _whole(issues_visible_to(person)).prefetch_related("files__attachment")
    found = rows.filter(pk=pk).first() if 0 < pk < LARGEST else None
    if found is None:
        raise IssueNotFound(_("There is no such issue."))
    return found


def comments(issue: Issue) -> list[IssueComment]:
    """The latest, in order. 1 statement."""
    return list(issue.comments.select_related("by").order_by("-at", "-pk")[:LATEST])[::-1]


def names_of(issues: set[int]) -> dict[int, str]:
    """How issues are called, by their ids. 1 statement, none for none."""
    if not issues:
        return {}
    rows = Issue.objects.filter(pk__in=issues).select_related("tracker")
    return {row.pk: f"{row.tracker.name} {row.number}".strip() for row in rows}


def comments_of(keys: set[int]) -> dict[int, tuple[str, str]]:
    """Author and text of comments, by their ids. 1 statement, none for none."""
    if not keys:
        return {}
    rows = IssueComment.objects.filter(pk__in=keys).values_list("pk", "author", "text")
    return {pk: (author, text[:500]) for pk, author, text in rows}


def files_to_choose(place: Ticket | Problem) -> list[Attachment]:
    """Files of the public conversation; of a problem none, its incidents are many people's. 1 statement."""
    if not isinstance(place, Ticket):
        return []
    shown = Attachment.objects.filter(message__ticket=place, message__public=True, message__withdrawn_at=None)
    return list(shown.filter(inline=False).select_related("file").order_by("-pk")[:40])


def messages_to_choose(place: Ticket | Problem) -> list[Message]:
    """Messages of the public conversation, in order; of a problem none. 1 statement."""
    if not isinstance(place, Ticket):
        return []
    rows = Message.objects.filter(ticket=place, public=True, withdrawn_at=None).select_related("author")
    return list(rows.order_by("-seq")[:40])[::-1]


def people_of(place: Ticket | Problem) -> list[Person]:
    """Whose names are left out of what leaves. 1 statement or two."""
    if isinstance(place, Ticket):
        followers = Person.objects.filter(pk__in=place.followers.values("person"))
        return [place.requester, *followers[:20]]
    return list(Person.objects.filter(pk__in=place.linked.values("ticket__requester"))[:200])


def latest_comments(issues: list[Issue]) -> dict[int, IssueComment]:
    """The latest comment of each. 1 statement, none for none."""
    if not issues:
        return {}
    rows = IssueComment.objects.filter(issue__in=issues).order_by("issue_id", "-at", "-pk").distinct("issue_id")
    return {row.issue_id: row for row in rows}
