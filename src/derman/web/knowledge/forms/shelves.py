"""The questions about a category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from derman.knowledge.actions.shelves import ICONS
from derman.web.knowledge.forms.articles import category_choices
from derman.web.offering import offer

if TYPE_CHECKING:
    from derman.knowledge.models import Category


class CategoryForm(forms.Form):
    """Its name in each language, where it stands, and its picture."""

    parent = forms.TypedChoiceField(label=_("Below"), coerce=int, empty_value=None, required=False)
    icon = forms.ChoiceField(label=_("Picture"), required=False, widget=forms.RadioSelect)
    position = forms.IntegerField(label=_("Position"), required=False, min_value=0, max_value=30_000)

    def __init__(self, category: Category | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"icon": "book"}
        if category is not None:
            initial = {"parent": category.parent_id or "", "icon": category.icon, "position": category.position}
        super().__init__(data, initial=initial)
        offer(self, parent=category_choices(), icon=[(name, name) for name in ICONS])
        names = category.names if category else {}
        for code, language in settings.LANGUAGES:
            label = format_html("{} <span lang='{}'>({})</span>", _("Name"), code, language)
            self.fields[f"name_{code}"] = forms.CharField(
                label=label, required=False, max_length=80, initial=names.get(code, "")
            )
        self.order_fields([f"name_{code}" for code, _language in settings.LANGUAGES])

    @property
    def names(self) -> dict[str, str]:
        """The names by language, once the form is valid."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES}

    @property
    def named(self) -> list[forms.BoundField]:
        """The fields of the names."""
        return [self[f"name_{code}"] for code, _language in settings.LANGUAGES]
