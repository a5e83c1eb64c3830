"""The questions about one of the desk's own fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from derman.tickets import queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.people.models import Team
    from derman.tickets.models import Category, OwnField

TYPES = (
    ("text", _("A line of text")),
    ("paragraph", _("A longer text")),
    ("number", _("A number")),
    ("date", _("A date")),
    ("choice", _("One of several")),
    ("many", _("Some of several")),
    ("yes_no", _("Yes or no")),
    ("person", _("A person, by e-mail address")),
    ("asset", _("An asset, by its inventory number")),
    ("link", _("A link to a page")),
)
OWN = ("type", "kinds", "categories", "teams", "required", "visible", "active")
BETWEEN = "|"  # between the words of a choice in several languages


class OwnFieldForm(SettingsForm):
    """A field: its names, what may stand in it, and where it counts."""

    type = forms.ChoiceField(label=_("What it asks for"), choices=TYPES)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of tickets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it counts for all"),
    )
    categories = forms.TypedMultipleChoiceField(
        label=_("Categories"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With those below them; none chosen: all"),
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all"),
    )
    required = forms.ChoiceField(
        label=_("Must be filled in"),
        required=False,
        choices=(
            ("", _("Never")),
            ("opening", _("When a ticket is opened, and before it is resolved")),
            ("resolving", _("Before a ticket is resolved")),
        ),
    )
    visible = forms.BooleanField(
        label=_("The requester sees it"), required=False, help_text=_("In the portal, on their own requests")
    )
    active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Tickets keep what stands in a field that is no longer in use")
    )

    def __init__(
        self,
        field: OwnField | None,
        data: Any = None,
        *,
        tree: Iterable[tuple[Category, int]],
        teams: Iterable[Team],
    ) -> None:
        initial: dict[str, Any] = {"type": "text", "active": True}
        if field is not None:
            initial = {name: getattr(field, name) for name in OWN}
            initial["choices"] = "\n".join(_line(one["labels"]) for one in field.choices)
        super().__init__(data, initial=initial)
        self.fields["choices"].help_text = _("One on each line, for “one” or “some of several”: %(example)s") % {
            "example": f" {BETWEEN} ".join(str(language) for _code, language in languages())
        }
        for code, language in languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=format_html("{} <span lang='{}'>({})</span>", _("Name"), code, language),
                required=False,
                max_length=120,
                initial=(field.labels if field else {}).get(code, ""),
                widget=forms.TextInput(attrs={"class": "input", "lang": code}),
            )
        self.name_fields = [f"name_{code}" for code, _name in languages()]
        self.known = [*field.choices, *field.former] if field else []
        offer(
            self,
            kinds=list(queries.kinds()),
            categories=[(row.pk, "\u2003" * depth + row.name) for row, depth in tree],
            teams=[(team.pk, team.name) for team in teams],
        )

    @property
    def named(self) -> list[forms.BoundField]:
        """The fields of the names, one for each language."""
        return [self[name] for name in self.name_fields]

    def labels(self) -> dict[str, str]:
        """The names by language, as `tickets.actions.save_field` takes them."""
        given = {name.removeprefix("name_"): self.cleaned_data.get(name, "") for name in self.name_fields}
        return {code: name for code, name in given.items() if name.strip()}

    def chosen(self) -> list[dict[str, Any]]:
        """The choices; one with a word that it had in any language before is the same one, also when it comes back."""
        found: list[dict[str, Any]] = []
        left = list(self.known)
        for line in self.cleaned_data["choices"].splitlines():
            words = [part.strip() for part in line.split(BETWEEN)]
            labels = {code: word for (code, _name), word in zip(languages(), words, strict=False) if word}
            if not labels:
                continue
            same = next((one for one in left if _same(one["labels"], labels)), None)
            if same is not None:
                left.remove(same)
            found.append({"key": same["key"] if same else "", "labels": labels})
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name, "").strip() for name in self.name_fields):
            self.add_error(self.name_fields[0], _("A field needs a name in one language at least."))
        return given


def _line(labels: dict[str, str]) -> str:
    return f" {BETWEEN} ".join(labels.get(code, "") for code, _name in languages()).rstrip(f" {BETWEEN}")


def _same(known: dict[str, str], given: dict[str, str]) -> bool:
    return any(known.get(code) == word for code, word in given.items())
