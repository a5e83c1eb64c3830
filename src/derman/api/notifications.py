"""What the caller is told of: news of tickets, articles, problems and major incidents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.notify import actions, queries
from derman.notify.errors import NotAllowed

if TYPE_CHECKING:
    from derman.notify.models import Choices, Notice
    from derman.people.models import Person

router = Router(tags=["Notifications"])


class NotificationShape(Schema):
    """One piece of news. `actor` is null for the desk itself; `message` is the id of what was written.

    `ticket` is null where it is about something else: an article (`article` is its slug), a major incident or a
    problem; `subject` is its title then.
    """

    id: int
    kind: str = Field(
        description="assigned, wrote, mentioned, aside, watched, team, due, late, paged, rule, rule_off, identity,"
        " maker, surge, major, major_due, major_late or review."
    )
    ticket: int | None
    major: int | None = Field(description="Of a major incident: its number, without MI.")
    problem: int | None = Field(description="Of a problem: its number, without P.")
    article: str | None
    subject: str
    actor: PersonShape | None
    message: int | None
    at: datetime


class ChoicesShape(Schema):
    """Of what the caller gets mails."""

    assigned: bool
    wrote: bool
    mentioned: bool
    watched: bool
    team: bool
    review: bool


class ChoicesGiven(Given):
    """What to change; what is left out stays as it is."""

    assigned: bool | None = None
    wrote: bool | None = None
    mentioned: bool | None = None
    watched: bool | None = None
    team: bool | None = None
    review: bool | None = None


@router.get("/notifications", response=PageOf[NotificationShape], summary="List what you are told")
def list_notifications(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """What concerns the caller, of what they may see, the latest first.

    For agents; for others it is empty.
    """
    person = person_of(request)
    found = queries.latest(person, before=place_of(cursor), size=limit + 1)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[NotificationShape](items=[_shape(row, person) for row in rows], next=following))


@router.get("/notifications/choices", response=ChoicesShape, summary="Read of what you get mails")
def read_choices(request: HttpRequest) -> HttpResponse:
    """Of what the caller gets mails."""
    return answer(_choices(queries.choices_of(person_of(request))))


@router.patch("/notifications/choices", response=ChoicesShape, summary="Choose of what you get mails")
def change_choices(request: HttpRequest, given: ChoicesGiven) -> HttpResponse:
    """For agents."""
    wanted = given.model_dump(exclude_none=True)
    try:
        return answer(_choices(actions.choose(actor=person_of(request), **wanted)))
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None


def _shape(row: Notice, reader: Person) -> NotificationShape:
    return NotificationShape(
        id=row.pk,
        kind=row.kind,
        ticket=row.ticket_id,
        article=row.translation.slug if row.translation is not None else None,
        subject=_subject(row),
        actor=person_shape(row.actor, reader) if row.actor is not None else None,
        message=row.message_id,
        major=row.major_id,
        problem=row.problem_id,
        at=utc(row.at),
    )


def _subject(row: Notice) -> str:
    if row.ticket is not None:
        return row.ticket.subject
    if row.major is not None:
        return f"{row.major.number} {row.major.title}"
    if row.problem is not None:
        return f"{row.problem.number} {row.problem.title}"
    return row.translation.newest.title if row.translation is not None and row.translation.newest is not None else ""


def _choices(row: Choices) -> ChoicesShape:
    return ChoicesShape(
        assigned=row.assigned,
        wrote=row.wrote,
        mentioned=row.mentioned,
        watched=row.watched,
        team=row.team,
        review=row.review,
    )
