"""The questions about a template: what the ticket says, what is to be done, and when it is opened by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from derman.automation.recurring.actions import Given
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import zone_choices

if TYPE_CHECKING:
    from derman.automation.models import Template

SPARE = 3  # empty rows for tasks below those that are there
MOST_ROWS = 50
EVERY = (
    ("", gettext_lazy("By hand alone")),
    ("days", gettext_lazy("So many days after the last one")),
    ("weeks", gettext_lazy("So many weeks after the last one")),
    ("months", gettext_lazy("So many months later, on the same day of the month")),
    ("weekday", gettext_lazy("So many months later, on the weekday named below")),
)
NTH = (
    (1, pgettext_lazy("weekday of a month", "first")),
    (2, pgettext_lazy("weekday of a month", "second")),
    (3, pgettext_lazy("weekday of a month", "third")),
    (4, pgettext_lazy("weekday of a month", "fourth")),
    (5, pgettext_lazy("weekday of a month", "last")),
)
CLOSED = (
    ("open", gettext_lazy("it is opened all the same")),
    ("before", gettext_lazy("it is opened on the last working day before")),
    ("after", gettext_lazy("it is opened on the next working day")),
    ("skip", gettext_lazy("it is left out")),
)
PLAIN = (
    "name",
    "subject",
    "text",
    "kind",
    "every",
    "number",
    "nth",
    "weekday",
    "first",
    "until",
    "at",
    "zone",
    "closed",
)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class TemplateForm(SettingsForm):
    """A template as the page has it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    requester = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=254,
        help_text=gettext_lazy("The address of the requester. Nobody is written to when it is opened"),
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    text = forms.CharField(label=gettext_lazy("What is asked for"), max_length=20_000, widget=forms.Textarea)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    priority = forms.ChoiceField(label=gettext_lazy("Priority"))
    category = forms.TypedChoiceField(label=gettext_lazy("Category"), required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(
        label=gettext_lazy("Team"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("None: it is routed like any other"),
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=400, help_text=gettext_lazy("Separated by commas")
    )
    every = forms.ChoiceField(label=gettext_lazy("How often"), required=False, choices=EVERY)
    number = forms.IntegerField(label=gettext_lazy("So many"), min_value=1, max_value=1000)
    nth = forms.TypedChoiceField(label=gettext_lazy("Which one of the month"), coerce=int, choices=NTH)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Weekday"), coerce=int, choices=list(WEEKDAYS.items()))
    first = _day(gettext_lazy("From"))
    until = _day(gettext_lazy("Until"), help_text=gettext_lazy("Empty: without an end"))
    at = forms.TimeField(
        label=gettext_lazy("At what time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    closed = forms.ChoiceField(label=gettext_lazy("When the desk is closed that day"), choices=CLOSED)

    def __init__(
        self,
        found: Template | None,
        data: Any = None,
        *,
        teams: Iterable[Any],
        categories: Iterable[tuple[Any, int]],
        priorities: Iterable[tuple[str, Any]],
        kinds: Iterable[tuple[str, Any]],
        zone: str,
        codes: Mapping[int, str],
    ) -> None:
        initial: dict[str, Any] = {
            "kind": "request", "priority": "normal", "number": 1, "nth": 1, "weekday": 0, "at": "09:00",
            "zone": zone, "closed": "after",
        }  # fmt: skip
        tasks: list[dict[str, Any]] = []
        if found is not None:
            initial = {name: getattr(found, name) for name in PLAIN}
            initial |= {"requester": found.requester.email, "priority": codes[found.priority]}
            initial |= {"category": found.category_id, "team": found.team_id, "tags": ", ".join(found.tags)}
            initial["at"] = found.at.strftime("%H:%M")
            tasks = list(found.tasks)
        super().__init__(data, initial=initial)
        teamed = [("", "–"), *((one.pk, one.name) for one in teams)]
        offer(
            self,
            kind=kinds,
            priority=priorities,
            category=[("", "–"), *((row.pk, f"{'  ' * depth}{row.name}") for row, depth in categories)],
            team=teamed,
            zone=zone_choices(initial["zone"]),
        )
        self.rows = min(max(len(tasks) + SPARE, self._sent()), MOST_ROWS)
        for row in range(self.rows):
            self._add_task(row, tasks[row] if row < len(tasks) else {}, teamed)

    def _sent(self) -> int:
        return sum(1 for row in range(MOST_ROWS) if f"task-{row}-title" in self.data) if self.is_bound else 0

    def _add_task(self, row: int, task: Mapping[str, Any], teams: list[tuple[Any, Any]]) -> None:
        title = forms.CharField(label=_("Task %(n)s") % {"n": row + 1}, required=False, max_length=200)
        team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None, choices=teams)
        days = forms.IntegerField(label=_("Days until it is due"), required=False, min_value=0, max_value=365)
        blocking = forms.BooleanField(label=_("Before it is resolved"), required=False)
        fields = {"title": title, "team": team, "days": days, "blocking": blocking}
        for name, field in fields.items():
            field.initial = task.get(name)
            self.fields[f"task-{row}-{name}"] = field

    @property
    def tasks(self) -> list[dict[str, forms.BoundField]]:
        """The rows of tasks, for the page."""
        names = ("title", "team", "days", "blocking")
        return [{name: self[f"task-{row}-{name}"] for name in names} for row in range(self.rows)]

    def given(self) -> Given:
        """As `recurring.actions.save` takes it."""
        data = self.cleaned_data
        tasks = [
            {name: data.get(f"task-{row}-{name}") for name in ("title", "team", "days", "blocking")}
            for row in range(self.rows)
            if (data.get(f"task-{row}-title") or "").strip()
        ]
        return Given(
            **{name: data[name] for name in PLAIN},
            requester=data["requester"],
            priority=data["priority"],
            category=data["category"],
            team=data["team"],
            tags=[tag.strip() for tag in data["tags"].split(",")],
            tasks=tasks,
        )
