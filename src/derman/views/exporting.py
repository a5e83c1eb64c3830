"""What one sees, to take along: a table as CSV, or as a workbook for a spreadsheet."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import IO, Any

from derman.desk.actions import audit
from derman.people.models import Person
from derman.search.typed.conditions import zone_of
from derman.views.columns import Cell, cells, columns, columns_of

MOST = 20_000  # tickets in one table
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # with what a spreadsheet takes a text for a formula
_LONGEST = 32_000  # characters that a cell of a workbook holds
_WIDTHS = {"subject": 50, "requester": 22, "assignee": 22, "email": 28}


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: its titles, its rows as they are read, and for whom."""

    titles: list[str]
    codes: list[str]
    rows: Iterator[list[Cell]]
    person: Person


def export(*, actor: Person, numbers: Sequence[int], codes: Sequence[str] = (), form: str, query: str) -> Table:
    """These tickets, as far as `actor` sees them, MOST at most, with the columns of `codes`; where none is named, all.

    Says so in the audit log, with `query` as what was looked for and `form` as csv or xlsx. Statements as
    `columns.cells`, and 3. Raises WrongInput for a column that there is not.
    """
    chosen = columns_of(codes or [code for code, _title in columns()])
    taken = numbers[:MOST]
    audit(actor=actor, kind="tickets.exported", rows=len(taken), form=form, query=query)
    return Table(
        [column.title for column in chosen],
        [column.code for column in chosen],
        cells(actor, taken, chosen),
        actor,
    )


def safe(text: str) -> str:
    """A text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(table: Table) -> Iterator[str]:
    """Piece by piece, dates in the person's zone."""
    zone, line = zone_of(table.person), StringIO()
    writer = csv.writer(line)

    def written(row: Iterable[Cell]) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow([_plain(cell, zone) for cell in row])
        return line.getvalue()

    # spreadsheets take a file without this mark for one in an old alphabet, and spoil what is no English letter
    yield "\ufeff" + written(table.titles)
    for row in table.rows:
        yield written(row)


def _plain(cell: Cell, zone: Any) -> str | int:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell


def as_workbook(table: Table) -> IO[bytes]:
    """A workbook on disk, at its beginning; gone when it is closed. Texts stay texts, whatever they begin with."""
    import xlsxwriter  # not held by a desk at rest

    made = tempfile.TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    sheet = book.add_worksheet()
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    zone = zone_of(table.person)
    for place, code in enumerate(table.codes):
        sheet.set_column(place, place, _WIDTHS.get(code, 17))
    for place, title in enumerate(table.titles):
        sheet.write_string(0, place, title, bold)
    for number, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, place, cell.astimezone(zone).replace(tzinfo=None), moment)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, cell[:_LONGEST])
    book.close()
    made.seek(0)
    return made
