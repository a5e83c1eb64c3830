"""What could slip: what the desk owes somebody, and promises that were read out of replies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, IdInPath, Moment
from derman.api.problems import CONFLICT, FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import answer, utc
from derman.kernel import clock
from derman.obligations import actions, queries
from derman.obligations.errors import NotAllowed, ObligationError, ObligationNotFound, Overtaken

if TYPE_CHECKING:
    from derman.obligations.finding import Finding
    from derman.obligations.models import Obligation
    from derman.people.models import Person

router = Router(tags=["Obligations"])


class ObligationShape(Schema):
    """One thing that could slip. `id`: of what the calls of this chapter act on; null where it is another thing."""

    id: int | None
    kind: str
    ticket: int | None
    due_at: datetime | None
    since: datetime
    owner: str | None
    reason: str


class ObligationsShape(Schema):
    """What could slip, the most pressing kind first. `more`: kinds of which there are more."""

    items: list[ObligationShape]
    more: list[str]


class WordShape(Schema):
    """A promise of a reply, or something that was noted: offered, open, done or dropped."""

    id: int
    kind: str
    ticket: int
    words: str
    state: str
    due_at: datetime | None


class KeepGiven(Given):
    """Until when; left out: as it was read."""

    due_at: Moment | None = None


KindOf = Annotated[str, Query(max_length=20, description="Of one kind alone.")]


@router.get("/obligations", response=ObligationsShape, summary="List what could slip")
def list_obligations(request: HttpRequest, kind: KindOf = "") -> HttpResponse:
    """An agent's own and what nobody has; a lead's teams. For others it is empty."""
    kinds = [kind] if kind else []
    groups = queries.could_slip(person_of(request), kinds=kinds, size=queries.WHOLE)
    now = clock.now()
    items = [_shape(one, now) for group in groups for one in group.findings]
    return answer(ObligationsShape(items=items, more=[group.kind.code for group in groups if group.more]))


def _shape(found: Finding, now: datetime) -> ObligationShape:
    return ObligationShape(
        id=found.key if found.kind.code in queries.NOTED else None,
        kind=found.kind.code,
        ticket=found.ticket,
        due_at=utc(found.due_at) if found.due_at else None,
        since=utc(found.since),
        owner=found.owner_name or None,
        reason=found.reason(now),
    )


@router.post("/obligations/{id}/keep", response=WordShape, summary="Make a promise of what a reply says")
def keep(request: HttpRequest, key: IdInPath, given: KeepGiven | None = None) -> HttpResponse:
    """From now on it has a date, and is due."""
    due_at = given.due_at if given is not None else None
    return _done(lambda actor: actions.keep(actor=actor, obligation=key, due_at=due_at), request)


@router.post("/obligations/{id}/settle", response=WordShape, summary="Say that it is done, or was seen")
def settle(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """It is no longer listed."""
    return _done(lambda actor: actions.settle(actor=actor, obligation=key), request)


@router.post("/obligations/{id}/drop", response=WordShape, summary="Say that it is no promise")
def drop(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """It is no longer listed."""
    return _done(lambda actor: actions.drop(actor=actor, obligation=key), request)


@router.post("/obligations/{id}/undo", response=WordShape, summary="Take that back")
def undo(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """As it was before it was kept, settled or dropped."""
    return _done(lambda actor: actions.take_back(actor=actor, obligation=key), request)


def _done(act: Callable[[Person], Obligation], request: HttpRequest) -> HttpResponse:
    try:
        row = act(person_of(request))
    except NotAllowed as error:
        raise Problem(FORBIDDEN, str(error)) from None
    except ObligationNotFound as error:
        raise Problem(NOT_FOUND, str(error)) from None
    except Overtaken as error:
        raise Problem(CONFLICT, str(error)) from None
    except ObligationError as error:
        raise wrong(error.field or "id", str(error)) from None
    due_at = utc(row.due_at) if row.due_at else None
    return answer(
        WordShape(id=row.pk, kind=row.kind, ticket=row.ticket_id, words=row.words, state=row.state, due_at=due_at)
    )
