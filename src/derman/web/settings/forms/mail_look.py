"""The questions about how mails look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.web import accent
from derman.web.settings.forms.mail import SIGNATURE_PLACEHOLDERS
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.channels.mail.appearance.models import FrameRow

LONGEST = 2000
_BRACED = re.compile(r"\{([^{}\n]{1,30})\}")


class _TextsForm(SettingsForm):
    """A form with one text for each language, `prefix_code`."""

    text_prefix = "text"

    def add_texts(self, texts: dict[str, str], rows: int) -> None:
        self.text_fields = []
        for code, name in languages():
            self.text_fields.append(f"{self.text_prefix}_{code}")
            self.fields[f"{self.text_prefix}_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=LONGEST,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"class": "input", "rows": rows, "lang": code}),
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        """The texts, one for each language."""
        return [self[name] for name in self.text_fields]

    def given_texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {name.removeprefix(f"{self.text_prefix}_"): self.cleaned_data[name] for name in self.text_fields}


class FrameForm(_TextsForm):
    """Logo, colour and footer."""

    text_prefix = "footer"
    shows_logo = forms.BooleanField(
        label=_("Logo on top"),
        required=False,
        help_text=_("The desk's logo (PNG, JPEG or GIF), else its name"),
    )
    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color", "class": "input"}),
        help_text=_("Of links and of the line below the logo"),
    )

    def __init__(self, frame: FrameRow, desk_accent: str, data: Any = None) -> None:
        self.usual = desk_accent or accent.DEFAULT
        super().__init__(data, initial={"shows_logo": frame.shows_logo, "accent": frame.accent or self.usual})
        self.add_texts(frame.footers, 3)

    def as_arguments(self) -> dict[str, Any]:
        """As `appearance.actions.save_frame` takes it. The desk's own colour is kept as none."""
        colour = self.cleaned_data["accent"]
        return {
            "shows_logo": self.cleaned_data["shows_logo"],
            "accent": "" if colour == self.usual else colour,
            "footers": self.given_texts(),
        }


class SignatureForm(_TextsForm):
    """One signature, in each language."""

    def __init__(self, texts: dict[str, str], key: str, data: Any = None) -> None:
        # several of them stand on one page
        super().__init__(data, auto_id=f"id_{key}_%s")
        self.add_texts(texts, 4)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in self.text_fields:
            unknown = [word for word in _BRACED.findall(given.get(name, "")) if word not in SIGNATURE_PLACEHOLDERS]
            if unknown:
                self.add_error(name, _("“{%(word)s}” is nothing that can be filled in.") % {"word": unknown[0]})
        return given
