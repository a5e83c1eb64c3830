"""Organisations in a form: sought by their names while one types, however many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.people.queries import organisations_called

if TYPE_CHECKING:
    from derman.people.models import Person

MOST = 200
LONGEST = MOST * 122  # characters
APART = ";"  # names have commas in them


class OrganisationsField(forms.CharField):
    """Names with semicolons between them; cleaned into ids."""

    asker: Person
    kept: Mapping[int, str] = {}  # what stands there already, with its names

    def __init__(self, label: Any) -> None:
        attributes = {
            "class": "input",
            "autocomplete": "off",
            "data-completes": reverse_lazy("settings:organisations_like"),
        }
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST,
            widget=forms.TextInput(attrs=attributes),
            help_text=gettext_lazy("Write the beginning of a name and choose; semicolons stand between several"),
        )

    def clean(self, value: Any) -> Any:
        names = [name for part in str(super().clean(value)).split(APART) if (name := " ".join(part.split()))]
        if len(names) > MOST:
            raise forms.ValidationError(_("At most %(most)s organisations.") % {"most": MOST})
        known = organisations_called(self.asker, names)
        found = []
        for name in names:
            pks = known.get(name, [])
            mine = [pk for pk in pks if pk in self.kept] or pks
            if not mine:
                raise forms.ValidationError(_("No organisation is called “%(name)s”.") % {"name": name[:80]})
            if len(mine) > 1 and len(mine) == len(pks):
                said = _("Several organisations are called “%(name)s”. Give them names of their own first.")
                raise forms.ValidationError(said % {"name": name[:80]})
            found += mine
        return list(dict.fromkeys(found))


def offer_organisations(form: forms.Form, name: str, asker: Person, kept: Mapping[int, str]) -> None:
    """Tell such a field who asks, and what stands there already."""
    field = cast("OrganisationsField", form.fields[name])
    field.asker, field.kept = asker, kept
    form.initial[name] = f"{APART} ".join(kept.values())
