"""A ticket in five sentences, made from its events alone: what no event says is not said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format

from derman.tickets import queries
from derman.transcripts.explaining import due, here, opened, tried, waiting
from derman.transcripts.explaining.story import Story, Told

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Ticket

__all__ = ["Sentence", "explain"]

_PARTS: tuple[tuple[str, Callable[[Story], Told]], ...] = (
    ("opened", opened.told),
    ("here", here.told),
    ("tried", tried.told),
    ("waiting", waiting.told),
    ("due", due.told),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: what it tells (opened, here, tried, waiting, due), since when, and the events it is made from."""

    code: str
    text: str
    at: datetime | None = None
    events: list[int] = field(default_factory=list)


def explain(reader: Person, ticket: Ticket, *, moment: Callable[[datetime], str] | None = None) -> list[Sentence]:
    """Five sentences in the reader's language, for an agent who is known to see the ticket; `moment` writes times.

    2 statements.
    """
    events = queries.story_of(reader, ticket)
    if not events:
        return []
    story = Story(ticket, events, queries.names_of(events))
    return [_sentence(code, make(story), moment or _moment) for code, make in _PARTS]


def _sentence(code: str, told: Told, moment: Callable[[datetime], str]) -> Sentence:
    values: dict[str, Any] = {
        name: moment(value) if isinstance(value, datetime) else value for name, value in told.values.items()
    }
    return Sentence(code, told.template % values, told.at, [event.pk for event in told.events])


def _moment(then: datetime) -> str:
    return date_format(timezone.localtime(then), "DATETIME_FORMAT")
