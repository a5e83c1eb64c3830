"""How people are asked for a rating."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.web.settings.forms.shown import SettingsForm

_NUMBER = {"class": "input num", "inputmode": "numeric"}


class RatingsForm(SettingsForm):
    """Whether help can be rated, and whether the desk asks by mail."""

    on = forms.BooleanField(
        label=_("Requesters can rate the help"),
        required=False,
        help_text=_("On the page of a solved request, for 14 days."),
    )
    in_answers = forms.BooleanField(
        label=_("Ask below the answer that solves"),
        required=False,
        help_text=_("One click on a link of the mail rates; a program that opens links does not."),
    )
    by_mail = forms.BooleanField(
        label=_("Ask in a mail of its own once a ticket is resolved"),
        required=False,
        help_text=_("About tickets whose answer did not ask already."),
    )
    after_hours = forms.IntegerField(
        label=_("Hours after it was resolved"),
        min_value=0,
        max_value=168,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("Time to see whether it really is solved."),
    )
    every_days = forms.IntegerField(
        label=_("Ask one person at most every so many days"),
        min_value=0,
        max_value=365,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("0: about every ticket."),
    )
