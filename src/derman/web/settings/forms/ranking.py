"""How much each thing counts in “What now?”."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.web.settings.forms.shown import SettingsForm


def _weight(label: Any, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input num", "inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=10, widget=widget)


class RankingForm(SettingsForm):
    """Four weights, 0 to 10."""

    promise = _weight(_("What was promised"), _("Late most, then what is due within 24 hours."))
    priority = _weight(_("The priority"))
    waiting = _weight(_("How long nothing changed"), _("Three days and more count fully."))
    effort = _weight(_("Time already spent"), _("What is begun is finished; an hour counts fully."))
