"""Tasks of a ticket: added by hand, or planned by a service and begun stage by stage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.kernel.recalling import recalled, remember
from derman.people.models import Person, Team
from derman.people.queries import assignable
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.standing import set_status
from derman.tickets.errors import Overtaken, TooLateToUndo, WrongInput
from derman.tickets.facts import TasksStarted
from derman.tickets.models import ServiceRequest, Status, Task

MOST = 200
State = Task.State
UNCHANGED: Any = object()
_MOVED = ("state", "done_at", "done_by")  # what differs when a task comes to another state


def start_stage(change: Change, asked: ServiceRequest) -> None:
    """Within a change: begin the next stage that has something to do; after the last one the ticket is resolved."""
    planned = Task.objects.filter(ticket=change.ticket, state=State.PLANNED)
    following = planned.order_by("stage").values_list("stage", flat=True).first()
    if following is None:
        finished = asked.stage > 0 and change.ticket.is_unresolved and change.ticket.tasks == change.ticket.tasks_done
        if finished:
            set_status(change, Status.RESOLVED, why="tasks_done")
        return
    tasks = list(planned.filter(stage=following).select_for_update())
    for task in tasks:
        task.state = State.OPEN
        task.due_at = change.at + timedelta(days=task.days) if task.days is not None else None
    Task.objects.bulk_update(tasks, ["state", "due_at"])
    asked.stage = following
    asked.save(update_fields=["stage"])
    change.record(events.TasksStarted(stage=following, tasks=[task.pk for task in tasks]))
    change.later(TasksStarted(ticket=change.ticket.pk, tasks=[task.pk for task in tasks]))


def add_task(
    *,
    actor: Person,
    ticket: int,
    title: str,
    assignee: Person | None = None,
    team: Team | None = None,
    due_at: datetime | None = None,
    blocking: bool = False,
) -> Task:
    """Write down something to be done. Raises TicketNotFound, WrongInput with the field."""
    with changing(ticket, actor) as change:
        return add_within(change, title=title, assignee=assignee, team=team, due_at=due_at, blocking=blocking)


def add_within(
    change: Change,
    *,
    title: str,
    assignee: Person | None = None,
    team: Team | None = None,
    due_at: datetime | None = None,
    blocking: bool = False,
) -> Task:
    """Within a change: write down something to be done. Raises WrongInput with the field."""
    title = " ".join(title.replace("\0", "").split())[:200]
    if not title:
        raise WrongInput(_("Say what is to be done."), field="title")
    if change.ticket.tasks >= MOST:
        raise WrongInput(_("A ticket can have 200 tasks."), field="title")
    _check(change, assignee)
    task = Task(
        ticket=change.ticket,
        titles={get_language() or "en": title},
        position=change.ticket.tasks,
        assignee=assignee,
        team=team,
        due_at=due_at,
        blocking=blocking,
    )
    change.add(task)
    change.record(events.TaskAdded(task=task.pk))
    change.set(tasks=change.ticket.tasks + 1)
    return task


def change_task(
    *,
    actor: Person,
    ticket: int,
    task: int,
    done: bool | None = None,
    needed: bool | None = None,
    assignee: Person | None = UNCHANGED,
    due_at: datetime | None = UNCHANGED,
    seen: str = "",
) -> Task:
    """Tick a task off (or not), give it to somebody, date it, or say that it is not needed (`needed=False`).

    When the last one of a stage is done, the next stage begins. `seen`: its state as the agent saw it. Raises
    TicketNotFound, WrongInput, Overtaken where somebody else brought it to another state since.
    """
    with changing(ticket, actor) as change:
        row = Task.objects.select_for_update().filter(pk=task, ticket=ticket).first() if task < 2**63 else None
        if row is None:
            raise WrongInput(_("This task does not exist any more."), field="task")
        before = _state(row)
        if assignee is not UNCHANGED:
            _check(change, assignee)
            row.assignee = assignee
        if due_at is not UNCHANGED:
            row.due_at = due_at
        wanted = _wanted(row, done, needed)
        if seen and row.state not in (seen, wanted):
            raise Overtaken(_("Somebody else has changed this task meanwhile. Look at it again."))
        if wanted != row.state:
            put(change, row, wanted, actor)
        row.save()
        if _state(row) != before:
            change.record(events.TaskChanged(task=row.pk, before=before, after=_state(row)))
            _go_on(change, row)
    return row


def _wanted(row: Task, done: bool | None, needed: bool | None) -> str:
    if done is not None:
        if row.state == State.PLANNED and done:
            raise WrongInput(_("This task comes later: what stands before it must be done first."), field="task")
        return State.DONE if done else State.OPEN
    if needed is not None:
        return (State.OPEN if row.state == State.DROPPED else row.state) if needed else State.DROPPED
    return row.state


def put(change: Change, row: Task, state: str, actor: Person | None) -> None:
    """Within a change: move a task to another state, and count."""
    ticket = change.ticket
    counts = {State.DONE.value: (1, 1), State.DROPPED.value: (0, 0)}
    (was, was_done), (now, now_done) = counts.get(row.state, (1, 0)), counts.get(state, (1, 0))
    change.set(tasks=ticket.tasks + now - was, tasks_done=ticket.tasks_done + now_done - was_done)
    row.state = state
    row.done_at = change.at if state == State.DONE else None
    row.done_by = actor if state == State.DONE else None


def _go_on(change: Change, row: Task) -> None:
    if row.stage == 0 or row.state not in (State.DONE, State.DROPPED):
        return
    if Task.objects.filter(ticket=change.ticket, stage__lte=row.stage, state=State.OPEN).exclude(stage=0).exists():
        return
    asked = ServiceRequest.objects.filter(ticket=change.ticket).first()
    if asked is not None and asked.stage <= row.stage:
        actor, change.actor = change.actor, None  # what follows is the desk's own doing
        start_stage(change, asked)
        change.actor = actor


def _check(change: Change, assignee: Person | None) -> None:
    if assignee is not None and not assignable(assignee, change.ticket.team_id).filter(pk=assignee.pk).exists():
        raise WrongInput(_("This person cannot have tasks of this ticket."), field="assignee")


def _state(row: Task) -> dict[str, Any]:
    return {
        "state": str(row.state),
        "assignee": row.assignee_id,
        "due_at": row.due_at.astimezone(UTC).isoformat() if row.due_at else None,
    }


def take_back(change: Change, details: dict[str, Any]) -> None:
    """Undo a change of a task. Raises TooLateToUndo where something later builds on it."""
    row = _row_of(change, details["task"])
    if row is None or _state(row) != details["after"]:
        raise TooLateToUndo(_("Somebody changed this again in the meantime."))
    if row.stage and ServiceRequest.objects.filter(ticket=change.ticket, stage__gt=row.stage).exists():
        raise TooLateToUndo(_("The tasks that follow have begun already."))
    before = details["before"]
    if before["state"] != row.state:
        put(change, row, before["state"], change.actor)
    row.assignee_id = before["assignee"]
    row.due_at = datetime.fromisoformat(before["due_at"]) if before["due_at"] else None
    change.alter(row, *_MOVED, "assignee", "due_at")


def take_away(change: Change, details: dict[str, Any]) -> None:
    """Undo that a task was added. Raises TooLateToUndo where somebody did something with it."""
    row = _row_of(change, details["task"])
    if row is None or row.state != State.OPEN:
        raise TooLateToUndo(_("Somebody changed this again in the meantime."))
    put(change, row, State.DROPPED, change.actor)
    change.alter(row, *_MOVED)


def _row_of(change: Change, task: int) -> Task | None:
    """One task of the ticket, locked, as far as it still is one of it. 1 statement."""
    known: dict[int, Task] | None = recalled("tasks")
    if known is not None:
        row = known.get(task)
    else:
        row = Task.objects.select_for_update().filter(pk=task).first()
    return row if row is not None and row.ticket_id == change.ticket.pk else None


def know_tasks(tasks: Collection[int]) -> None:
    """Read and lock many tasks of tickets that are locked, within `recalling`. 1 statement."""
    found = sql.read(Task, "WHERE t.id = ANY(%s) ORDER BY t.id FOR UPDATE", [list(tasks)])
    remember("tasks", {row.pk: row for row in found})
