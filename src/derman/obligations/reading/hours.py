"""At what time of a day a sentence means, and how soon where it counts in hours: tables in folded words."""

from __future__ import annotations

import re
from datetime import time, timedelta

from derman.obligations.reading.days import COUNT, number_of

END = time(17)  # of a day that is named without a time
NOON = 12
_MORNING_ENDS = 8  # an hour before it is meant after noon: nobody calls at three in the night

_CLOCKS = (
    re.compile(r"\bsaat (\d{1,2})(?:[:.](\d{2}))?"),
    re.compile(r"\b(\d{1,2})[:.](\d{2}) ?(am|pm|a\.m|p\.m)?"),
    re.compile(r"\b(?:at|by|before|until|around) (\d{1,2})(?::(\d{2}))? ?(am|pm|a\.m|p\.m|o'clock)\b"),
    re.compile(r"\b(\d{1,2})(?::(\d{2}))? ?(am|pm)\b"),
    re.compile(r"\b(?:at|by) (\d{1,2})()(?=$|[ ,;])(?! (?:day|hour|week|minute|business|working))"),
    # an hour by its ending alone, which floors, rooms and numbers of things have as well
    re.compile(
        r"(?<!\bkat )(?<!\boda )(?<!\bno )(?<!\bblok )(?<!\bbina )(?<!\bmasa )(?<!\bport )(?<!\bsira )(?<!\bmadde )"
        r"\b(\d{1,2})()'?(?:[dt][ae]\b(?! \d)|(?:y?[ae]|[dt][ae]n) (?:kadar|once|dogru)\b)"
    ),
)
_PARTS = (
    (re.compile(r"\bogleden sonra\w*|\bafternoon\b"), time(17)),
    (re.compile(r"\bogleden once\b|\bbefore noon\b|\b(?:at|by) (?:noon|midday)\b|\bogle(?:n|ye|yin|den)?\b"), time(12)),
    (re.compile(r"\bsabah\w*|\bmorning\b|\bfirst thing\b"), time(12)),
    (re.compile(r"\baksam\w*|\bevening\b|\btonight\b"), time(19)),
    (re.compile(r"\bmesai bitimi\w*|\bend of (?:the )?(?:business )?day\b|\beod\b|\bclose of business\b"), time(18)),
)  # fmt: skip
_WITHIN = r"(?: icinde| icerisinde| sonra| kadar)?"
_SOON = (
    (re.compile(rf"\b{COUNT} (?:saat|hours?)\w{{0,3}}{_WITHIN}"), timedelta(hours=1)),
    (re.compile(rf"\b{COUNT} (?:dakika|dk|minute|min)\w{{0,3}}{_WITHIN}"), timedelta(minutes=1)),
)  # fmt: skip
_SOON_EN = re.compile(r"\b(?:in|within)(?: the next)? ")
_SOON_TR = re.compile(r"\b(?:icinde|icerisinde|sonra|kadar)\b")
_HALF = re.compile(r"\byarim saat\w{0,2} (?:icinde|sonra)|\b(?:in|within) half an hour\b")
_SHORTLY = re.compile(r"\bbirazdan\b|\bshortly\b|\bin a (?:minute|moment|bit)\b|\baz sonra\b")


def time_in(sentence: str) -> time | None:
    """The time that a folded sentence names; None where it names none."""
    for pattern in _CLOCKS:
        found = pattern.search(sentence)
        if found is not None and (told := _clock(found)) is not None:
            return told
    return next((part for pattern, part in _PARTS if pattern.search(sentence)), None)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re.groups > 2 and found[3] else ""
    if (half.startswith("p") and hour < NOON) or (not half.startswith("a") and hour < _MORNING_ENDS):
        hour += NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None


def soon_in(sentence: str) -> timedelta | None:
    """In how long, where a folded sentence counts hours or minutes from now; None where it does not."""
    if _HALF.search(sentence):
        return timedelta(minutes=30)
    for pattern, unit in _SOON:
        found = pattern.search(sentence)
        if found is not None and (_SOON_TR.search(found[0]) or _SOON_EN.search(sentence[: found.start(1)])):
            return number_of(found[1]) * unit
    return timedelta(hours=1) if _SHORTLY.search(sentence) else None
