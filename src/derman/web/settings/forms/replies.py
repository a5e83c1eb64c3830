"""The questions about a saved reply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.people.models import Team
    from derman.replies.models import SavedReply


def audience_of(reply: SavedReply) -> str:
    """Whose it is, as the form's choice says it."""
    if reply.owner_id:
        return "me"
    return str(reply.team_id) if reply.team_id else "desk"


class SavedReplyForm(SettingsForm):
    """Its name, its folder, whose it is, and its text in each language."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What you search for in the composer"))
    folder = forms.CharField(
        label=_("Folder"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "list": "folders", "autocomplete": "off"}),
    )
    audience = forms.ChoiceField(label=_("Who uses it"), widget=forms.RadioSelect)

    def __init__(
        self,
        reply: SavedReply | None,
        data: Any = None,
        *,
        teams: Iterable[Team],
        everybody: bool,
    ) -> None:
        initial: dict[str, Any] = {"audience": "me"}
        if reply is not None:
            initial = {"name": reply.name, "folder": reply.folder, "audience": audience_of(reply)}
        super().__init__(data, initial=initial)
        choices: list[tuple[str, Any]] = [("me", _("Only you")), *((str(team.pk), team.name) for team in teams)]
        if everybody:
            choices.append(("desk", _("Everybody at the desk")))
        offer(self, audience=choices)
        texts = reply.texts if reply else {}
        for code, language in languages():
            self.fields[f"text_{code}"] = forms.CharField(
                label=format_html("{} <span lang='{}'>({})</span>", _("Text"), code, language),
                required=False,
                max_length=20_000,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"class": "input", "rows": 7, "lang": code}),
            )

    @property
    def written(self) -> list[forms.BoundField]:
        """The fields of the texts, one for each language."""
        return [self[f"text_{code}"] for code, _name in languages()]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        texts = {code: given.get(f"text_{code}", "") for code, _name in languages()}
        audience = given.get("audience", "")
        return {
            "name": given.get("name", ""),
            "folder": given.get("folder", ""),
            "audience": int(audience) if audience.isdecimal() else audience,
            "texts": texts,
        }
