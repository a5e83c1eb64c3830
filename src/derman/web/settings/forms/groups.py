"""The questions about a group of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.web.settings.forms.shown import SettingsForm

if TYPE_CHECKING:
    from derman.people.models import Group, Person

_SIGNS = str.maketrans(dict.fromkeys(',;<>()@:[].\\"', " "))


class GroupForm(SettingsForm):
    """Its name, and the addresses of who belongs to it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    members = forms.CharField(
        label=_("Members"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 12, "spellcheck": "false"}),
        help_text=_("An e-mail address on each line, with or without the name; a pasted list will do."),
    )

    def __init__(self, group: Group | None, members: Sequence[Person], data: Any = None) -> None:
        initial = {
            "name": group.name if group else "",
            "members": "\n".join(_line(one) for one in members if one.email),
        }
        super().__init__(data, initial=initial)

    def clean_members(self) -> list[str]:
        given: str = self.cleaned_data["members"]
        return [line for line in given.replace(";", "\n").splitlines() if line.strip()]


def _line(person: Person) -> str:
    """As people write it. The name is for the reader alone: signs that mean something in a list of addresses go."""
    name = " ".join(person.name.translate(_SIGNS).split())
    return f"{name} <{person.email}>" if name else person.email
