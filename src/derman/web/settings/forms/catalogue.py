"""The questions about a service of the catalogue. What it asks, who agrees and what is done come as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from derman.kernel import files
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.catalogue.models import Service, Shelf
    from derman.people.models import Group, Organisation, Person, Team

PICTURE_LIMIT = 2 * 1024 * 1024
TEXTS = ("name", "summary", "text", "cost")
LISTS = ("form", "approvals", "stages")


class JsonListField(forms.CharField):
    """A list that the page's script writes as JSON."""

    widget = forms.Textarea(attrs={"hidden": True})

    def clean(self, value: Any) -> Any:
        try:
            found = json.loads(value or "[]")
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This cannot be read. Reload the page and try again.")) from None
        if not isinstance(found, list) or len(value or "") > 200_000:
            raise forms.ValidationError(_("This cannot be read. Reload the page and try again."))
        return found


class ServiceForm(SettingsForm):
    """All of a service."""

    shelf = forms.TypedChoiceField(label=_("Shelf"), required=False, coerce=int, empty_value=None)
    new_shelf = forms.CharField(
        label=_("New shelf"), required=False, max_length=60, help_text=_("Only if none of the others fits")
    )
    words = forms.CharField(
        label=_("Words by which people look for it"),
        required=False,
        max_length=2000,
        help_text=_("Separated by commas, like: notebook, dizüstü"),
    )
    takes = forms.IntegerField(
        label=_("How long it usually takes"), required=False, min_value=1, max_value=999, help_text=_("A number")
    )
    takes_unit = forms.ChoiceField(
        label=_("Unit"), choices=[("days", _("working days")), ("hours", _("hours"))], widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label=_("Who may ask for it"),
        widget=forms.RadioSelect,
        choices=[
            ("signed_in", _("Everybody who is signed in")),
            ("organisations", _("Some organisations")),
            ("groups", _("Some groups of people")),
            ("agents", _("Only the desk")),
        ],
    )
    organisations = forms.TypedMultipleChoiceField(
        label=_("Organisations"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.TypedMultipleChoiceField(
        label=_("Groups of people"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    team = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, help_text=_("Where its requests arrive")
    )
    owner = forms.TypedChoiceField(
        label=_("Owner"), required=False, coerce=int, empty_value=None, help_text=_("Who answers for the service")
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, 2 MB at most"),
    )
    remove_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    form = JsonListField(label=_("What it asks"), required=False)
    approvals = JsonListField(label=_("Who agrees"), required=False)
    stages = JsonListField(label=_("What is done"), required=False)
    published = forms.BooleanField(
        label=_("In the catalogue"), required=False, help_text=_("Until then only administrators see it")
    )

    def __init__(
        self,
        service: Service | None,
        data: Any = None,
        uploads: Any = None,
        *,
        shelves: Iterable[Shelf],
        teams: Iterable[Team],
        agents: Iterable[Person],
        organisations: Iterable[Organisation],
        groups: Iterable[Group],
    ) -> None:
        super().__init__(data, uploads, initial=_initial(service))
        self.picture_now = service.picture_id if service else None
        for part, label, area in (
            ("name", _("Name"), False),
            ("summary", _("In one sentence"), False),
            ("text", _("What one gets, and what to know before"), True),
            ("cost", _("Cost, in words"), False),
        ):
            texts = getattr(service, {"summary": "summaries"}.get(part, f"{part}s")) if service else {}
            for code, language in languages():
                attributes = {"class": "input", "lang": code}
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=format_html("{} <span lang='{}'>({})</span>", label, code, language),
                    required=False,
                    max_length=20_000 if area else 200,
                    initial=texts.get(code, ""),
                    widget=forms.Textarea(attrs={**attributes, "rows": 4}) if area else forms.TextInput(attributes),
                )
        offer(
            self,
            shelf=[("", _("None")), *((row.pk, str(row)) for row in shelves)],
            team=[("", _("As other requests")), *((row.pk, row.name) for row in teams)],
            owner=[("", _("Nobody")), *((row.pk, row.name) for row in agents)],
            organisations=[(row.pk, row.name) for row in organisations],
            groups=[(row.pk, row.name) for row in groups],
        )

    def beside(self) -> dict[str, Shown]:
        return {"picture": hidden(self.fields["picture"].label, self.picture_now)}

    def written(self, part: str) -> list[forms.BoundField]:
        """The fields of one text, one for each language."""
        return [self[f"{part}_{code}"] for code, _name in languages()]

    @property
    def texts(self) -> list[forms.BoundField]:
        return [field for part in TEXTS for field in self.written(part)]

    def texts_of(self, part: str) -> dict[str, str]:
        """What was written, by language."""
        return {code: self.cleaned_data.get(f"{part}_{code}", "") for code, _name in languages()}

    def clean_picture(self) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if upload is None:
            return None
        if (upload.size or 0) > PICTURE_LIMIT:
            raise forms.ValidationError(_("This picture has more than 2 MB. Please choose a smaller one."))
        head = upload.read(files.HEAD)
        upload.seek(0)
        if files.sniff(head) not in files.PICTURES:
            raise forms.ValidationError(_("This file is not a PNG, JPEG, WebP or GIF picture."))
        return upload


def _initial(service: Service | None) -> dict[str, Any]:
    if service is None:
        return {"audience": "signed_in", "takes_unit": "days", **dict.fromkeys(LISTS, "[]")}
    return {
        "shelf": service.shelf_id,
        "words": ", ".join(service.words),
        "takes": service.takes,
        "takes_unit": service.takes_unit,
        "audience": service.audience,
        "organisations": [row.pk for row in service.organisations.all()],
        "groups": [row.pk for row in service.groups.all()],
        "team": service.team_id,
        "owner": service.owner_id,
        "published": service.published,
        **{name: json.dumps(getattr(service, name), ensure_ascii=False) for name in LISTS},
    }
