"""Tasks of a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, Reference, Text
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import Named, PersonShape, answer, named, person_shape, utc
from derman.api.tickets import Number
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Task

router = Router(tags=["Tasks"])


class TaskShape(Schema):
    """Something to be done on a ticket."""

    id: int
    title: str
    state: str = Field(description="planned: its stage has not begun; open; done; dropped: not needed.")
    stage: int = Field(description="0 for a task that was added by hand.")
    team: Named | None
    assignee: PersonShape | None
    due_at: datetime | None
    blocking: bool = Field(description="The ticket is not resolved by hand before it is done.")
    done_at: datetime | None
    done_by: PersonShape | None


class TaskGiven(Given):
    """A task to add."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    assignee: Reference | None = None
    team: Reference | None = None
    due_at: datetime | None = None
    blocking: bool = False


class TaskChange(Given):
    """What to change; what is not given stays."""

    done: bool | None = None
    needed: bool | None = None
    assignee: Reference | None = None
    due_at: datetime | None = None


def _shape(task: Task, reader: Person) -> TaskShape:
    return TaskShape(
        id=task.pk,
        title=task.title,
        state=task.state,
        stage=task.stage,
        team=named(task.team),
        assignee=person_shape(task.assignee, reader) if task.assignee is not None else None,
        due_at=utc(task.due_at) if task.due_at is not None else None,
        blocking=task.blocking,
        done_at=utc(task.done_at) if task.done_at is not None else None,
        done_by=person_shape(task.done_by, reader) if task.done_by is not None else None,
    )


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Tasks are for agents."))
    return person


@router.get("/tickets/{int:number}/tasks", response=PageOf[TaskShape], summary="List the tasks")
def list_tasks(request: HttpRequest, number: Number) -> HttpResponse:
    """All tasks of the ticket, in order. For agents."""
    person = _agent(request)
    found = queries.tasks_of(queries.find(person, number))
    return answer(PageOf[TaskShape](items=[_shape(task, person) for task in found], next=None))


@router.post("/tickets/{int:number}/tasks", response={201: TaskShape}, summary="Add a task")
def add_task(request: HttpRequest, number: Number, given: TaskGiven) -> HttpResponse:
    """For agents."""
    person = _agent(request)
    task = actions.add_task(
        actor=person,
        ticket=number,
        title=given.title,
        assignee=references.agent(person, given.assignee),
        team=references.team(person, given.team),
        due_at=given.due_at,
        blocking=given.blocking,
    )
    return answer(_shape(task, person), status=201)


@router.patch("/tickets/{int:number}/tasks/{int:task}", response=TaskShape, summary="Change a task")
def change_task(
    request: HttpRequest, number: Number, task: Annotated[int, Path(description="The task's id.")], given: TaskChange
) -> HttpResponse:
    """Tick it off, give it to somebody, date it, or say that it is not needed. For agents."""
    person = _agent(request)
    sent = given.model_fields_set
    values: dict[str, Any] = {}
    if "assignee" in sent:
        values["assignee"] = references.agent(person, given.assignee)
    if "due_at" in sent:
        values["due_at"] = given.due_at
    row = actions.change_task(actor=person, ticket=number, task=task, done=given.done, needed=given.needed, **values)
    return answer(_shape(row, person))
