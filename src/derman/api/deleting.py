"""Tickets that are deleted, and the bin."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.callers import person_of
from derman.api.etags import expected_seq
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import TicketShape, answer, utc
from derman.api.tickets import Number, after_change
from derman.api.tickets import router as of_tickets
from derman.tickets import actions, queries
from derman.tickets.access import may_delete
from derman.tickets.binned import KEPT

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Deleting"])


class BinnedShape(Schema):
    """A deleted ticket that can be brought back."""

    number: int
    subject: str
    deleted_by: str
    deleted_at: datetime
    removed_at: datetime = Field(description="Its content is removed for good in the night after.")


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not may_delete(person):
        raise Problem(NOT_FOUND, _("The bin is for leads and administrators."))
    return person


@of_tickets.delete("/tickets/{int:number}", response={204: None}, summary="Delete a ticket")
def delete_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """Into the bin for 30 days, out of every list, count and search, and what was merged into it as well.

    For leads and administrators.
    """
    person = person_of(request)
    ticket = queries.find(person, number)
    actions.delete(actor=person, ticket=number, expected_seq=expected_seq(request, ticket))
    return HttpResponse(status=204)


@router.get("/bin", response=PageOf[BinnedShape], summary="List deleted tickets")
def list_bin(request: HttpRequest) -> HttpResponse:
    """The latest deleted first, 200 at most. For leads and administrators."""
    items = [
        BinnedShape(
            number=row.pk,
            subject=row.subject,
            deleted_by=row.binned.by.name or row.binned.by.email,
            deleted_at=utc(row.binned.at),
            removed_at=utc(row.binned.at + KEPT),
        )
        for row in queries.binned(_lead(request))
    ]
    return answer(PageOf[BinnedShape](items=items, next=None))


@router.post("/bin/{int:number}/restore", response=TicketShape, summary="Bring a deleted ticket back")
def restore_ticket(request: HttpRequest, number: Number) -> HttpResponse:
    """As it was. 404 for what is not in the bin, or is empty already. For leads and administrators."""
    person = _lead(request)
    shape, etag = after_change(person, actions.restore(actor=person, ticket=number))
    return answer(shape, ETag=etag)
