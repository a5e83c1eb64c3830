"""The questions about the desk itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.kernel import files
from derman.web import accent
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden
from derman.web.settings.forms.zones import languages, zone_choices

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from derman.desk.models import Desk

LOGO_LIMIT = 1024 * 1024  # bytes


class LookForm(SettingsForm):
    """Name, logo and colour."""

    name = forms.CharField(label=_("Name of the desk"), max_length=80, help_text=_("On every page and in every mail"))
    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color", "class": "input"}),
        help_text=_("Of buttons, links and what is chosen"),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, 1 MB at most"),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    in_search_engines = forms.BooleanField(
        label=_("In search engines"),
        required=False,
        help_text=_("Google and others may list the articles that everyone may read, and nothing else"),
    )
    keeps_searches = forms.BooleanField(
        label=_("Keep what people look for"),
        required=False,
        help_text=_("Under pseudonyms, for 90 days: shows whether answers helped, and agents what was tried"),
    )
    logo_now: str | None = None

    @classmethod
    def of(cls, desk: Desk, data: Any = None, uploads: Any = None) -> LookForm:
        form = cls(
            data,
            uploads,
            initial={
                "name": desk.name,
                "accent": desk.accent or accent.DEFAULT,
                "in_search_engines": desk.in_search_engines,
                "keeps_searches": desk.keeps_searches,
            },
        )
        form.logo_now = desk.logo_id
        return form

    def beside(self) -> dict[str, Shown]:
        return {"logo": hidden(self.fields["logo"].label, self.logo_now)}

    def clean_accent(self) -> str:
        colour: str = self.cleaned_data["accent"] or accent.DEFAULT
        if not accent.is_colour(colour):
            raise forms.ValidationError(_("A colour is written like #0b746f."))
        # the default is kept as nothing, so that a better default of a later release is taken over
        return "" if colour == accent.DEFAULT else colour

    def clean_logo(self) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if upload is None:
            return None
        if (upload.size or 0) > LOGO_LIMIT:
            raise forms.ValidationError(_("This picture has more than 1 MB. Please choose a smaller one."))
        head = upload.read(8192)
        upload.seek(0)
        if files.sniff(head) not in files.PICTURES:
            raise forms.ValidationError(
                _(
                    "This file is not a PNG, JPEG, WebP or GIF picture."
                    " Drawings (SVG) can hold programs and are not taken."
                )
            )
        return upload


class LanguagesForm(SettingsForm):
    """What people read, and when it is."""

    language = forms.ChoiceField(
        label=_("Language of the desk"), choices=languages, help_text=_("For people whose own language is not known")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages offered"),
        choices=languages,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Texts and articles are asked for in each of them"),
    )
    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("For people who have not chosen their own"))

    def __init__(self, *arguments: Any, now: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["zone"] = forms.ChoiceField(
            label=self.fields["zone"].label, help_text=self.fields["zone"].help_text, choices=zone_choices(now)
        )

    @classmethod
    def of(cls, desk: Desk, data: Any = None) -> LanguagesForm:
        initial = {"language": desk.language, "languages": desk.languages or [desk.language], "zone": desk.zone}
        return cls(data, now=desk.zone, initial=initial)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("language") and given.get("languages") and given["language"] not in given["languages"]:
            self.add_error("languages", _("The desk's own language must be among them."))
        return given


class HelpButtonForm(SettingsForm):
    """On which sites the help button may stand."""

    help_origins = forms.CharField(
        label=_("Allowed sites"),
        help_text=_("One on each line, like https://intranet.example.com. On others there is no button."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5, "spellcheck": "false", "inputmode": "url"}),
    )


class ClosingForm(SettingsForm):
    """When resolved tickets close."""

    close_after_days = forms.IntegerField(
        label=_("Days until a resolved ticket closes"),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "input num", "inputmode": "numeric"}),
        help_text=_("Until then an answer reopens it. Later, an answer opens a new ticket that is linked to it."),
    )
