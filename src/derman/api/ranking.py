"""What one had best do now, and what counts in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from derman.api.inputs import Given
from derman.api.paging import PageOf
from derman.api.shapes import answer
from derman.api.views import agent_asking
from derman.views.ranking import now_for, set_weights, weights_now

router = Router(tags=["Views"])
Weight = Annotated[int, Field(ge=0, le=10)]


class ReasonShape(Schema):
    """Why a ticket stands there."""

    code: str = Field(description="late, due, priority, waiting or effort.")
    weight: float
    seconds: int = Field(description="Late, left, or without a change.")
    amount: int = Field(description="The priority, 1 to 4, or minutes spent.")


class RankedShape(Schema):
    """A ticket that one could work on."""

    number: int
    subject: str
    score: float
    reasons: list[ReasonShape]


class WeightsShape(Schema):
    """How much each thing counts, 0 to 10."""

    promise: int
    priority: int
    waiting: int
    effort: int


class WeightsChange(Given):
    """What is left out stays."""

    promise: Weight | None = None
    priority: Weight | None = None
    waiting: Weight | None = None
    effort: Weight | None = None


@router.get("/now", response=PageOf[RankedShape], summary="What to do now")
def list_now(request: HttpRequest) -> HttpResponse:
    """The caller's own tickets and free ones of their teams, the most urgent first, 40 at most."""
    items = [
        RankedShape(
            number=one.line.pk,
            subject=one.line.subject,
            score=one.score,
            reasons=[ReasonShape.model_validate(asdict(reason)) for reason in one.reasons],
        )
        for one in now_for(agent_asking(request))
    ]
    return answer(PageOf[RankedShape](items=items, next=None))


@router.get("/now/weights", response=WeightsShape, summary="Read what counts")
def read_weights(request: HttpRequest) -> HttpResponse:
    """In the ranked list of everybody."""
    agent_asking(request)
    return answer(WeightsShape.model_validate(asdict(weights_now())))


@router.patch("/now/weights", response=WeightsShape, summary="Change what counts")
def change_weights(request: HttpRequest, given: WeightsChange) -> HttpResponse:
    """For leads and administrators."""
    changed = {name: value for name, value in given.model_dump().items() if value is not None}
    return answer(WeightsShape.model_validate(asdict(set_weights(actor=agent_asking(request), **changed))))
