"""The questions about categories and priorities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.tickets import queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.people.models import Skill, Team
    from derman.tickets.models import Category

LEVELS = 3


class CategoryForm(SettingsForm):
    """A category: its names, where it stands, and where its tickets go."""

    parent = forms.TypedChoiceField(
        label=pgettext_lazy("category", "Below"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Three levels at most"),
    )
    kind = forms.ChoiceField(label=_("Kind of its tickets"), widget=forms.RadioSelect)
    team = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, help_text=_("Where its tickets arrive")
    )
    skill = forms.TypedChoiceField(
        label=_("Skill"), required=False, coerce=int, empty_value=None, help_text=_("Who knows it comes first")
    )
    identity_required = forms.BooleanField(
        label=_("Identity check required"),
        required=False,
        help_text=_("No credential is touched before the requester is proven; holds for categories below it as well"),
    )
    active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Old tickets keep a category that is no longer in use")
    )

    def __init__(
        self,
        category: Category | None,
        data: Any = None,
        *,
        parent: int | None = None,
        tree: Iterable[tuple[Category, int]],
        teams: Iterable[Team],
        skills: Iterable[Skill],
    ) -> None:
        initial: dict[str, Any] = {"parent": parent, "kind": "incident", "active": True}
        if category is not None:
            initial = {
                "parent": category.parent_id,
                "kind": category.kind,
                "team": category.team_id,
                "skill": category.skill_id,
                "active": category.active,
                "identity_required": category.identity_required,
            }
        super().__init__(data, initial=initial)
        names = category.names if category else {}
        for code, language in languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=format_html("{} <span lang='{}'>({})</span>", _("Name"), code, language),
                required=False,
                max_length=80,
                initial=names.get(code, ""),
                widget=forms.TextInput(attrs={"class": "input", "lang": code}),
            )
        self.name_fields = [f"name_{code}" for code, _name in languages()]
        above = [(row.pk, "\u2003" * depth + row.name) for row, depth in tree if depth < LEVELS - 1]
        own = category.pk if category else None
        offer(
            self,
            parent=[("", _("Nothing: at the top")), *(pair for pair in above if pair[0] != own)],
            kind=list(queries.kinds()),
            team=[("", _("As the mailbox, or the default team")), *((team.pk, team.name) for team in teams)],
            skill=[("", _("None")), *((skill.pk, skill.name) for skill in skills)],
        )

    @property
    def named(self) -> list[forms.BoundField]:
        """The fields of the names, one for each language."""
        return [self[name] for name in self.name_fields]

    def names(self) -> dict[str, str]:
        """The names by language, as `tickets.actions.save_category` takes them."""
        return {name.removeprefix("name_"): self.cleaned_data.get(name, "") for name in self.name_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name, "").strip() for name in self.name_fields):
            self.add_error(self.name_fields[0], _("A category needs a name in one language at least."))
        return given


class MatrixForm(SettingsForm):
    """Impact × urgency → priority, as nine questions."""

    def __init__(self, cells: Mapping[tuple[int, int], int], data: Any = None) -> None:
        super().__init__(data)
        self.degrees = queries.degrees()
        for impact, impact_name in self.degrees:
            for urgency, urgency_name in self.degrees:
                says = _("Impact %(impact)s, urgency %(urgency)s") % {"impact": impact_name, "urgency": urgency_name}
                self.fields[f"cell_{impact}_{urgency}"] = forms.TypedChoiceField(
                    coerce=int,
                    choices=queries.priorities(),
                    label=says,
                    initial=cells.get((impact, urgency), 3),
                    widget=forms.Select(attrs={"class": "input input--select", "aria-label": says}),
                )

    def rows(self) -> list[tuple[str, list[SafeString]]]:
        """The grid as it is shown: the name of each impact, then its three answers."""
        return [
            (name, [self[f"cell_{impact}_{urgency}"].as_widget() for urgency, _name in self.degrees])
            for impact, name in self.degrees
        ]

    def cells(self) -> dict[tuple[int, int], int]:
        """As `tickets.actions.save_matrix` takes it."""
        numbers = [number for number, _name in self.degrees]
        return {(one, two): self.cleaned_data[f"cell_{one}_{two}"] for one in numbers for two in numbers}
