"""The questions about the rota of a team: whose turn it is when, and who swapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.desk.on_call import RotaGiven, SwapGiven
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import zone_choices

if TYPE_CHECKING:
    from datetime import date

    from derman.desk.models import Rota
    from derman.people.models import Person

PLACES = 10  # turns, at least; two more than there are
SWAPS = 3  # lines for new ones

_DAY = {"type": "date", "class": "input num"}


def _choice(label: Any) -> forms.TypedChoiceField:
    select = forms.Select(attrs={"class": "input input--select", "aria-label": label})
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, widget=select)


class RotaForm(SettingsForm):
    """Who of a team is on call: in turns, with swaps."""

    first_day = forms.DateField(
        label=gettext_lazy("The first turn begins on"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days in a turn"),
        min_value=1,
        max_value=92,
        widget=forms.NumberInput(attrs={"class": "input num", "inputmode": "numeric"}),
    )
    change_at = forms.TimeField(
        label=gettext_lazy("Handed over at"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "input num"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("By this clock, also when it is changed")
    )

    def __init__(
        self, rota: Rota | None, data: Any = None, *, people: Iterable[Person], zone: str, today: date
    ) -> None:
        initial: dict[str, Any] = {"first_day": today, "days": 7, "change_at": "09:00", "zone": zone}
        turns: list[int] = []
        swaps: list[Any] = []
        if rota is not None:
            initial = {name: getattr(rota, name) for name in ("first_day", "days", "change_at", "zone")}
            turns, swaps = list(rota.people), [one for one in rota.swaps.all() if one.last_day >= today]
        super().__init__(data, initial=initial)
        self.places = max(PLACES, len(turns) + 2)
        self.swap_lines = len(swaps) + SWAPS
        offered = [("", "–"), *((one.pk, one.name) for one in people)]
        for place in range(self.places):
            self.fields[f"turn-{place}"] = _choice(_("Turn %(number)s") % {"number": place + 1})
            self.initial[f"turn-{place}"] = turns[place] if place < len(turns) else None
        for line in range(self.swap_lines):
            known = swaps[line] if line < len(swaps) else None
            self.fields[f"swap-person-{line}"] = _choice(_("Who is on call instead"))
            for name, label in (("first", _("From")), ("last", _("Until, this day too"))):
                self.fields[f"swap-{name}-{line}"] = forms.DateField(
                    label=label,
                    required=False,
                    widget=forms.DateInput(attrs={**_DAY, "aria-label": label}, format="%Y-%m-%d"),
                )
            if known is not None:
                self.initial[f"swap-person-{line}"] = known.person_id
                self.initial[f"swap-first-{line}"], self.initial[f"swap-last-{line}"] = known.first_day, known.last_day
        people_of = {f"turn-{place}": offered for place in range(self.places)}
        people_of |= {f"swap-person-{line}": offered for line in range(self.swap_lines)}
        offer(self, zone=zone_choices(initial["zone"]), **people_of)

    @property
    def turns(self) -> list[forms.BoundField]:
        return [self[f"turn-{place}"] for place in range(self.places)]

    @property
    def swaps(self) -> Iterator[list[forms.BoundField]]:
        """Each swap with its fields: who, from when, until when."""
        for line in range(self.swap_lines):
            yield [self[f"swap-{name}-{line}"] for name in ("person", "first", "last")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for line in range(self.swap_lines):
            parts = [given.get(f"swap-{name}-{line}") for name in ("person", "first", "last")]
            if any(parts) and not all(parts) and f"swap-person-{line}" not in self.errors:
                self.add_error(f"swap-person-{line}", _("Who, from when and until when? All three are needed."))
        if not any(given.get(f"turn-{place}") for place in range(self.places)):
            self.add_error("turn-0", _("Who is on call? Choose at least one person."))
        return given

    def given(self) -> RotaGiven:
        """As `desk.on_call.save_rota` takes it."""
        data = self.cleaned_data
        return RotaGiven(
            people=[data[f"turn-{place}"] for place in range(self.places) if data[f"turn-{place}"]],
            first_day=data["first_day"],
            days=data["days"],
            change_at=data["change_at"],
            zone=data["zone"],
            swaps=[
                SwapGiven(
                    person=data[f"swap-person-{line}"],
                    first_day=data[f"swap-first-{line}"],
                    last_day=data[f"swap-last-{line}"],
                )
                for line in range(self.swap_lines)
                if data[f"swap-person-{line}"]
            ],
        )
