"""The questions about the gateway that carries pages to people's phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.channels.pager.actions import LONGEST_SECRET, Given
from derman.channels.pager.composing import PLACES
from derman.identity import accounts
from derman.web.settings.forms.account_actions import CONTENT_TYPES
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden

if TYPE_CHECKING:
    from derman.channels.pager.models import Gateway

OWN = ("active", "majors", "address", "content_type", "body", "inside")
_CODE = {"class": "input", "spellcheck": "false", "autocomplete": "off"}


class PagerForm(SettingsForm):
    """Where pages go, what is sent, and how the gateway knows that it is the desk."""

    active = forms.BooleanField(label=_("Page people through this gateway"), required=False)
    majors = forms.BooleanField(
        label=_("For major incidents, too"),
        required=False,
        help_text=_("Who gets a part in one, and when people should have heard of it. At any hour"),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={**_CODE, "inputmode": "url"}),
        help_text=_("That takes a POST, like https://push.example.com/message or https://ntfy.sh"),
    )
    inside = forms.BooleanField(
        label=_("It stands in our own network"),
        required=False,
        help_text=_("Without this only public addresses are called"),
    )
    headers = forms.CharField(
        label=_("Headers"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={**_CODE, "rows": 3}),
    )
    drop_headers = forms.BooleanField(label=_("Forget the kept headers"), required=False)
    secret = forms.CharField(
        label=_("Secret for the signature"),
        required=False,
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    drop_secret = forms.BooleanField(label=_("Forget the kept secret"), required=False)
    content_type = forms.ChoiceField(label=_("What is sent"), choices=CONTENT_TYPES)
    body = forms.CharField(
        label=_("Body"),
        required=False,
        max_length=accounts.LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={**_CODE, "rows": 6}),
        help_text=_("Empty: JSON with title, message, priority, link and person, as Gotify and its like take it"),
    )

    def __init__(self, gateway: Gateway | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"active": True, "majors": True, "content_type": accounts.JSON}
        if gateway is not None:
            initial = {name: getattr(gateway, name) for name in OWN}
        self.kept = {
            "headers": gateway.headers_sealed if gateway else "",
            "secret": gateway.secret_sealed if gateway else "",
        }
        super().__init__(data, initial=initial)
        self.fields["headers"].help_text = (
            _("Some are kept, encrypted, for this address. Leave this empty to keep them; enter them anew for another")
            if self.kept["headers"]
            else _("One on each line, like Authorization: Bearer … They are kept encrypted and never shown again")
        )
        self.fields["secret"].help_text = (
            _("One is kept, encrypted, for this address. Leave this empty to keep it; enter it anew for another")
            if self.kept["secret"]
            else _("If the gateway is to prove that it is the desk who calls. Kept encrypted and never shown again")
        )
        for name in ("headers", "secret"):
            if not self.kept[name]:
                del self.fields[f"drop_{name}"]

    @property
    def places(self) -> list[tuple[str, Any]]:
        """What may stand in address and body: (as it is written, what it is)."""
        return [(f"{{{{{name}}}}}", words) for name, words in PLACES.items()]

    def beside(self) -> dict[str, Shown]:
        return {
            "headers_sealed": hidden(_("Headers"), self.kept["headers"]),
            "secret_sealed": hidden(_("Secret for the signature"), self.kept["secret"]),
        }

    def _kept_or_new(self, name: str) -> str | None:
        given = str(self.cleaned_data.get(name, ""))
        if given.strip():
            return given
        return "" if self.cleaned_data.get(f"drop_{name}") or not self.kept[name] else None

    def given(self) -> Given:
        """As `pager.actions.save` takes it."""
        own = {name: self.cleaned_data[name] for name in OWN}
        return Given(**own, headers=self._kept_or_new("headers"), secret=self._kept_or_new("secret"))
