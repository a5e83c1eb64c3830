"""An issue at the makers of a software: opened from here, linked, linked no longer, tried again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, jobs
from derman.people.models import Person
from derman.problems.access import visible_to as problems_visible_to
from derman.problems.errors import ProblemNotFound
from derman.problems.models import Problem
from derman.tickets import events
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Attachment, Ticket
from derman.tickets.settling import GRACE, UNDO_TIME
from derman.trackers import links
from derman.trackers.access import issues_visible_to, visible_to
from derman.trackers.actions.telling import tell
from derman.trackers.composing import LONGEST_BODY, LONGEST_TITLE
from derman.trackers.errors import IssueNotFound, WrongInput
from derman.trackers.kinds import way_of
from derman.trackers.models import Issue, IssueFile, Kind, Stage, Tracker
from derman.trackers.queries import LARGEST, files_to_choose, fits

MOST = 20  # issues of one ticket or problem
MOST_FILES = 20
MOST_BYTES = 25 * 1024 * 1024  # of all files of an issue
BY_LINK = (Kind.GITHUB, Kind.GENERIC)  # they take no files: what they get is the way to them


def open_issue(
    *,
    actor: Person,
    tracker: int,
    title: str,
    body: str,
    ticket: int | None = None,
    problem: int | None = None,
    files: Sequence[int] = (),
    waits: bool = True,
) -> Issue:
    """Have an issue opened, with exactly these words and chosen files of the public conversation (ids).

    It leaves after the undo time; with `waits` the ticket waits for the makers. Raises IssueNotFound, WrongInput,
    and what tickets and problems raise.
    """
    with transaction.atomic():
        place = place_of(actor, ticket, problem)
        where = usable(actor, tracker, place)
        name, text = checked_words(title, body)
        chosen = _chosen(place, files)
        _room_left(place)
        row = Issue.objects.create(
            tracker=where,
            ticket=place if isinstance(place, Ticket) else None,
            problem=place if isinstance(place, Problem) else None,
            by=actor,
            title=name,
            next_at=clock.now() + UNDO_TIME + GRACE,
        )
        rows = [IssueFile.objects.create(issue=row, attachment=one) for one in chosen]
        if rows and where.kind in BY_LINK:
            text = f"{text}\n\n{links.lines_of(rows)}"
        row.body = text
        row.save(update_fields=["body"])
        tell(row, actor, events.IssueAsked(issue=row.pk, way="open"), waits=waits)
        soon(row)
    return row


def checked_words(title: str, body: str) -> tuple[str, str]:
    """Title and text as they leave. Raises WrongInput."""
    name = " ".join(title.replace("\0", "").split())
    if not name:
        raise WrongInput(_("Write a title."), field="title")
    if len(name) > LONGEST_TITLE:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_TITLE}, field="title")
    text = body.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise WrongInput(_("Write what it is about."), field="body")
    if len(text) > LONGEST_BODY:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_BODY}, field="body")
    return name, text


def link_issue(
    *,
    actor: Person,
    tracker: int,
    number: str,
    ticket: int | None = None,
    problem: int | None = None,
    waits: bool = True,
) -> Issue:
    """Link one that is there, by its number or address. How it stands is asked at once, by the worker.

    Raises IssueNotFound, WrongInput, and what tickets and problems raise.
    """
    with transaction.atomic():
        place = place_of(actor, ticket, problem)
        where = usable(actor, tracker, place)
        known = way_of(where).number_of(where, number[:600])
        if not known:
            raise WrongInput(_("This is no number or address of an issue in this tracker."), field="number")
        _room_left(place)
        try:
            with transaction.atomic():
                row = Issue.objects.create(
                    tracker=where,
                    ticket=place if isinstance(place, Ticket) else None,
                    problem=place if isinstance(place, Problem) else None,
                    by=actor,
                    stage=Stage.LINKED,
                    title=known,
                    number=known,
                    url=number.strip()[:600] if number.strip().startswith(("https://", "http://")) else "",
                    next_at=clock.now(),
                )
        except IntegrityError:
            raise WrongInput(_("This issue is linked already."), field="number") from None
        tell(row, actor, events.IssueAsked(issue=row.pk, way="link"), waits=waits)
        soon(row)
    return row


def unlink(*, actor: Person, issue: int) -> Issue:
    """It belongs here no longer; what waits to leave does not leave. At the makers it stays as it is.

    Raises IssueNotFound.
    """
    with transaction.atomic():
        row = locked(actor, issue)
        if row.stage == Stage.UNLINKED:
            return row
        unsent = row.stage == Stage.WAITING and row.begun_at is None
        row.stage, row.next_at = Stage.UNLINKED, None
        row.save(update_fields=["stage", "next_at"])
        tell(row, actor, events.IssueUnlinked(issue=row.pk, why="undone" if unsent else "hand"), back=True)
    return row


def link_again(*, actor: Person, issue: int) -> Issue:
    """It belongs here after all. Raises IssueNotFound, WrongInput where it was linked anew meanwhile."""
    with transaction.atomic():
        row = locked(actor, issue)
        if row.stage != Stage.UNLINKED:
            return row
        row.stage = Stage.LINKED if row.number else Stage.WAITING
        row.next_at = clock.now()
        try:
            with transaction.atomic():
                row.save(update_fields=["stage", "next_at"])
        except IntegrityError:
            raise WrongInput(_("This issue is linked already."), field="number") from None
        tell(row, actor, events.IssueLinkedAgain(issue=row.pk), waits=not row.closed)
        soon(row)
    return row


def try_again(*, actor: Person, issue: int) -> Issue:
    """Ask, or send, now. One of which nobody knows whether it was opened is opened anew, which is wanted by hand.

    Raises IssueNotFound, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, issue)
        if row.stage == Stage.UNLINKED:
            raise WrongInput(_("It is not linked any more."))
        if row.stage == Stage.UNCLEAR:
            row.stage, row.begun_at = Stage.WAITING, None
        row.next_at = clock.now()
        row.save(update_fields=["stage", "begun_at", "next_at"])
        soon(row)
    return row


def soon(row: Issue) -> None:
    """Within a transaction: have the worker look at it when it is due, without waiting for the round."""
    from derman.trackers.jobs import work_on

    at = row.next_at or clock.now()
    jobs.enqueue(work_on, at=at if at > clock.now() else None, issue=row.pk)


def locked(actor: Person, issue: int) -> Issue:
    """One that `actor` may see, until the transaction ends. Raises IssueNotFound."""
    rows = issues_visible_to(actor).filter(pk=issue).select_for_update(of=("self",), no_key=True)
    found = rows.select_related("tracker").first() if 0 < issue < LARGEST else None
    if found is None:
        raise IssueNotFound(_("There is no such issue."))
    return found


def place_of(actor: Person, ticket: int | None, problem: int | None) -> Ticket | Problem:
    """The ticket or problem that `actor` may see. Raises TicketNotFound, ProblemNotFound."""
    if problem is not None:
        cause = problems_visible_to(actor).filter(pk=problem).first() if 0 < problem < LARGEST else None
        if cause is None:
            raise ProblemNotFound(_("There is no such problem."))
        return cause
    number = ticket or 0
    rows = tickets_visible_to(actor) if actor.is_staff_member else Ticket.objects.none()
    found = rows.filter(pk=number).select_related("category", "requester").first() if 0 < number < LARGEST else None
    if found is None:
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": number})
    if found.merged_into_id is not None:
        raise WrongInput(_("This ticket was merged; use the one in which it goes on."))
    return found


def usable(actor: Person, tracker: int, place: Ticket | Problem) -> Tracker:
    """A tracker that `actor` may use for this. Raises WrongInput."""
    found = visible_to(actor).filter(pk=tracker, archived_at=None).first() if 0 < tracker < LARGEST else None
    if found is None:
        raise WrongInput(_("Choose a tracker that you may use."), field="tracker")
    if not fits(found, place):
        raise WrongInput(_("This tracker is for other categories."), field="tracker")
    return found


def _room_left(place: Ticket | Problem) -> None:
    which = {"ticket": place} if isinstance(place, Ticket) else {"problem": place}
    if Issue.objects.filter(**which).exclude(stage=Stage.UNLINKED).count() >= MOST:
        raise WrongInput(_("It has twenty issues already. Unlink one of them first."))


def _chosen(place: Ticket | Problem, files: Sequence[int]) -> list[Attachment]:
    wanted = set(files)
    if not wanted:
        return []
    if len(wanted) > MOST_FILES:
        raise WrongInput(_("At most %(most)d files at once.") % {"most": MOST_FILES}, field="files")
    found = [one for one in files_to_choose(place) if one.pk in wanted]
    if len(found) != len(wanted):
        raise WrongInput(_("Choose files of the conversation; those of notes do not go along."), field="files")
    if sum(one.file.size for one in found) > MOST_BYTES:
        raise WrongInput(_("The files are too large: 25 MB together at most."), field="files")
    return found
