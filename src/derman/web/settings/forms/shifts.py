"""The questions about a shift, and how much each agent may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.routing.actions import ShiftGiven
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import zone_choices

if TYPE_CHECKING:
    from derman.people.models import Person, Team
    from derman.routing.models import Shift

_SPAN = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)")


class SpansField(forms.CharField):
    """Hours of one day as people write them: “08:00-12:00, 13:00-17:00”."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=120)

    def clean(self, value: Any) -> Any:
        spans = []
        for part in re.split(r"[,;]", super().clean(value)):
            if not part.strip():
                continue
            found = _SPAN.fullmatch(part.strip())
            if found is None:
                raise forms.ValidationError(_("Write hours like 08:00-16:00."))
            spans.append([f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"])
        return spans


class ShiftForm(SettingsForm):
    """A shift: whose, when, and by which clock."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    team = forms.TypedChoiceField(
        label=gettext_lazy("Team"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Everybody of it, unless you choose people below"),
    )
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("By this clock, also when it is changed")
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(
        self, shift: Shift | None, data: Any = None, *, teams: Iterable[Team], people: Iterable[Person], zone: str
    ) -> None:
        initial: dict[str, Any] = {"active": True, "zone": zone}
        weekly: Mapping[str, Sequence[Sequence[str]]] = {}
        if shift is not None:
            names = ("name", "people", "zone", "active")
            initial = {name: getattr(shift, name) for name in names} | {"team": shift.team_id}
            weekly = shift.weekly
        super().__init__(data, initial=initial)
        for number, name in WEEKDAYS.items():
            field = SpansField(name)
            field.initial = spans_in_words(weekly.get(str(number), ()))
            self.fields[f"day-{number}"] = field
        offer(
            self,
            team=[("", "–"), *((one.pk, one.name) for one in teams)],
            people=[(one.pk, one.name) for one in people],
            zone=zone_choices(initial["zone"]),
        )

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day-{number}"] for number in WEEKDAYS]

    def given(self) -> ShiftGiven:
        """As `routing.actions.save_shift` takes it."""
        data = self.cleaned_data
        weekly = {str(number): data[f"day-{number}"] for number in WEEKDAYS}
        plain = {name: data[name] for name in ("name", "team", "people", "zone", "active")}
        return ShiftGiven(weekly=weekly, **plain)


class CapacityForm(SettingsForm):
    """For each agent the points that they may have at most."""

    def __init__(self, people: Iterable[Person], points: Mapping[int, int], data: Any = None) -> None:
        super().__init__(data)
        for person in people:
            self.fields[f"person-{person.pk}"] = forms.IntegerField(
                label=person.name,
                required=False,
                min_value=0,
                max_value=1000,
                initial=points.get(person.pk),
                widget=forms.NumberInput(attrs={"class": "input"}),
            )

    def given(self) -> dict[int, int | None]:
        """As `routing.actions.set_capacities` takes it."""
        return {int(name.removeprefix("person-")): value for name, value in self.cleaned_data.items()}


def spans_in_words(spans: Iterable[Sequence[str]]) -> str:
    """As people write them."""
    return ", ".join(f"{since}-{until}" for since, until in spans)
