"""The questions about what a web service may do to an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from derman.identity import accounts
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.identity.models import AccountAction
    from derman.people.models import Team

OWN = ("method", "address", "content_type", "body", "inside", "password_at", "leads_only", "active")
CONTENT_TYPES = (
    (accounts.JSON, _("JSON")),
    (accounts.FORM, _("Fields of a form")),
    (accounts.XML, _("XML, also SOAP")),
    (accounts.TEXT, _("Plain text")),
)


class AccountActionForm(SettingsForm):
    """One action: its names, whom it calls and with what, and who may run it."""

    method = forms.ChoiceField(label=_("Method"), choices=[(one, one) for one in accounts.METHODS])
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "url", "spellcheck": "false"}),
        help_text=_("For example https://idm.example.com/users/{{requester.login}}/unlock"),
    )
    content_type = forms.ChoiceField(label=_("What is sent"), choices=CONTENT_TYPES)
    body = forms.CharField(
        label=_("Body"),
        required=False,
        max_length=accounts.LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6, "spellcheck": "false"}),
    )
    headers = forms.CharField(
        label=_("Headers"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
    drop_headers = forms.BooleanField(label=_("Forget the kept headers"), required=False)
    inside = forms.BooleanField(
        label=_("The service stands in our own network"),
        required=False,
        help_text=_("Without this only public addresses are called"),
    )
    password_at = forms.CharField(
        label=_("Where a new password stands in the answer"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "spellcheck": "false"}),
        help_text=_("A path in its JSON, like result.password. The requester gets it by a link that shows it once"),
    )
    leads_only = forms.BooleanField(label=_("Only leads may run it"), required=False)
    team = forms.TypedChoiceField(label=_("Only for the team"), required=False, coerce=int, empty_value=None)
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, action: AccountAction | None, data: Any = None, *, teams: Iterable[Team]) -> None:
        initial: dict[str, Any] = {"method": "POST", "content_type": accounts.JSON, "active": True}
        if action is not None:
            initial = {name: getattr(action, name) for name in OWN} | {"team": action.team_id or ""}
        self.kept = action.headers_sealed if action else ""
        super().__init__(data, initial=initial)
        self.fields["headers"].help_text = (
            _("Some are kept, encrypted, and never shown again. Leave this empty to keep them")
            if self.kept
            else _("One on each line, like Authorization: Bearer … They are kept encrypted and never shown again")
        )
        if not self.kept:
            del self.fields["drop_headers"]
        for code, language in languages():
            self.fields[f"name_{code}"] = forms.CharField(
                label=format_html("{} <span lang='{}'>({})</span>", _("Name"), code, language),
                required=False,
                max_length=80,
                initial=(action.names if action else {}).get(code, ""),
                widget=forms.TextInput(attrs={"class": "input", "lang": code}),
            )
        self.name_fields = [f"name_{code}" for code, _name in languages()]
        offer(self, team=[("", _("All agents")), *((team.pk, team.name) for team in teams)])

    @property
    def named(self) -> list[forms.BoundField]:
        """The fields of the names, one for each language."""
        return [self[name] for name in self.name_fields]

    @property
    def places(self) -> list[tuple[str, Any]]:
        """What may stand in address and body: (as it is written, what it is)."""
        return [(f"{{{{{name}}}}}", words) for name, words in accounts.PLACES.items()]

    def beside(self) -> dict[str, Shown]:
        return {"headers_sealed": hidden(_("Headers"), self.kept)}

    def names(self) -> dict[str, str]:
        """The names by language."""
        return {name.removeprefix("name_"): self.cleaned_data.get(name, "") for name in self.name_fields}

    def headers_given(self) -> str | None:
        """New headers; empty to forget them, None to keep what is kept."""
        given = str(self.cleaned_data.get("headers", ""))
        if given.strip():
            return given
        return "" if self.cleaned_data.get("drop_headers") or not self.kept else None
