"""The questions about how mail for a mailbox arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.channels.mail import queries as mail
from derman.channels.mail.fetching import queries
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden

if TYPE_CHECKING:
    from derman.channels.mail.fetching.models import MailboxGrant, MailboxSource

_TEXT = {"class": "input", "autocomplete": "off"}


def _secret(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=500,
        strip=False,
        help_text=hint,
        # shown again only to whoever has just typed it, when something else is wrong
        widget=forms.PasswordInput(render_value=True, attrs={"class": "input", "autocomplete": "new-password"}),
    )


def _text(label: Any, hint: Any = "", most: int = 500) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=hint, widget=forms.TextInput(attrs=_TEXT)
    )


class ArrivalForm(SettingsForm):
    """Where mail comes from, how the desk gets in, and what becomes of a mail there."""

    arrival = forms.ChoiceField(label=_("How mail arrives"), choices=queries.ways)
    host = _text(_("Incoming server"), _("As your mail provider gives it"), 253)
    port = forms.IntegerField(
        label=_("Port"),
        required=False,
        min_value=1,
        max_value=65535,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
    )
    encryption = forms.ChoiceField(label=_("Encryption"), choices=mail.encryptions, required=False)
    user = _text(_("User name"), _("Mostly the address itself"), 254)
    sign_in = forms.ChoiceField(label=_("How the desk signs in"), choices=queries.sign_ins, required=False)
    password = _secret(_("Password"), _("Kept encrypted; never shown again. With two-step sign-in: an app password"))
    tenant = _text(_("Tenant"), _("Microsoft: your domain or directory ID; empty: any organisation"), 100)
    client_id = _text(_("Client ID"), _("Of the application that you registered with the provider"), 300)
    client_secret = _secret(_("Client secret"), _("Kept encrypted; never shown again"))
    authorize_url = _text(_("Address for signing in"), "https://…/authorize")
    token_url = _text(_("Address for tokens"), "https://…/token")
    scope = _text(_("Scope"), _("As the provider says, for instance mail:imap_full"))
    folder = _text(_("Folder"), _("The one that is read; INBOX is the inbox"), 200)
    skip_existing = forms.BooleanField(
        label=_("Only mail from now on"),
        required=False,
        help_text=_("What lies in the folder at the first look is left alone"),
    )
    afterwards = forms.ChoiceField(
        label=_("Afterwards"),
        choices=queries.afterwards,
        required=False,
        help_text=_("What becomes of a mail on its server once the desk has it"),
    )
    move_to = _text(_("Move to the folder"), _("It is made where it is missing"), 200)
    days = forms.IntegerField(
        label=_("Days until it is deleted"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
    )

    def __init__(
        self, source: MailboxSource | None, grant: MailboxGrant | None, address: str, data: Any = None
    ) -> None:
        initial: dict[str, Any] = {
            "arrival": "handed",
            "encryption": "tls",
            "sign_in": "password",
            "user": address,
            "folder": "INBOX",
            "afterwards": "leave",
            "days": 30,
        }
        if source is not None:
            kept = ("arrival", "host", "port", "encryption", "user", "sign_in", "folder", "skip_existing")
            initial |= {name: getattr(source, name) for name in (*kept, "afterwards", "move_to", "days")}
        if grant is not None:
            initial |= {"tenant": grant.tenant, "client_id": grant.client_id}
            if not queries.known_provider(grant.provider):
                initial |= {name: getattr(grant, name) for name in ("authorize_url", "token_url", "scope")}
        super().__init__(data, initial=initial)
        self.secrets_now = {
            "password": source.password_encrypted if source else "",
            "client_secret": grant.client_secret_encrypted if grant else "",
        }
        for name, held in self.secrets_now.items():
            if held:
                self.fields[name].widget.attrs["placeholder"] = "••••••••••"

    def beside(self) -> dict[str, Shown]:
        return {name: hidden(self.fields[name].label, held) for name, held in self.secrets_now.items()}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        unasked = {"port", "days"} if given.get("arrival") == "handed" else set()
        if given.get("afterwards") != "later":
            unasked.add("days")
        for name in unasked & set(self.errors):
            # the page does not show this question: what is wrong in it would stop a save with no word to be seen
            del self.errors[name]
            given[name] = self.initial.get(name)
        return given

    def as_arguments(self) -> dict[str, Any]:
        """As `fetching.actions.save_arrival` takes it. Secrets are left as they are unless new ones were typed."""
        given = dict(self.cleaned_data)
        for name in ("encryption", "sign_in", "afterwards"):
            given[name] = given[name] or self.initial[name]
        if "port" not in self.changed_data and {"arrival", "encryption"} & set(self.changed_data):
            # the port of another protocol is nobody's wish
            given["port"] = None
        given["password"] = given["password"] or None
        given["client_secret"] = given["client_secret"] or None
        return given


class ProviderForm(SettingsForm):
    """By which provider the desk may use a mailbox."""

    provider = forms.ChoiceField(label=_("Provider"), choices=queries.providers)
    tenant = _text(_("Tenant"), _("Microsoft: your domain or directory ID; empty: any organisation"), 100)
    client_id = _text(_("Client ID"), _("Of the application that you registered with the provider"), 300)
    client_secret = _secret(_("Client secret"), _("Kept encrypted; never shown again"))
    authorize_url = _text(_("Address for signing in"), "https://…/authorize")
    token_url = _text(_("Address for tokens"), "https://…/token")
    scope = _text(_("Scope"), _("As the provider says, for instance mail:smtp"))

    def __init__(self, grant: MailboxGrant | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"provider": "google"}
        if grant is not None:
            initial = {"provider": grant.provider, "tenant": grant.tenant, "client_id": grant.client_id}
            if not queries.known_provider(grant.provider):
                initial |= {name: getattr(grant, name) for name in ("authorize_url", "token_url", "scope")}
        super().__init__(data, initial=initial)
        self.secret_now = grant.client_secret_encrypted if grant else ""
        if self.secret_now:
            self.fields["client_secret"].widget.attrs["placeholder"] = "••••••••••"

    def beside(self) -> dict[str, Shown]:
        return {"client_secret": hidden(self.fields["client_secret"].label, self.secret_now)}

    def as_arguments(self) -> dict[str, Any]:
        """As `fetching.actions.save_grant` takes it. The secret is left as it is unless a new one was typed."""
        return {**self.cleaned_data, "client_secret": self.cleaned_data["client_secret"] or None}
