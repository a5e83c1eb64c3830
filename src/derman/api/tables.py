"""What a view finds: its tickets page by page, and all of them as a table to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema

from derman.api.inputs import Line
from derman.api.paging import Cursor, Limit, PageOf
from derman.api.problems import wrong
from derman.api.shapes import PRIVATE, TicketLine, answer, ticket_line
from derman.api.views import Key, Typed, agent_asking
from derman.tickets.queries import reading
from derman.views import queries
from derman.views.columns import columns
from derman.views.errors import WrongInput
from derman.views.exporting import CSV, MOST, XLSX, as_csv, as_workbook
from derman.views.exporting import export as take_along

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Views"])
Columns = Annotated[Line, Query("", description="Codes as of `GET /views/columns`, with commas; empty for all.")]
type File = HttpResponse | StreamingHttpResponse | FileResponse
SORTS = {"text/csv": "csv", XLSX: "xlsx"}


class ColumnShape(Schema):
    """A column that a table of tickets can have."""

    code: str
    title: str


@router.get("/views/columns", response=PageOf[ColumnShape], summary="List columns")
def list_columns(request: HttpRequest) -> HttpResponse:
    """Those that a table can have, the desk's own fields at the end."""
    agent_asking(request)
    items = [ColumnShape(code=code, title=title) for code, title in columns()]
    return answer(PageOf[ColumnShape](items=items, next=None))


@router.get("/views/export", summary="Take a table along")
def export(
    request: HttpRequest,
    query: Annotated[Typed, Query("")],
    columns: Columns,
    form: Annotated[Literal["csv", "xlsx"], Query("csv")],
) -> File:
    """All that a typed query finds, 20,000 at most, latest change first; dates in the caller's time zone."""
    person = agent_asking(request)
    return _file(person, queries.all_numbers(person, query, most=MOST), columns, form, query)


@router.get("/views/{int:view}/tickets", response=PageOf[TicketLine], summary="List the tickets of a view")
def list_tickets(request: HttpRequest, view: Key, columns: Columns, limit: Limit, cursor: Cursor) -> File:
    """In the order of the view, as the caller sees them.

    With `Accept: text/csv`, or the type of an XLSX workbook, all of them as a table, 20,000 at most.
    """
    person = agent_asking(request)
    kept = queries.view(person, view)
    form = SORTS.get(request.headers.get("Accept", "").split(";")[0].strip())
    if form is not None:
        numbers = queries.all_numbers(person, kept.query, most=MOST, order=kept.order)
        return _file(person, numbers, columns, form, kept.query)
    numbers, following = queries.numbers(person, kept.query, order=kept.order, key=cursor, size=limit)
    tickets = reading.of_numbers(person, numbers)
    lines = [TicketLine(**ticket_line(ticket, person, as_requester=False)) for ticket in tickets]
    return answer(PageOf[TicketLine](items=lines, next=following or None))


def _file(person: Person, numbers: list[int], columns: str, form: str, query: str) -> File:
    codes = [code.strip() for code in columns.split(",") if code.strip()]
    try:
        table = take_along(actor=person, numbers=numbers, codes=codes, form=form, query=query)
    except WrongInput as error:
        raise wrong("columns", str(error)) from None
    if form == "csv":
        headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="tickets.csv"'}
        return StreamingHttpResponse(as_csv(table), content_type=CSV, headers=headers)
    book = as_workbook(table)
    return FileResponse(book, as_attachment=True, filename="tickets.xlsx", content_type=XLSX, headers=PRIVATE)
