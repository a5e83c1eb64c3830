"""Calendar invitations (RFC 5545, RFC 6047): what a person must know of them, and no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .addresses import Address
from .calendar_zones import Observance, zone_of
from .folding import ascii_lower, one_line

MOST_TEXT = 500_000
"""Signs of a calendar that are looked at."""
MOST_LINES = 20_000
_LONGEST = 2_000

_MAILTO = re.compile(r"(?:mailto:)?\s*([^\s<>]{1,200}@[^\s<>]{1,200})", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?")
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,4})M)?(?:(?P<seconds>\d{1,4})S)?)?"
)
_ESCAPES = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event. `method` is REQUEST, CANCEL, REPLY… in capitals, empty if none is given.

    `start` and `end` are aware, or naive where the calendar names no zone that anybody knows
    (`zone` then holds its name); of an event that lasts whole days they are midnight, and `end`
    is its last day. `answer` is what the one who replies says: ACCEPTED, DECLINED, TENTATIVE.
    """

    method: str
    title: str
    start: datetime | None
    end: datetime | None
    whole_days: bool
    zone: str
    place: str
    organiser: Address | None
    answer: str
    repeats: bool
    uid: str

    @property
    def cancelled(self) -> bool:
        """Whether it says that the event does not take place."""
        return self.method == "CANCEL"


@dataclass(slots=True)
class _Field:
    parameters: dict[str, str]
    value: str


def read_invitation(text: str) -> Invitation | None:
    """The first event of a calendar, None if there is none in it."""
    calendar: dict[str, _Field] = {}
    event: dict[str, _Field] = {}
    zones: dict[str, list[Observance]] = {}
    inside: list[str] = []
    zone_id = ""
    observance = Observance()
    seen = False
    for name, found in _fields(text):
        if name == "BEGIN":
            inside.append(found.value.upper())  # protocol
            observance = Observance()
            if len(inside) > 50:
                break
            seen = seen or inside == ["VCALENDAR", "VEVENT"]
        elif name == "END":
            if found.value.upper() == "VEVENT" and event:  # protocol
                break
            if inside:
                inside.pop()
        elif inside == ["VCALENDAR"]:
            calendar.setdefault(name, found)
        elif inside == ["VCALENDAR", "VEVENT"]:
            event.setdefault(name, found)
        elif len(inside) > 1 and inside[1] == "VTIMEZONE":
            if name == "TZID":
                zone_id = found.value
            elif len(inside) == 3 and len(zones) < 100:
                times = zones.setdefault(zone_id, [])
                if name == "TZOFFSETTO":
                    observance.offset = found.value
                    times.append(observance)
                elif name == "DTSTART":
                    observance.begins = found.value
                elif name == "RRULE":
                    observance.rule = found.value
    return _invitation(calendar, event, zones) if seen else None


def _invitation(
    calendar: dict[str, _Field], event: dict[str, _Field], zones: dict[str, list[Observance]]
) -> Invitation:
    nothing = _Field({}, "")
    begin, finish = event.get("DTSTART", nothing), event.get("DTEND", nothing)
    start, whole_days = _moment(begin, zones)
    end, _ = _moment(finish, zones)
    if end is None and start is not None and "DURATION" in event:
        end = _later(start, event["DURATION"].value)
    if whole_days and start is not None and end is not None and end > start:
        # The end is the first day that does not belong to it any more.
        end -= timedelta(days=1)
    zone = "" if begin.value.endswith("Z") else begin.parameters.get("TZID", "")
    answer = ascii_lower(event.get("ATTENDEE", nothing).parameters.get("PARTSTAT", "")).upper()  # protocol
    method = ascii_lower(calendar.get("METHOD", nothing).value).upper()  # protocol
    if ascii_lower(event.get("STATUS", nothing).value) == "cancelled":
        method = "CANCEL"
    return Invitation(
        method=method[:30],
        title=_plain(event.get("SUMMARY", nothing).value),
        start=start,
        end=end,
        whole_days=whole_days,
        zone=zone[:100],
        place=_plain(event.get("LOCATION", nothing).value),
        organiser=_person(event.get("ORGANIZER")),
        answer=answer[:30] if method == "REPLY" else "",
        repeats="RRULE" in event or "RDATE" in event,
        uid=event.get("UID", nothing).value[:_LONGEST],
    )


def _fields(text: str) -> Iterator[tuple[str, _Field]]:
    """Content lines, unfolded (RFC 5545, 3.1)."""
    line = ""
    lines = text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n").split("\n", MOST_LINES)[:MOST_LINES]
    for raw in [*lines, ""]:
        if raw[:1] in (" ", "\t") and line:
            if len(line) < 20_000:
                line += raw[1:]
            continue
        if line and (found := _field(line)):
            yield found
        line = raw


def _field(line: str) -> tuple[str, _Field] | None:
    """`DTSTART;TZID="Europe/Istanbul":20261124T100500` in its parts; a colon in quotes parts nothing."""
    quoted = False
    pieces: list[str] = []
    start = 0
    for place, sign in enumerate(line[:4_000]):
        if sign == '"':
            quoted = not quoted
        elif sign in ";:" and not quoted:
            pieces.append(line[start:place])
            start = place + 1
            if sign == ":":
                break
    else:
        return None
    if pieces[0].startswith(("DTSTART", "DTEND")) and not _MOMENT.fullmatch(line[start:].strip()):
        # Some programs put the name of a zone with a colon in it without quotes: "TZID=(UTC+03:00) Istanbul".
        head, _, _ = line.rpartition(":")
        start = len(head) + 1
        pieces = head.split(";")
    parameters: dict[str, str] = {}
    for piece in pieces[1:]:
        name, _, value = piece.partition("=")
        parameters.setdefault(ascii_lower(name).upper(), value.strip('"'))  # protocol
    return ascii_lower(pieces[0]).strip().upper(), _Field(parameters, line[start:].strip())  # protocol


def _moment(found: _Field, zones: dict[str, list[Observance]]) -> tuple[datetime | None, bool]:
    """The time, and whether it is a whole day."""
    match = _MOMENT.fullmatch(found.value.strip())
    if not match:
        return None, False
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        if hour is None:
            return datetime.combine(date(int(year), int(month), int(day)), time()), True
        clock = time(int(hour), int(minute), min(int(second or 0), 59))
        moment = datetime.combine(date(int(year), int(month), int(day)), clock)
        name = found.parameters.get("TZID", "")
        moment = moment.replace(tzinfo=UTC if utc else zone_of(name, zones.get(name, ()), moment))
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, False
    return moment, False


def _later(start: datetime, duration: str) -> datetime | None:
    match = _DURATION.fullmatch(duration.strip())
    if not match:
        return None
    try:
        return start + timedelta(**{unit: int(number) for unit, number in match.groupdict(default="0").items()})
    except OverflowError:
        return None


def _person(found: _Field | None) -> Address | None:
    if found is None or not (match := _MAILTO.search(found.value[:500])):
        return None
    return Address(_plain(found.parameters.get("CN", "")), match[1])


def _plain(value: str) -> str:
    text = _ESCAPES.sub(lambda match: " " if match[1] in "nN" else match[1], value[:_LONGEST])
    return one_line(text)[:300]
