"""The question about the search: which words mean the same."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.web.settings.forms.shown import SettingsForm


class SynonymsForm(SettingsForm):
    """Groups of words, one on each line."""

    groups = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_(
            "One group on each line, divided by commas: “parola, şifre, password”. "
            "Inflected forms are found by themselves."
        ),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 24, "spellcheck": "false"}),
    )
