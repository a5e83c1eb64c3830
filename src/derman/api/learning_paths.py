"""Learning paths: list, add, read, change, take away; their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from derman.api.callers import person_of
from derman.api.learning_shapes import (
    PathChange,
    PathGiven,
    PathKey,
    PathLine,
    PathShape,
    StepChange,
    StepGiven,
    StepKey,
    article_called,
    expect,
    path_shape,
    state_of,
    step_shape,
)
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import answer
from derman.teaching import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.teaching.models import LearningPath

router = Router(tags=["Learning"])


def _writer(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk write learning paths, news and tips."))
    return person


def _at_desk(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    path = queries.path_at_desk(person, pk)
    steps = [step_shape(one.step, one.text, tells=True) for one in queries.steps(person, path)]
    return answer(path_shape(path, steps), status=status, ETag=state_of(path))


@router.get("/learning-paths", response=PageOf[PathLine], summary="List learning paths")
def list_paths(request: HttpRequest, limit: Limit, cursor: Cursor) -> HttpResponse:
    """All, for people of the desk; others see theirs at `GET /learning`."""
    found = queries.paths(_writer(request), after=place_of(cursor), size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[PathLine](items=[_line(row) for row in rows], next=following))


def _line(row: LearningPath) -> PathLine:
    status = "published" if row.published_at is not None else "draft"
    counted = {"length": "length", "learners": "learning", "finished": "finished"}
    return PathLine(
        id=row.pk, titles=row.titles, status=status, **{name: getattr(row, of) for name, of in counted.items()}
    )


@router.post("/learning-paths", response={201: PathShape}, summary="Add a learning path")
def add_path(request: HttpRequest, given: PathGiven) -> HttpResponse:
    """For people of the desk. All of it or none."""
    person = _writer(request)
    with transaction.atomic():
        path = actions.start(actor=person, titles=given.titles, summaries=given.summaries)
        for step in given.steps:
            _add(person, path.pk, step)
        if given.status == "published":
            actions.publish(actor=person, path=path.pk)
    return _at_desk(person, path.pk, status=201)


def _add(person: Person, path: int, given: StepGiven) -> None:
    article = article_called(person, given.article)
    if article is not None:
        actions.add_article(actor=person, path=path, article=article)
        return
    choices = [one.model_dump() for one in given.choices]
    actions.add_check(
        actor=person, path=path, questions=given.questions, choices=choices, explanations=given.explanations
    )


@router.get("/learning-paths/{int:path}", response=PathShape, summary="Read a learning path")
def read_path(request: HttpRequest, path: PathKey) -> HttpResponse:
    """With its state as `ETag`. A learner reads their own, without what is right."""
    person = person_of(request)
    if person.is_staff_member:
        return _at_desk(person, path)
    own = queries.one(person, path, get_language() or "en")
    steps = [step_shape(one.step, one.text, tells=one.is_done and one.step.is_check) for one in own.steps]
    return answer(path_shape(own.path, steps))


@router.patch("/learning-paths/{int:path}", response=PathShape, summary="Change a learning path")
def change_path(request: HttpRequest, path: PathKey, given: PathChange) -> HttpResponse:
    """For people of the desk. With `If-Match`, only where nobody changed it since: else 412."""
    person = _writer(request)
    with transaction.atomic():
        found = actions.held(actor=person, path=path)
        expect(request, found)
        named = given.model_fields_set
        kept = {name: getattr(given, name) for name in ("titles", "summaries") if name in named}
        if kept:
            actions.describe(actor=person, path=path, **kept)
        if "status" in named:
            move = actions.publish if given.status == "published" else actions.withdraw
            move(actor=person, path=path)
    return _at_desk(person, path)


@router.delete("/learning-paths/{int:path}", response={204: None}, summary="Take a learning path away")
def remove_path(request: HttpRequest, path: PathKey) -> HttpResponse:
    """It can be brought back, with all that was learned."""
    actions.remove(actor=_writer(request), path=path)
    return HttpResponse(status=204)


@router.post("/learning-paths/{int:path}/restore", response=PathShape, summary="Bring a learning path back")
def restore_path(request: HttpRequest, path: PathKey) -> HttpResponse:
    """As it was."""
    person = _writer(request)
    actions.bring_back(actor=person, path=path)
    return _at_desk(person, path)


@router.post("/learning-paths/{int:path}/steps", response={201: PathShape}, summary="Add a step")
def add_step(request: HttpRequest, path: PathKey, given: StepGiven) -> HttpResponse:
    """As the last one."""
    person = _writer(request)
    _add(person, path, given)
    return _at_desk(person, path, status=201)


@router.patch("/learning-paths/{int:path}/steps/{int:step}", response=PathShape, summary="Change or move a step")
def change_step(request: HttpRequest, path: PathKey, step: StepKey, given: StepChange) -> HttpResponse:
    """What a check asks, and where a step stands. With `If-Match` as for the path."""
    person = _writer(request)
    named = given.model_fields_set
    with transaction.atomic():
        expect(request, actions.held(actor=person, path=path))
        asked: dict[str, Any] = {name: getattr(given, name) for name in ("questions", "explanations") if name in named}
        if "choices" in named:
            asked["choices"] = [one.model_dump() for one in given.choices]
        if asked:
            actions.change_check(actor=person, path=path, step=step, **asked)
        if "place" in named:
            actions.move_step(actor=person, path=path, step=step, place=given.place)
    return _at_desk(person, path)


@router.delete("/learning-paths/{int:path}/steps/{int:step}", response={204: None}, summary="Take a step out")
def remove_step(request: HttpRequest, path: PathKey, step: StepKey) -> HttpResponse:
    """It can be brought back."""
    actions.remove_step(actor=_writer(request), path=path, step=step)
    return HttpResponse(status=204)


@router.post(
    "/learning-paths/{int:path}/steps/{int:step}/restore", response=PathShape, summary="Bring a step back"
)  # fmt: skip
def restore_step(request: HttpRequest, path: PathKey, step: StepKey) -> HttpResponse:
    """Where it was."""
    person = _writer(request)
    actions.bring_step_back(actor=person, path=path, step=step)
    return _at_desk(person, path)
