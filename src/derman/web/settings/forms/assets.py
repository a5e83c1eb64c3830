"""The questions about a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.assets import queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm

if TYPE_CHECKING:
    from derman.assets.models import Asset

OWN = ("name", "kind", "number", "serial", "place", "state", "notes")


class AssetForm(SettingsForm):
    """What a device is, who has it, and where it is."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What it is, like “ThinkPad T14 Gen 5”"))
    kind = forms.ChoiceField(label=pgettext_lazy("asset", "Kind"))
    number = forms.CharField(
        label=_("Inventory number"),
        required=False,
        max_length=60,
        help_text=_("As on its label; left empty, the desk gives it one"),
    )
    serial = forms.CharField(label=_("Serial number"), required=False, max_length=120, help_text=_("The maker's"))
    person = forms.CharField(
        label=pgettext_lazy("asset", "Who has it"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text=_("Their e-mail address; they choose it in forms that ask for an asset"),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=120, help_text=_("Site, building, room"))
    state = forms.ChoiceField(label=pgettext_lazy("asset", "State"))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        help_text=_("Only the desk reads them"),
    )

    def __init__(self, asset: Asset | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"kind": "laptop", "state": "in_use"}
        if asset is not None:
            initial = {name: getattr(asset, name) for name in OWN}
            initial["person"] = asset.person.email if asset.person is not None else ""
        super().__init__(data, initial=initial)
        offer(self, kind=queries.kinds(), state=queries.states())
