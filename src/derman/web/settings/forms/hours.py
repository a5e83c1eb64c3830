"""Business hours as a form: for each day two spans at most, and any number of holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from derman.web.settings.forms.shown import NAME, Shown, mark_of, overtaken, overtaken_sentence
from derman.web.settings.forms.zones import zone_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derman.desk.models import Calendar, Holiday

_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:.]?([0-5]\d))?|24[:.]?00|24")
SPANS = 2
MOST_HOLIDAYS = 200


@dataclass(slots=True)
class Day:
    """A day of the week as it stands in the form."""

    number: int
    name: str
    open: bool
    times: list[tuple[str, str]]
    wrong: str = ""


@dataclass(slots=True)
class Off:
    """One holiday as it stands in the form."""

    day: str
    name: str
    wrong: str = ""


@dataclass(slots=True)
class HoursForm:
    """Weekly hours and holidays, kept as typed until they are right."""

    zone: str
    zones: list[tuple[str, str]]
    days: list[Day]
    holidays: list[Off]
    errors: list[str] = field(default_factory=list)
    mark: str = ""
    meanwhile: tuple[Shown, ...] = ()

    @classmethod
    def of(cls, calendar: Calendar | None, holidays: Sequence[Holiday], zone: str) -> HoursForm:
        """The form as the desk is now."""
        weekly = calendar.weekly if calendar else {}
        zone = calendar.zone if calendar else zone
        days = []
        for number, name in WEEKDAYS.items():
            spans = [(start, end) for start, end in weekly.get(str(number), [])][:SPANS]
            days.append(Day(number, str(name), bool(spans), spans + [("", "")] * (SPANS - len(spans))))
        off = [Off(holiday.day.isoformat(), holiday.name) for holiday in holidays]
        form = cls(zone, zone_choices(zone), days, off)
        form.mark = mark_of(form.shown())
        return form

    @classmethod
    def typed(cls, data: QueryDict, now: HoursForm) -> HoursForm:
        """The form as somebody has sent it, with what is wrong beside each day, and what differs from `now`."""
        days = [cls._day(number, str(name), data) for number, name in WEEKDAYS.items()]
        pairs = zip(data.getlist("holiday-day"), data.getlist("holiday-name"), strict=False)
        holidays = [cls._holiday(day.strip(), name.strip()) for day, name in pairs if day.strip() or name.strip()]
        form = cls(data.get("zone", ""), zone_choices(data.get("zone", "")[:64]), days, holidays[:MOST_HOLIDAYS])
        seen: set[str] = set()
        for off in form.holidays:
            if off.day in seen and not off.wrong:
                off.wrong = _("This day stands here twice.")
            seen.add(off.day)
        form.errors = [day.wrong for day in form.days if day.wrong] + [off.wrong for off in form.holidays if off.wrong]
        form.mark = now.mark
        changed = overtaken(data.get(NAME, ""), now.shown())
        if changed is not None:
            form.meanwhile = changed
            form.errors.append(overtaken_sentence())
        return form

    @staticmethod
    def _day(number: int, name: str, data: QueryDict) -> Day:
        spans = [
            (
                _clock(data.get(f"from-{number}-{span}", "").strip()[:5]),
                _end(data.get(f"until-{number}-{span}", "").strip()[:5]),
            )
            for span in range(SPANS)
        ]
        day = Day(number, name, f"open-{number}" in data, spans)
        if not day.open:
            return day
        end_before = ""
        for start, end in [span for span in spans if span != ("", "")]:
            if not start or not end:
                day.wrong = _("From and until are both needed.")
            elif not _TIME.fullmatch(start) or not _TIME.fullmatch(end):
                day.wrong = _("A time is written like 08:30.")
            elif end <= start:
                day.wrong = _("From must be before until.")
            elif start < end_before:
                day.wrong = _("The second span begins before the first ends.")
            end_before = end
        if all(span == ("", "") for span in spans):
            day.wrong = _("From when until when? If the desk is closed on this day, switch it off.")
        return day

    @staticmethod
    def _holiday(day: str, name: str) -> Off:
        try:
            date.fromisoformat(day)
        except ValueError:
            return Off(day[:10], name[:80], _("On which day?"))
        return Off(day, name[:80], "" if name else _("What is this day called?"))

    @property
    def non_field_errors(self) -> list[str]:
        """What is said above the form."""
        return [overtaken_sentence()] if self.meanwhile else []

    def shown(self) -> dict[str, Shown]:
        """The hours as they stand here, day by day."""
        spans = {day.number: ", ".join(f"{start}\u2013{end}" for start, end in day.times if start) for day in self.days}
        return {
            "zone": Shown(_("Time zone"), self.zone, dict(self.zones).get(self.zone, self.zone)),
            **{str(day.number): Shown(day.name, spans[day.number], spans[day.number]) for day in self.days},
            "holidays": Shown(
                _("Holidays"),
                [[off.day, off.name] for off in self.holidays],
                ", ".join(f"{off.day} {off.name}" for off in self.holidays),
            ),
        }

    def weekly(self) -> dict[str, list[list[str]]]:
        """As `desk.actions.change_calendar` takes it."""
        return {
            str(day.number): [[start, end] for start, end in day.times if start and end]
            for day in self.days
            if day.open
        }

    def dates(self) -> list[tuple[date, str]]:
        return [(date.fromisoformat(off.day), off.name) for off in self.holidays]

    def blame(self, error: Any) -> None:
        """Put what the action refused beside the day that it names."""
        named = getattr(error, "field", "")
        for day in self.days:
            if named == f"day-{day.number}":
                day.wrong = str(error)
        self.errors.append(str(error))


def _clock(text: str) -> str:
    """A time as it is kept: 8, 830, 8.30 and 08:30 are one; what is no time stays as typed."""
    if not _TIME.fullmatch(text):
        return text
    digits = text.replace(".", "").replace(":", "")
    hour, minute = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return f"{int(hour):02d}:{minute}"


def _end(text: str) -> str:
    # midnight as an end is the end of the day
    return "24:00" if _clock(text) == "00:00" else _clock(text)
