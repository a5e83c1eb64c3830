"""What a form lets choose where only the moment knows it: the teams there are, the roles that one may give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def offer(form: forms.BaseForm, **choices: Iterable[tuple[Any, Any]]) -> None:
    """Give the choice fields of a form, by their names, what can be chosen in them."""
    for name, offered in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = list(offered)
