"""A calendar as a form: for each day two spans at most, a country with its holidays, and any number of own days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.desk.calendars import Day as AsDay
from derman.desk.calendars import Given
from derman.desk.queries import own_days, usual_week
from derman.web.settings.forms.shown import NAME, Shown, hidden, mark_of, overtaken, overtaken_sentence
from derman.web.settings.forms.zones import zone_choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from derman.desk.models import Calendar, Holiday

_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:.]?([0-5]\d))?|24[:.]?00|24")
SPANS = 2
MOST_HOLIDAYS = 200
MOST_TEAMS = 500
CLOSED, OPEN = "closed", "open"
HALF_DAY = "13:00"


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
    """A day of its own as it stands in the form."""

    day: str
    name: str
    how: str = CLOSED  # or OPEN, or from when on it is closed
    wrong: str = ""


@dataclass(slots=True)
class HoursForm:
    """A calendar, kept as typed until it is right."""

    name: str
    zone: str
    zones: list[tuple[str, str]]
    days: list[Day]
    holidays: list[Off]
    country: str = ""
    region: str = ""
    half_day_from: str = HALF_DAY
    teams: list[int] = field(default_factory=list)
    is_desk: bool = False
    errors: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)  # beside the fields of these names
    mark: str = ""
    meanwhile: tuple[Shown, ...] = ()

    @classmethod
    def of(cls, calendar: Calendar | None, zone: str, *, teams: Iterable[int] = (), is_desk: bool = False) -> HoursForm:
        """The form as a calendar (read with its days) is now; one that is to be added begins with the usual week."""
        weekly = calendar.weekly if calendar else usual_week()
        zone = calendar.zone if calendar else zone
        days = []
        for number, name in WEEKDAYS.items():
            spans = [(start, end) for start, end in weekly.get(str(number), [])][:SPANS]
            days.append(Day(number, str(name), bool(spans), spans + [("", "")] * (SPANS - len(spans))))
        form = cls(calendar.name if calendar else "", zone, zone_choices(zone), days, [], is_desk=is_desk)
        form.teams = sorted(teams)
        if calendar is not None:
            form.holidays = [Off(off.day.isoformat(), off.name, _how(off)) for off in own_days(calendar)]
            form.country, form.region = calendar.country, calendar.region
            form.half_day_from = f"{calendar.half_day_from:%H:%M}"
        form.mark = mark_of(form.shown())
        return form

    @classmethod
    def typed(cls, data: QueryDict, now: HoursForm) -> HoursForm:
        """The form as somebody has sent it, with what is wrong beside each day, and what differs from `now`."""
        days = [cls._day(number, str(name), data) for number, name in WEEKDAYS.items()]
        rows = zip_longest(
            data.getlist("holiday-day"), data.getlist("holiday-name"), data.getlist("holiday-how"), fillvalue=""
        )
        holidays = [
            cls._holiday(day.strip(), name.strip(), how) for day, name, how in rows if day.strip() or name.strip()
        ]
        zone = data.get("zone", "")[:64]
        form = cls(data.get("name", "").strip(), zone, zone_choices(zone), days, holidays[:MOST_HOLIDAYS])
        form.country, form.region = data.get("country", "")[:2], data.get("region", "")[:40]
        form.half_day_from = _clock(data.get("half_day_from", "").strip()[:5]) or HALF_DAY
        form.teams = sorted(int(one) for one in data.getlist("teams")[:MOST_TEAMS] if one.isdecimal())
        form.is_desk = now.is_desk or "is_desk" in data
        if not _TIME.fullmatch(form.half_day_from) or form.half_day_from == "24:00":
            form.wrong["half_day_from"] = _("A time is written like 08:30.")
        seen: set[str] = set()
        for off in form.holidays:
            if off.day in seen and not off.wrong:
                off.wrong = _("This day stands here twice.")
            seen.add(off.day)
        form.errors = [day.wrong for day in form.days if day.wrong] + [off.wrong for off in form.holidays if off.wrong]
        form.errors += form.wrong.values()
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
    def _holiday(day: str, name: str, how: str) -> Off:
        how = how if how == OPEN or (_TIME.fullmatch(how) and how != "24:00") else CLOSED
        try:
            date.fromisoformat(day)
        except ValueError:
            return Off(day[:10], name[:80], how, _("On which day?"))
        return Off(day, name[:80], how, "" if name else _("What is this day called?"))

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What an own day can be."""
        hours = sorted({self.half_day_from, *(off.how for off in self.holidays if off.how not in (CLOSED, OPEN))})
        return [
            (CLOSED, pgettext("day", "Closed")),
            *((hour, _("Closed from %(hour)s on") % {"hour": hour}) for hour in hours),
            (OPEN, _("Open all the same")),
        ]

    @property
    def non_field_errors(self) -> list[str]:
        """What is said above the form."""
        return [overtaken_sentence()] if self.meanwhile else []

    def shown(self) -> dict[str, Shown]:
        """The calendar as it stands here, day by day."""
        spans = {day.number: ", ".join(f"{start}\u2013{end}" for start, end in day.times if start) for day in self.days}
        plain = {
            "name": (_("Name"), self.name),
            "country": (_("Country"), self.country),
            "region": (_("Region"), self.region),
            "half_day_from": (_("Half days end at"), self.half_day_from),
        }
        return {
            **{name: Shown(label, value, value) for name, (label, value) in plain.items()},
            "zone": Shown(_("Time zone"), self.zone, dict(self.zones).get(self.zone, self.zone)),
            **{str(day.number): Shown(day.name, spans[day.number], spans[day.number]) for day in self.days},
            "holidays": Shown(
                _("Days of its own"),
                [[off.day, off.name, off.how] for off in self.holidays],
                ", ".join(f"{off.day} {off.name}" for off in self.holidays),
            ),
            "teams": hidden(_("Teams"), self.teams),
            "is_desk": hidden(_("The whole desk works by it"), self.is_desk),
        }

    def given(self) -> Given:
        """As `desk.calendars.save_calendar` takes it."""
        return Given(
            name=self.name,
            zone=self.zone,
            weekly={
                str(day.number): [[start, end] for start, end in day.times if start and end]
                for day in self.days
                if day.open
            },
            country=self.country,
            region=self.region,
            half_day_from=time.fromisoformat(self.half_day_from),
            days=[
                AsDay(
                    day=date.fromisoformat(off.day),
                    name=off.name,
                    closed_from=None if off.how in (CLOSED, OPEN) else time.fromisoformat(off.how),
                    open=off.how == OPEN,
                )
                for off in self.holidays
            ],
            teams=self.teams,
            is_desk=self.is_desk,
        )

    def blame(self, error: Any) -> None:
        """Put what the action refused beside the day or the field that it names."""
        named = getattr(error, "field", "")
        for day in self.days:
            if named == f"day-{day.number}":
                day.wrong = str(error)
        if named in ("name", "country", "region", "zone", "weekly", "days", "teams"):
            self.wrong[named] = str(error)
        self.errors.append(str(error))


def _how(off: Holiday) -> str:
    if off.open:
        return OPEN
    return f"{off.closed_from:%H:%M}" if off.closed_from is not None else CLOSED


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
