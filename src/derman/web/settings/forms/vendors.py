"""The questions about a vendor, and about a contract with one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.vendors.actions import ContractGiven, Details
from derman.vendors.queries import hours
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.vendors.models import Contract, Vendor

MOST = 10  # contacts
_CONTACT = {
    "name": _("Contact %(n)d: name"),
    "email": _("Contact %(n)d: e-mail"),
    "phone": _("Contact %(n)d: phone"),
}
_UNITS = (("1", _("minutes")), ("60", _("hours")), ("1440", _("days")))


def _line(label: Any, longest: int, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", **attributes})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


class VendorForm(SettingsForm):
    """One vendor: its name, whom to write to there, and what it looks after."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("In which the desk writes to it"))
    categories = forms.TypedMultipleChoiceField(
        label=_("Looks after these categories"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    services = forms.TypedMultipleChoiceField(
        label=_("Looks after these services"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    notes = forms.CharField(
        label=_("Notes for agents"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text=_("How to reach them, what they need to know first. They never see this"),
    )

    def __init__(
        self,
        vendor: Vendor | None,
        data: Any = None,
        *,
        categories: Iterable[tuple[int, Any]],
        services: Iterable[tuple[int, Any]],
    ) -> None:
        kept = list(vendor.contacts.all()) if vendor is not None else []
        initial: dict[str, Any] = {}
        if vendor is not None:
            initial = {"name": vendor.name, "language": vendor.language, "notes": vendor.notes}
            initial["categories"] = [one.pk for one in vendor.categories.all()]
            initial["services"] = [one.pk for one in vendor.services.all()]
        super().__init__(data, initial=initial)
        offer(self, language=[("", _("The desk's")), *languages()], categories=categories, services=services)
        self.places = range(min(MOST, max(2, len(kept) + 1)))
        for place in self.places:
            one = kept[place] if place < len(kept) else None
            n = place + 1
            self.fields[f"contact_{place}_name"] = _line(_CONTACT["name"] % {"n": n}, 120, autocomplete="off")
            email = _line(_CONTACT["email"] % {"n": n}, 254, autocomplete="off", inputmode="email")
            email.help_text = _("Whoever stands first is written to") if place == 0 else ""
            self.fields[f"contact_{place}_email"] = email
            phone = _line(_CONTACT["phone"] % {"n": n}, 40, autocomplete="off", inputmode="tel")
            self.fields[f"contact_{place}_phone"] = phone
            for name in ("name", "email", "phone"):
                self.initial[f"contact_{place}_{name}"] = getattr(one, name) if one is not None else ""

    @property
    def contacts(self) -> list[list[forms.BoundField]]:
        """The fields of each contact: name, address, phone."""
        return [[self[f"contact_{place}_{name}"] for name in ("name", "email", "phone")] for place in self.places]

    def given(self) -> Details:
        """As the action wants it."""
        kept = self.cleaned_data
        return Details(
            name=kept["name"],
            language=kept["language"],
            notes=kept["notes"],
            categories=kept["categories"],
            services=kept["services"],
            contacts=[
                (kept[f"contact_{place}_name"], kept[f"contact_{place}_email"], kept[f"contact_{place}_phone"])
                for place in self.places
            ],
        )


def _length(label: Any, help_text: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input num"})
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=525_600, widget=widget, help_text=help_text
    )


def _unit(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_UNITS, coerce=int)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class ContractForm(SettingsForm):
    """One contract: its number, its hours and targets, its end and its price."""

    number = forms.CharField(
        label=_("Number of the contract"), max_length=80, widget=forms.TextInput(attrs={"class": "input"})
    )
    hours = forms.ChoiceField(
        label=_("Hours that count"),
        choices=hours,
        help_text=_("Times run in these hours alone. Choose a calendar for the vendor’s own hours and holidays"),
    )
    response = _length(_("Answer within"), _("Empty: nothing is promised"))
    response_unit = _unit(_("Answer within, unit"))
    solution = _length(_("Solution within"), _("Empty: nothing is promised"))
    solution_unit = _unit(_("Solution within, unit"))
    starts_on = _day(_("Begins on"))
    ends_on = _day(_("Ends on"), _("The last day on which it holds"))
    warn_days = forms.IntegerField(
        label=_("Warn before its end (days)"),
        min_value=0,
        max_value=730,
        widget=forms.NumberInput(attrs={"class": "input num"}),
        help_text=_("From then on it stands among what could slip, for leads"),
    )
    cost = forms.DecimalField(
        label=_("Cost of a year"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "decimal"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("Three letters, like TRY or EUR"),
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(self, contract: Contract | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"hours": "desk", "warn_days": 60, "currency": "TRY"}
        if contract is not None:
            names = ("number", "hours", "starts_on", "ends_on", "warn_days", "cost", "currency", "notes")
            initial = {name: getattr(contract, name) for name in names}
            if contract.calendar_id is not None:
                initial["hours"] = f"calendar-{contract.calendar_id}"
        for name in ("response", "solution"):
            minutes = getattr(contract, f"{name}_minutes") if contract is not None else None
            unit = next((unit for unit in (1440, 60) if minutes and minutes % unit == 0), 60 if minutes is None else 1)
            initial |= {name: minutes // unit if minutes else None, f"{name}_unit": str(unit)}
        super().__init__(data, initial=initial)

    def given(self) -> ContractGiven:
        """As the action wants it."""
        kept = self.cleaned_data
        hours, _dash, calendar = kept["hours"].partition("-")
        minutes = {
            name: kept[name] * kept[f"{name}_unit"] if kept[name] is not None else None
            for name in ("response", "solution")
        }
        return ContractGiven(
            number=kept["number"],
            hours=hours,
            calendar=int(calendar) if calendar else None,
            response_minutes=minutes["response"],
            solution_minutes=minutes["solution"],
            starts_on=kept["starts_on"],
            ends_on=kept["ends_on"],
            warn_days=kept["warn_days"],
            cost=kept["cost"],
            currency=kept["currency"],
            notes=kept["notes"],
        )
