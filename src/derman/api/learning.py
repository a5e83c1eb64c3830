"""Learning: what is the caller's to learn, what they did; who else is to, and who has."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID, Text
from derman.api.learning_shapes import (
    AnsweredShape,
    AnswerGiven,
    AssignmentGiven,
    AssignmentShape,
    LearningShape,
    LearningStepShape,
    PathKey,
    ReportLine,
    StepKey,
)
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem, wrong
from derman.api.shapes import Named, answer, named, person_shape, utc
from derman.kernel.texts import in_language
from derman.people import naming
from derman.teaching import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.teaching.models import Assignment

router = Router(tags=["Learning"])
AssignmentKey = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Only leads and administrators see who has learned what."))
    return person


def _language() -> str:
    return get_language() or "en"


@router.get("/learning", response=PageOf[LearningShape], summary="List what you are to learn")
def list_learning(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The caller's own paths: what is due first, what is done last."""
    found = list(enumerate(queries.mine(person_of(request), _language()), start=1))
    rows, following = cut(found[place_of(cursor) :][: limit + 1], limit, lambda numbered: numbered[0])
    return answer(PageOf[LearningShape](items=[_shape(one) for _place, one in rows], next=following))


def _shape(own: queries.Outline) -> LearningShape:
    learner = own.learner
    return LearningShape(
        path=own.path.pk,
        title=own.path.title,
        due_on=learner.due_on,
        overdue=own.is_overdue,
        done=own.done,
        of=own.all,
        finished_at=utc(learner.finished_at) if learner.finished_at is not None else None,
        steps=[_step(one) for one in own.steps],
    )


def _step(seen: queries.SeenStep) -> LearningStepShape:
    title = in_language(seen.step.questions) if seen.step.is_check else ""
    if seen.text is not None and seen.text.live is not None:
        title = seen.text.live.title
    return LearningStepShape(
        id=seen.step.pk,
        kind=seen.step.kind,
        title=title,
        article=seen.text.slug if seen.text is not None else None,
        open=seen.is_open,
        done=seen.is_done,
        tries=seen.progress.tries if seen.progress is not None else 0,
    )


@router.post("/learning/{int:path}/steps/{int:step}/read", response=LearningShape, summary="Say that you have read it")
def read_step(request: HttpRequest, path: PathKey, step: StepKey) -> HttpResponse:
    """An article of the caller's path."""
    person = person_of(request)
    actions.read(actor=person, path=path, step=step)
    return answer(_shape(queries.one(person, path, _language())))


@router.delete("/learning/{int:path}/steps/{int:step}/read", response={204: None}, summary="Take that back")
def unread_step(request: HttpRequest, path: PathKey, step: StepKey) -> HttpResponse:
    """It was not read after all."""
    actions.unread(actor=person_of(request), path=path, step=step)
    return HttpResponse(status=204)


@router.post("/learning/{int:path}/steps/{int:step}/answer", response=AnsweredShape, summary="Answer a check")
def answer_check(request: HttpRequest, path: PathKey, step: StepKey, given: AnswerGiven) -> HttpResponse:
    """Passed with exactly the right choices; what is passed stays so."""
    taken = actions.answer(actor=person_of(request), path=path, step=step, chosen=given.choices)
    progress = taken.progress
    right = progress.done_at is not None
    told = in_language(progress.step.explanations) if right or progress.tries > 1 else ""
    shape = AnsweredShape(right=right, tries=progress.tries, explanation=told, finished=taken.finished)
    return answer(shape)


@router.get("/learning-paths/{int:path}/assignments", response=PageOf[AssignmentShape], summary="List assignments")
def list_assignments(request: HttpRequest, path: PathKey, limit: Limit, cursor: Cursor) -> HttpResponse:
    """For leads and administrators: those in force."""
    person = _lead(request)
    found = queries.assignments(person, queries.path_at_desk(person, path))
    rows, following = cut([row for row in found if row.pk > place_of(cursor)], limit, lambda row: row.pk)
    return answer(PageOf[AssignmentShape](items=[_assignment(row, person) for row in rows], next=following))


def _assignment(row: Assignment, reader: Person) -> AssignmentShape:
    organisation = row.organisation
    return AssignmentShape(
        id=row.pk,
        path=row.path_id,
        person=person_shape(row.person, reader) if row.person is not None else None,
        team=named(row.team),
        newcomers_since=row.came_since,
        organisation=Named(id=organisation.pk, name=organisation.name) if organisation is not None else None,
        due_on=row.due_on,
        due_days=row.due_days,
    )


@router.post("/learning-paths/{int:path}/assignments", response={201: AssignmentShape}, summary="Assign a path")
def add_assignment(request: HttpRequest, path: PathKey, given: AssignmentGiven) -> HttpResponse:
    """For leads and administrators. The same again changes its date."""
    person = _lead(request)
    team = references.team(person, given.team)
    organisation = references.organisation(person, given.organisation) if given.organisation is not None else None
    whom = actions.Whom(
        person=_person(person, given.person),
        team=team.pk if team is not None else None,
        came_since=given.newcomers_since,
        organisation=organisation.pk if organisation is not None else None,
    )
    made = actions.assign(actor=person, path=path, whom=whom, due_on=given.due_on, due_days=given.due_days)
    return answer(_assignment(made, person), status=201)


def _person(asker: Person, reference: int | str | None) -> int | None:
    if reference is None:
        return None
    found = naming.people_called(asker, reference)
    if len(found) != 1:
        raise wrong("person", _("There is no such person."))
    return found[0].pk


@router.delete("/learning-assignments/{int:assignment}", response={204: None}, summary="Withdraw an assignment")
def remove_assignment(request: HttpRequest, assignment: AssignmentKey) -> HttpResponse:
    """Who has finished keeps that."""
    actions.withdraw_assignment(actor=_lead(request), assignment=assignment)
    return HttpResponse(status=204)


@router.post(
    "/learning-assignments/{int:assignment}/restore", response=AssignmentShape, summary="Bring an assignment back"
)
def restore_assignment(request: HttpRequest, assignment: AssignmentKey) -> HttpResponse:
    """As it was."""
    person = _lead(request)
    return answer(_assignment(actions.bring_assignment_back(actor=person, assignment=assignment), person))


@router.get("/learning-report", response=PageOf[ReportLine], summary="Who has learned what")
def read_report(
    request: HttpRequest,
    path: Annotated[int | None, Query(None, ge=1, le=LARGEST_ID)],
    team: Annotated[Text, Query("", max_length=300, description="Id or name.")],
    state: Annotated[Text, Query("", max_length=12, description="overdue, open or done.")],
    limit: Limit,
    cursor: Cursor,
) -> HttpResponse:
    """Leads get their teams and whoever reports to them, administrators everybody; overdue first."""
    person = _lead(request)
    if state and state not in queries.STATES:
        raise wrong("state", _("This must be one of: %(choices)s.") % {"choices": ", ".join(queries.STATES)})
    teams = references.team_ids(person, team)
    wanted = queries.Wanted(path=path, team=(teams or [0])[0] if teams is not None else None, state=state)
    lines, following = queries.report(person, wanted, key=_key_of(cursor), size=limit)
    following = base64.urlsafe_b64encode(following.encode()).decode() if following else ""
    return answer(PageOf[ReportLine](items=[_line(one, person) for one in lines], next=following or None))


def _key_of(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor).decode()
    except (ValueError, binascii.Error):
        raise wrong("cursor", _("This page no longer exists. Begin at the start of the list.")) from None


def _line(line: queries.Line, reader: Person) -> ReportLine:
    row = line.learner
    return ReportLine(
        person=person_shape(row.person, reader),
        path=Named(id=row.path_id, name=row.path.title),
        state=line.state,
        due_on=row.due_on,
        finished_at=utc(row.finished_at) if row.finished_at is not None else None,
        done=line.done,
        of=line.of,
        checks=line.checks,
        right_at_once=line.at_once,
    )
