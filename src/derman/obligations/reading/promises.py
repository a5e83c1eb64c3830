"""Finds in what an agent wrote where they promised something by a time: “yarın arayacağım”, “will be done by Friday”.

Pure: it knows two tables (what promises, and what names a time), the moment and the zone. A sentence must have both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from derman.kernel.folding import fold
from derman.obligations.reading.days import day_in
from derman.obligations.reading.hours import END, soon_in, time_in
from derman.obligations.reading.verbs import BY_DAY, COURTESY, DENIES, PROMISES

LONGEST_TEXT = 20_000  # signs that are looked at
LONGEST_SENTENCE = 600
MOST = 3
FARTHEST = timedelta(days=366)
_ENDS = re.compile(r"\n+|(?<=[.!?…;])\s+")
_QUOTED = re.compile(r"[“\"«][^”\"»]{0,400}[”\"»]")
_PARTS = re.compile(r"[,;]|:(?= )| (?=(?:but|however|ama|ancak|fakat) )")
_LATER = timedelta(hours=1)  # what is promised for today when its hour is over


@dataclass(frozen=True, slots=True)
class Said:
    """A promise as it was said: in which words, and until when."""

    words: str
    due: datetime


def promises_in(text: str, at: datetime, zone: Callable[[], tzinfo]) -> list[Said]:
    """The promises in a text that was written `at` a moment (aware) by somebody in `zone`, three at most.

    The zone is asked for where something sounds like a promise: most texts promise nothing.
    """
    found: list[Said] = []
    for sentence in _ENDS.split(text[:LONGEST_TEXT]):
        words = " ".join(sentence.split())
        if not words or words.startswith(">") or len(words) > LONGEST_SENTENCE:
            continue
        due = _due(fold(_QUOTED.sub(" ", words)), at, zone)
        if due is not None and all(due != one.due for one in found):
            found.append(Said(words[:200], due))
        if len(found) == MOST:
            break
    return found


def _due(sentence: str, written: datetime, zone: Callable[[], tzinfo]) -> datetime | None:
    """Until when a folded sentence promises something; None where it promises nothing, or by no time."""
    kept = ",".join(part for part in _PARTS.split(sentence) if DENIES.search(part) is None)
    kept = COURTESY.sub(" ", kept)
    if not any(BY_DAY.search(part) or PROMISES.search(part) for part in {kept, *kept.split(",")}):
        return None
    at = written.astimezone(zone())
    kept = _of_the_promise(kept, at)
    by_day = BY_DAY.search(kept) is not None
    if not by_day and PROMISES.search(kept) is None:
        return None
    due = _moment(kept, at)
    if due is None or due > at + FARTHEST or due < at or (by_day and due.date() == at.date()):
        return None
    return due


def _of_the_promise(sentence: str, at: datetime) -> str:
    """Where several parts name a day, the one that promises: “the part comes on Tuesday, so I'll fit it on Friday”."""
    parts = sentence.split(",")
    dated = [part for part in parts if day_in(part, at.date()) is not None]
    return next((part for part in dated if PROMISES.search(part)), sentence) if len(dated) > 1 else sentence


def _moment(sentence: str, at: datetime) -> datetime | None:
    named = day_in(sentence, at.date())
    if named is not None:
        day, rest = named
        told = time_in(rest) or (time_in(sentence) if day == at.date() else None)
        return _at(day, told or END, at)
    soon = soon_in(sentence)
    if soon is not None:
        return at + soon
    told = time_in(sentence)
    if told is None:
        return None
    today = _wall(at.date(), told, at)
    return today if today > at else _wall(at.date() + timedelta(days=1), told, at)


def _at(day: date, told: time, at: datetime) -> datetime:
    due = _wall(day, told, at)
    return due if due > at or day != at.date() else at + _LATER


def _wall(day: date, told: time, at: datetime) -> datetime:
    return datetime.combine(day, told, at.tzinfo)
