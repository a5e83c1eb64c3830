"""Who watches a ticket, and what one keeps at the top of one's own lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router

from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, Reference
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape
from derman.api.tickets import Number
from derman.tickets import actions, queries

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Tickets"])


class WatcherGiven(Given):
    """Who watches from now on; without anybody, the caller."""

    who: Reference | None = Field(None, description="Id, name or e-mail of an agent.")


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Watching is for agents."))
    return person


def _watchers(person: Person, number: int, status: int = 200) -> HttpResponse:
    items = [person_shape(one, person) for one in queries.conversation(person, number).watchers]
    return answer(PageOf[PersonShape](items=items, next=None), status=status)


@router.get("/tickets/{int:number}/watchers", response=PageOf[PersonShape], summary="List who watches a ticket")
def list_watchers(request: HttpRequest, number: Number) -> HttpResponse:
    """For agents."""
    return _watchers(_agent(request), number)


@router.post("/tickets/{int:number}/watchers", response={201: PageOf[PersonShape]}, summary="Watch a ticket")
def watch(request: HttpRequest, number: Number, given: WatcherGiven) -> HttpResponse:
    """The caller or a colleague hears of what happens there, as their choices of news say."""
    person = _agent(request)
    actions.watch(actor=person, ticket=number, who=references.agent(person, given.who, field="who"))
    return _watchers(person, number, 201)


@router.delete("/tickets/{int:number}/watchers/{int:who}", response=PageOf[PersonShape], summary="Watch no longer")
def unwatch(
    request: HttpRequest, number: Number, who: Annotated[int, Path(description="The agent's id.")]
) -> HttpResponse:
    """Whoever it is hears of it no longer."""
    person = _agent(request)
    actions.unwatch(actor=person, ticket=number, who=who)
    return _watchers(person, number)


@router.put("/tickets/{int:number}/pin", response={204: None}, summary="Pin a ticket")
def pin(request: HttpRequest, number: Number) -> HttpResponse:
    """It stands at the top of the caller's own lists of the workspace. 20 at most."""
    actions.pin(actor=_agent(request), ticket=number, keep=True)
    return HttpResponse(status=204)


@router.delete("/tickets/{int:number}/pin", response={204: None}, summary="Unpin a ticket")
def unpin(request: HttpRequest, number: Number) -> HttpResponse:
    """It stands where its latest change puts it."""
    actions.pin(actor=_agent(request), ticket=number, keep=False)
    return HttpResponse(status=204)
