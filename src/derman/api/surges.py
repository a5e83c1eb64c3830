"""Surges: more tickets about one thing than the season explains."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.paging import PageOf
from derman.api.shapes import answer, utc
from derman.radar import actions, queries

router = Router(tags=["Problems"])

Id = Annotated[int, Path(ge=1, lt=2**63)]


class SurgeShape(Schema):
    """A surge."""

    id: int
    state: str = Field(description="seen, dismissed or problem.")
    began_at: datetime
    seen_at: datetime
    slow: bool = Field(description="Nothing within an hour, but again and again in two weeks.")
    expected: float = Field(
        description="Tickets that would have been usual within an hour; of a slow one in two weeks."
    )
    count: int
    problem: int | None
    tickets: list[int] = Field(description="The first of them that the caller may see; in an answer to a change empty.")


def _shape(row: Any, tickets: list[int]) -> SurgeShape:
    return SurgeShape(
        id=row.pk,
        state=row.state,
        began_at=utc(row.began_at),
        seen_at=utc(row.seen_at),
        slow=row.slow,
        expected=round(row.expected, 2),
        count=row.tickets,
        problem=row.problem_id,
        tickets=tickets,
    )


@router.get("/surges", response=PageOf[SurgeShape], summary="List surges")
def list_surges(request: HttpRequest) -> HttpResponse:
    """Those that go on and of which nobody has decided, the latest first."""
    found = queries.current(person_of(request))
    items = [_shape(one.row, [ticket.pk for ticket in one.tickets]) for one in found]
    return answer(PageOf[SurgeShape](items=items, next=None))


@router.post("/surges/{int:surge}/problem", response={201: SurgeShape}, summary="Make a problem of a surge")
def problem_of_surge(request: HttpRequest, surge: Id) -> HttpResponse:
    """With its tickets that the caller may see; where there is one, that."""
    person = person_of(request)
    actions.make_problem(actor=person, surge=surge)
    return answer(_shape(queries.one(person, surge), []), status=201)


@router.post("/surges/{int:surge}/dismiss", response=SurgeShape, summary="Dismiss a surge")
def dismiss_surge(request: HttpRequest, surge: Id) -> HttpResponse:
    """It is none: the same is not announced again while it goes on."""
    return answer(_shape(actions.dismiss(actor=person_of(request), surge=surge), []))


@router.post("/surges/{int:surge}/restore", response=SurgeShape, summary="Bring a surge back")
def restore_surge(request: HttpRequest, surge: Id) -> HttpResponse:
    """It is one after all."""
    return answer(_shape(actions.bring_back(actor=person_of(request), surge=surge), []))
