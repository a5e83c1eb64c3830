"""The columns that a table of tickets can have: what each is called, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from derman.catalogue.answering import words_of
from derman.people.models import Person
from derman.tickets.access import visible_to
from derman.tickets.models import OwnField, OwnValues, Ticket
from derman.tickets.queries import own_fields
from derman.views.errors import WrongInput

type Cell = str | int | datetime | None

CHUNK = 500  # tickets that are read at once
MOST = 200  # columns
OWN = "field."


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, its title in the reader's language, and what a ticket has in it."""

    code: str
    title: str
    of: Callable[[Ticket, dict[str, Any]], Cell]


def _name(one: Any) -> str:
    return str(one.name or getattr(one, "email", "")) if one is not None else ""


# code → title, and what stands there
_COLUMNS: dict[str, tuple[Any, Callable[[Ticket], Cell]]] = {
    "number": (pgettext_lazy("column", "Number"), lambda ticket: ticket.pk),
    "subject": (gettext_lazy("Subject"), lambda ticket: ticket.subject),
    "status": (gettext_lazy("Status"), lambda ticket: str(ticket.get_status_display())),
    "waiting": (pgettext_lazy("column", "Waits for"), lambda ticket: str(ticket.get_waiting_for_display())),
    "priority": (gettext_lazy("Priority"), lambda ticket: str(ticket.get_priority_display())),
    "kind": (gettext_lazy("Kind"), lambda ticket: str(ticket.get_kind_display())),
    "requester": (gettext_lazy("Requester"), lambda ticket: _name(ticket.requester)),
    "email": (gettext_lazy("Requester's e-mail"), lambda ticket: ticket.requester.email),
    "organisation": (gettext_lazy("Organisation"), lambda ticket: _name(ticket.requester.organisation)),
    "assignee": (pgettext_lazy("column", "Assignee"), lambda ticket: _name(ticket.assignee)),
    "team": (gettext_lazy("Team"), lambda ticket: _name(ticket.team)),
    "category": (gettext_lazy("Category"), lambda ticket: _name(ticket.category)),
    "tags": (gettext_lazy("Tags"), lambda ticket: ", ".join(ticket.tags)),
    "channel": (gettext_lazy("Channel"), lambda ticket: str(ticket.get_channel_display())),
    "due": (pgettext_lazy("column", "Due"), lambda ticket: ticket.due_at),
    "created": (gettext_lazy("Opened"), lambda ticket: ticket.created_at),
    "updated": (gettext_lazy("Latest change"), lambda ticket: ticket.updated_at),
    "answered": (gettext_lazy("First answer"), lambda ticket: ticket.first_response_at),
    "resolved": (pgettext_lazy("column", "Resolved"), lambda ticket: ticket.resolved_at),
    "closed": (pgettext_lazy("column", "Closed"), lambda ticket: ticket.closed_at),
    "spent": (gettext_lazy("Minutes spent"), lambda ticket: ticket.minutes),
}
USUAL = ("number", "subject", "status", "priority", "requester", "assignee", "team", "due", "updated")


def columns() -> list[tuple[str, str]]:
    """(code, title) of each column that there is, the desk's own fields at the end. 1 statement."""
    own = [(f"{OWN}{field.key}", field.label) for field in own_fields() if field.active]
    return [*((code, str(title)) for code, (title, _of) in _COLUMNS.items()), *own]


def columns_of(codes: Sequence[str]) -> list[Column]:
    """The columns with these codes, in their order. 1 statement, if fields of the desk are among them.

    Raises WrongInput for a code that names none, and for more than MOST.
    """
    own = {field.key: field for field in own_fields()} if any(code.startswith(OWN) for code in codes) else {}
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST:
        raise WrongInput(_("%(n)s columns are the most.") % {"n": MOST}, field="columns")
    return [_column(code, own) for code in wanted]


def _column(code: str, own: dict[str, OwnField]) -> Column:
    if code in _COLUMNS:
        title, of = _COLUMNS[code]
        return Column(code, str(title), lambda ticket, _values: of(ticket))
    field = own.get(code.removeprefix(OWN)) if code.startswith(OWN) else None
    if field is None:
        raise WrongInput(_("There is no column “%(code)s”.") % {"code": code[:60]}, field="columns")
    return Column(code, field.label, lambda _ticket, values: _own(field, values.get(field.key)))


def _own(field: OwnField, value: Any) -> Cell:
    return words_of(field.told(value)) if value is not None else ""


def tickets_with(person: Person, numbers: Sequence[int], chosen: Sequence[Column]) -> list[tuple[Ticket, list[Cell]]]:
    """The tickets with these numbers that `person` may see, in this order, each with its cells.

    1 statement, and 1 for the desk's own fields.
    """
    named = ("requester__organisation", "assignee", "team", "category")
    found = {ticket.pk: ticket for ticket in visible_to(person).filter(pk__in=numbers).select_related(*named)}
    values: dict[int, dict[str, Any]] = {}
    if any(column.code.startswith(OWN) for column in chosen):
        kept = OwnValues.objects.filter(ticket__in=list(found)).values_list("ticket_id", "values")
        values = dict(kept)
    return [
        (found[number], [column.of(found[number], values.get(number, {})) for column in chosen])
        for number in numbers
        if number in found
    ]


def cells(person: Person, numbers: Sequence[int], chosen: Sequence[Column]) -> Iterator[list[Cell]]:
    """The rows of many tickets, some hundreds read at a time, in the language of whoever asks now.

    Statements as `tickets_with`, for each CHUNK.
    """
    lang = get_language()

    def read() -> Iterator[list[Cell]]:
        for start in range(0, len(numbers), CHUNK):
            with translation.override(lang):
                some = tickets_with(person, numbers[start : start + CHUNK], chosen)
            yield from (row for _ticket, row in some)

    return read()
