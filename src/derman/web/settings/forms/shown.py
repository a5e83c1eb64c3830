"""Two administrators, one form: who saves second is told what the first one changed, and overwrites nothing unseen.

Each form carries a mark: the digests of the values that it showed, signed. When it comes back, the digests of the
values as they are now must be the same; otherwise the form returns as typed, with the present values beside it and a
new mark. A form without a mark, sent by a program, has seen nothing and is not held to anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django import forms
from django.core import signing
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NAME = "shown"  # of the hidden field that holds the mark
_SALT = "settings.shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """One value of a form: what it is called, what it is, and how it reads."""

    label: Any
    value: Any
    words: Any


def overtaken_sentence() -> str:
    """What is said to the second one."""
    return _(
        "Somebody else has changed this since you opened it. Nothing of yours is lost and nothing is saved yet:"
        " compare, and save again to have it your way."
    )


def _digest(value: Any) -> str:
    # a choice of several has no order
    plain = sorted(map(str, value)) if isinstance(value, (list, tuple, set)) else value
    return blake2b(json.dumps(plain, default=str).encode(), digest_size=6).hexdigest()


def mark_of(shown: Mapping[str, Shown]) -> str:
    """The mark that goes out with a form."""
    return signing.dumps({name: _digest(one.value) for name, one in shown.items()}, salt=_SALT, compress=True)


def overtaken(mark: str, now: Mapping[str, Shown]) -> tuple[Shown, ...] | None:
    """What reads differently now than when `mark` was made; None where nothing does."""
    if not mark:
        return None
    try:
        seen: dict[str, str] = signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        return tuple(now.values())
    return tuple(one for name, one in now.items() if seen.get(name) != _digest(one.value)) or None


def _words(field: forms.Field, value: Any) -> Any:
    if isinstance(field, forms.BooleanField):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(field, forms.ChoiceField):
        # Django's types know no field whose choices have been taken in
        choices: Any = field.choices
        names = {str(code): name for code, name in choices}
        several: Iterable[Any] = value if isinstance(value, (list, tuple)) else [value]
        chosen = [names.get("" if one is None else str(one), one) for one in several]
        return format_html_join(", ", "{}", ((name,) for name in chosen if name not in ("", None)))
    return "" if value is None else value


class SettingsForm(forms.Form):
    """A form that shows an object as it is; `initial` must be read anew when it comes back."""

    meanwhile: tuple[Shown, ...] = ()  # what somebody else has changed since it was shown

    def beside(self) -> dict[str, Shown]:
        """What the form changes without showing it, like a password."""
        return {}

    def shown(self) -> dict[str, Shown]:
        """The object's values as they are now, by field."""
        values = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        fields = {
            name: Shown(self[name].label, values[name], _words(field, values[name]))
            for name, field in self.fields.items()
        }
        return fields | self.beside()

    @property
    def mark(self) -> str:
        return mark_of(self.shown())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        changed = overtaken(str(self.data.get(NAME, "")), self.shown())
        if changed is not None:
            self.meanwhile = changed
            self.add_error(None, overtaken_sentence())
        return given


def hidden(label: Any, value: Any) -> Shown:
    """What is not shown itself, only that it is another one now."""
    return Shown(label, value, _("another one than before"))
