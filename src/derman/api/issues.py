"""Issues at the makers of a software, behind tickets and problems: opened, linked, commented, asked for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, Long
from derman.api.paging import PageOf
from derman.api.shapes import answer, utc
from derman.api.tickets import Number
from derman.problems.queries import find as find_problem
from derman.tickets.queries import find as find_ticket
from derman.trackers import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Trackers"])

IssueId = Annotated[int, Path(ge=1, lt=2**63)]
ProblemId = Annotated[int, Path(ge=1, lt=2**63)]
Id = Annotated[int, Field(ge=1, lt=2**63)]


class TrackerShape(Schema):
    """A project in an issue tracker. Its keys are never shown."""

    id: int
    name: str
    kind: str = Field(description="github, gitlab, jira_cloud, jira or generic.")
    project: str
    team: int | None = Field(description="Whose members may use it; null: everybody at the desk.")
    categories: list[int] = Field(description="Of whose tickets; empty: of all.")


class IssueShape(Schema):
    """An issue at the makers. Agents alone see it."""

    id: int
    tracker: int
    tracker_name: str
    ticket: int | None
    problem: int | None
    stage: str = Field(description="waiting, linked, unclear (nobody knows whether it was opened) or unlinked.")
    number: str
    url: str
    title: str
    closed: bool
    state: str = Field(description="In the tracker's own word.")
    assignee: str
    labels: list[str]
    opened_at: datetime
    seen_at: datetime | None
    closed_at: datetime | None
    fault: str | None = Field(description="What went wrong last, as a code, like token, missing or away.")
    fault_said: str


class CommentShape(Schema):
    """Something said there."""

    id: int
    author: str
    ours: bool
    sent: bool = Field(description="Of ours: whether it has arrived there.")
    text: str
    at: datetime


class IssueWhole(IssueShape):
    """The same with the latest of what was said."""

    comments: list[CommentShape]


class IssueGiven(Given):
    """What is to be opened (`title`, `body`, `files`), or which one is to be linked (`number`: or its address)."""

    tracker: Id
    title: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[Long, Field(max_length=30_000)] = ""
    files: Annotated[list[Id], Field(max_length=20)] = []
    number: Annotated[str, Field(max_length=600)] = ""
    waits: Annotated[bool, Field(description="The ticket waits for the makers.")] = True


class CommentGiven(Given):
    """What to write there."""

    text: Annotated[Long, Field(max_length=20_000)]


def _values(row: Any) -> dict[str, Any]:
    moments = ("seen_at", "closed_at")
    same = ("stage", "number", "url", "title", "closed", "state", "assignee", "labels")
    return {
        "id": row.pk,
        "tracker": row.tracker_id,
        "tracker_name": row.tracker.name,
        "ticket": row.ticket_id,
        "problem": row.problem_id,
        "opened_at": utc(row.opened_at),
        "fault": row.wrong or None,
        "fault_said": row.wrong_said,
        **{name: utc(moment) if (moment := getattr(row, name)) is not None else None for name in moments},
        **{name: getattr(row, name) for name in same},
    }


def _whole(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    row = queries.find(person, pk)
    said = [
        CommentShape(
            id=one.pk,
            author=one.author,
            ours=one.by_id is not None,
            sent=bool(one.key),
            text=one.text,
            at=utc(one.at),
        )
        for one in queries.comments(row)
    ]
    return answer(IssueWhole(**_values(row), comments=said), status=status)


def _added(person: Person, given: IssueGiven, **where: int) -> HttpResponse:
    if given.number:
        row = actions.link_issue(actor=person, tracker=given.tracker, number=given.number, waits=given.waits, **where)
    else:
        row = actions.open_issue(
            actor=person,
            tracker=given.tracker,
            title=given.title,
            body=given.body,
            files=given.files,
            waits=given.waits,
            **where,
        )
    return _whole(person, row.pk, status=201)


@router.get("/trackers", response=PageOf[TrackerShape], summary="List the trackers that the caller may use")
def list_trackers(request: HttpRequest) -> HttpResponse:
    """Empty for requesters."""
    items = [
        TrackerShape(
            id=row.pk,
            name=row.name,
            kind=row.kind,
            project=row.project,
            team=row.team_id,
            categories=[one.pk for one in row.categories.all()],
        )
        for row in queries.trackers(person_of(request))
    ]
    return answer(PageOf[TrackerShape](items=items, next=None))


@router.get("/tickets/{int:number}/issues", response=PageOf[IssueShape], summary="Issues at the makers of a ticket")
def issues_of_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """The latest first. For people of the desk; requesters find none."""
    person = person_of(request)
    find_ticket(person, number)
    items = [IssueShape(**_values(row)) for row in queries.of_ticket(person, number)]
    return answer(PageOf[IssueShape](items=items, next=None))


@router.post("/tickets/{int:number}/issues", response={201: IssueWhole}, summary="Open or link an issue of a ticket")
def add_to_ticket(request: HttpRequest, number: Number, given: IssueGiven) -> HttpResponse:
    """It is opened after ten seconds; until then it can be deleted, and never leaves."""
    return _added(person_of(request), given, ticket=number)


@router.get("/problems/{int:problem}/issues", response=PageOf[IssueShape], summary="Issues at the makers of a problem")
def issues_of_problem(request: HttpRequest, problem: ProblemId) -> HttpResponse:
    """The latest first."""
    person = person_of(request)
    find_problem(person, problem)
    items = [IssueShape(**_values(row)) for row in queries.of_problem(person, problem)]
    return answer(PageOf[IssueShape](items=items, next=None))


@router.post("/problems/{int:problem}/issues", response={201: IssueWhole}, summary="Open or link an issue of a problem")
def add_to_problem(request: HttpRequest, problem: ProblemId, given: IssueGiven) -> HttpResponse:
    """It is opened after ten seconds."""
    return _added(person_of(request), given, problem=problem)


@router.get("/issues/{int:issue}", response=IssueWhole, summary="Read an issue at the makers")
def read_issue(request: HttpRequest, issue: IssueId) -> HttpResponse:
    """As the tracker told it last."""
    return _whole(person_of(request), issue)


@router.post("/issues/{int:issue}/comments", response={201: IssueWhole}, summary="Write to the makers")
def say(request: HttpRequest, issue: IssueId, given: CommentGiven) -> HttpResponse:
    """It leaves after ten seconds."""
    person = person_of(request)
    actions.say(actor=person, issue=issue, text=given.text)
    return _whole(person, issue, status=201)


@router.post("/issues/{int:issue}/refresh", response=IssueWhole, summary="Ask the tracker now")
def refresh(request: HttpRequest, issue: IssueId) -> HttpResponse:
    """By the worker, at once; one of which nobody knows whether it was opened is opened anew."""
    person = person_of(request)
    actions.try_again(actor=person, issue=issue)
    return _whole(person, issue)


@router.delete("/issues/{int:issue}", response={204: None}, summary="Unlink an issue")
def unlink(request: HttpRequest, issue: IssueId) -> HttpResponse:
    """At the makers it stays as it is."""
    actions.unlink(actor=person_of(request), issue=issue)
    return HttpResponse(status=204)
