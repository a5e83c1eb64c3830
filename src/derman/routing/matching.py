"""Which row of the table fits a ticket, and by what: rows are made ready once, into functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from derman.routing.about import About
from derman.routing.naming import Named
from derman.routing.rows import Row, When
from derman.routing.words import words_in

type Fit = list[Any]  # a condition and what fits, as the timeline keeps it
type _Look = Callable[[About], Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row with the questions that it asks of a ticket, the cheap ones first."""

    row: Row
    looks: tuple[tuple[str, _Look], ...]

    def fits(self, about: About) -> list[Fit] | None:
        """What makes it fit, in order; None where it does not."""
        found = []
        for name, look in self.looks:
            value = look(about)
            if value is None:
                return None
            found.append([name, value])
        return found

    def hinders(self, about: About) -> str:
        """The first condition that does not hold; empty where all do."""
        return next((name for name, look in self.looks if look(about) is None), "")


def ready(rows: Sequence[Row]) -> tuple[Ready, ...]:
    """The rows in use, in their order."""
    return tuple(Ready(row, _looks(row)) for row in rows if row.active)


def first_that_fits(rows: Sequence[Ready], about: About) -> tuple[Row, list[Fit]] | None:
    """The row that holds for a ticket, and by what."""
    for one in rows:
        found = one.fits(about)
        if found is not None:
            return one.row, found
    return None


def _looks(row: Row) -> tuple[tuple[str, _Look], ...]:
    when = row.when
    asked: list[tuple[str, _Look]] = []
    if when.channels:
        asked.append(("channel", _among(when.channels, lambda about: about.channel)))
    if when.mailboxes:
        asked.append(("mailbox", _among(when.mailboxes, lambda about: about.mailbox)))
    if when.kinds:
        asked.append(("kind", _among(when.kinds, lambda about: about.kind)))
    if when.priorities:
        asked.append(("priority", _among(when.priorities, lambda about: about.priority)))
    if when.languages:
        asked.append(("language", _among(when.languages, lambda about: about.language)))
    if when.categories:
        wanted = frozenset(when.categories)
        asked.append(("category", lambda about: about.category if wanted & about.categories else None))
    if when.services:
        asked.append(("service", _among(when.services, lambda about: about.service)))
    if when.organisations:
        theirs = frozenset(when.organisations)
        asked.append(("organisation", lambda about: about.organisation_name if about.organisation in theirs else None))
    if when.days:
        days = frozenset(when.days)
        asked.append(("day", lambda about: _in(days, about.on_the_wall.weekday())))
    if when.since:
        asked.append(("time", _between(when.since, when.until)))
    if when.hours:
        wants_open = when.hours == "open"
        asked.append(("hours", lambda about: when.hours if about.is_open == wants_open else None))
    if when.places:
        asked.append(("place", _has_words(when.places, lambda about: about.place_words)))
    if when.asset_kinds or when.assets:
        asked.append(("asset", _names(when)))
    if when.words:
        asked.append(("word", _has_words(when.words, lambda about: about.words)))
    return tuple(asked)


def _in(wanted: frozenset[Any], value: Any) -> Any:
    return value if value in wanted else None


def _among(wanted: Sequence[Any], read: _Look) -> _Look:
    known = frozenset(wanted)
    return lambda about: _in(known, read(about))


def _has_words(wanted: Sequence[str], read: Callable[[About], str]) -> _Look:
    folded = [(one, words_in(one)) for one in wanted]
    return lambda about: next((one for one, words in folded if words in read(about)), None)


def _names(when: When) -> _Look:
    kinds, folded = frozenset(when.asset_kinds), [words_in(one) for one in when.assets]

    def fits(one: Named) -> bool:
        of_kind = not kinds or one.kind in kinds
        return of_kind and (not folded or any(words in one.words for words in folded))

    return lambda about: next((one.number for one in about.assets if fits(one)), None)


def _between(since: str, until: str) -> _Look:
    def look(about: About) -> str | None:
        shown = about.on_the_wall.strftime("%H:%M")
        inside = since <= shown < until if since < until else shown >= since or shown < until
        return f"{since}-{until}" if inside else None

    return look
