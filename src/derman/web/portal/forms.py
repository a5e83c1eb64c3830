"""Forms of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.tickets import queries

TILES = 12  # more categories than these become a list to choose from


class NewRequest(forms.Form):
    """What somebody needs help with."""

    subject = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("My screen stays black")}),
        error_messages={
            "required": _("Write in a few words what it is about."),
            "max_length": _("This is too long: %(limit_value)d characters at most."),
        },
    )
    text = forms.CharField(
        label=_("What happens, and since when?"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Describe it in a sentence or two, so that we can help at once.")},
    )
    kind = forms.ChoiceField(choices=[("incident", _("Something is broken")), ("request", _("I need something"))])
    category = forms.ChoiceField(label=_("What is it about?"), required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = queries.categories()
        self.as_tiles = len(tree) <= TILES and all(depth == 0 for _row, depth in tree)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [
            *((str(row.pk), f"{' ' * 2 * depth}{row.name}") for row, depth in tree),
            ("", _("Something else, or I do not know")),
        ]

    @property
    def chosen_category(self) -> int | None:
        """The category's id, once the form is valid."""
        return int(self.cleaned_data["category"]) if self.cleaned_data["category"] else None
