"""The questions about a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.channels.mail import pace, queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden
from derman.web.settings.forms.zones import languages

if TYPE_CHECKING:
    from derman.channels.mail.models import Mailbox
    from derman.people.models import Team

PLACEHOLDERS = ("name", "number", "subject", "link", "desk", "answer_by")
CLOSED_PLACEHOLDERS = (*PLACEHOLDERS, "opens")
SIGNATURE_PLACEHOLDERS = ("agent", "team", "desk", "ticket")
_TEXTS = (("auto_reply_texts", "text"), ("closed_texts", "closed"), ("signature_texts", "signature"))
_BRACED = re.compile(r"\{([^{}\n]{1,30})\}")


class MailboxForm(SettingsForm):
    """An address of the desk: what people see of it, where its tickets go, how it sends."""

    address = forms.CharField(
        label=_("Address"), max_length=254, widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name that people see"),
        required=False,
        max_length=80,
        help_text=_("In the From line of every answer; empty: the name of the desk"),
    )
    team = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, help_text=_("Where its tickets arrive first")
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("For people whose own language is not known")
    )
    host = forms.CharField(
        label=_("Outgoing server"), required=False, max_length=253, widget=forms.TextInput(attrs={"class": "input"})
    )
    port = forms.IntegerField(
        label=_("Port"),
        required=False,
        min_value=1,
        max_value=65535,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
    )
    encryption = forms.ChoiceField(label=_("Encryption"), choices=queries.encryptions)
    user = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text=_("Empty: the server asks for none"),
    )
    by_provider = forms.BooleanField(
        label=_("Sign in with the provider"),
        required=False,
        help_text=_("OAuth 2 in place of a password; the permission is below"),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        # shown again only to whoever has just typed it, when something else is wrong
        widget=forms.PasswordInput(render_value=True, attrs={"class": "input", "autocomplete": "new-password"}),
        help_text=_("Kept encrypted; never shown again"),
    )
    per_minute = forms.IntegerField(
        label=_("Mails a minute"),
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
        help_text=_("What this server gets at most, from all mailboxes; empty: as the provider says"),
    )
    connections = forms.IntegerField(
        label=_("Connections at once"),
        required=False,
        min_value=1,
        max_value=pace.MOST_CONNECTIONS,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric", "placeholder": pace.CONNECTIONS}),
        help_text=_("To this server, from all mailboxes, so that a slow mail holds up no other; empty: two"),
    )
    auto_reply_when = forms.ChoiceField(
        label=_("Auto-reply"),
        choices=queries.auto_reply_times,
        help_text=_("Once for a new ticket; never to machines or lists"),
    )
    answer_hours = forms.IntegerField(
        label=_("Usually answered within"),
        required=False,
        min_value=1,
        max_value=400,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
        help_text=_("Business hours; auto-replies say until when, as {answer_by}. Empty: nothing is promised"),
    )
    is_default = forms.BooleanField(
        label=_("Default mailbox"), required=False, help_text=_("Sends what belongs to no other, like sign-in links")
    )
    active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Mail to it is filed even when it is not offered any more")
    )

    def __init__(self, mailbox: Mailbox | None, data: Any = None, *, teams: Iterable[Team]) -> None:
        initial: dict[str, Any] = {"auto_reply_when": "always", "active": True, "encryption": "starttls", "port": 587}
        texts: dict[str, dict[str, str]] = {"text": {}, "closed": {}, "signature": {}}
        if mailbox is not None:
            plain = ("address", "name", "language", "host", "port", "encryption", "user", "by_provider")
            kept = (*plain, "auto_reply_when", "answer_hours", "is_default", "active")
            initial = {name: getattr(mailbox, name) for name in kept} | {"team": mailbox.team_id}
            texts = {"text": mailbox.auto_reply_texts, "closed": mailbox.closed_texts}
            texts["signature"] = mailbox.signature_texts
        if mailbox is not None and mailbox.host:
            initial["per_minute"] = pace.limit_of(mailbox.host, mailbox.port)
            initial["connections"] = pace.chosen_connections(mailbox.host, mailbox.port)
        super().__init__(data, initial=initial)
        self.password_now = mailbox.password_encrypted if mailbox else ""
        if self.password_now:
            self.fields["password"].widget.attrs["placeholder"] = "••••••••••"
        self.text_fields = {
            kind: [self._add_text(kind, code, name, own) for code, name in languages()] for kind, own in texts.items()
        }
        offer(
            self,
            team=[("", _("The default team")), *((team.pk, team.name) for team in teams)],
            language=[("", _("As the desk")), *languages()],
        )

    def beside(self) -> dict[str, Shown]:
        return {"password": hidden(self.fields["password"].label, self.password_now)}

    def _add_text(self, kind: str, code: str, label: str, own: dict[str, str]) -> str:
        """A field for one language's auto-reply; gives its name."""
        name, attributes = f"{kind}_{code}", {"class": "input", "rows": 3 if kind == "signature" else 5, "lang": code}
        if kind != "signature":
            timed = bool(self.initial.get("answer_hours"))
            attributes["placeholder"] = queries.auto_reply_default(code, closed=kind == "closed", timed=timed)
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=5000,
            initial=own.get(code, ""),
            widget=forms.Textarea(attrs=attributes),
        )
        return name

    @property
    def texts(self) -> list[forms.BoundField]:
        """The auto-reply's texts, one for each language."""
        return [self[name] for name in self.text_fields["text"]]

    @property
    def closed_texts(self) -> list[forms.BoundField]:
        """The texts for when the desk is closed, one for each language."""
        return [self[name] for name in self.text_fields["closed"]]

    @property
    def signatures(self) -> list[forms.BoundField]:
        """The signatures, one for each language."""
        return [self[name] for name in self.text_fields["signature"]]

    @property
    def texts_open(self) -> bool:
        """Are the texts shown at once? Where there are own ones, or something in them is wrong."""
        return any(text.value() or text.errors for text in self.texts)

    @property
    def closed_texts_open(self) -> bool:
        """As `texts_open`, for the texts of a closed desk."""
        return any(text.value() or text.errors for text in self.closed_texts)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        known: dict[str, tuple[str, ...]] = dict.fromkeys(self.text_fields["text"], PLACEHOLDERS)
        known |= dict.fromkeys(self.text_fields["closed"], CLOSED_PLACEHOLDERS)
        known |= dict.fromkeys(self.text_fields["signature"], SIGNATURE_PLACEHOLDERS)
        if not given.get("answer_hours") and any(
            "{answer_by}" in given.get(name, "") for kind in ("text", "closed") for name in self.text_fields[kind]
        ):
            self.add_error("answer_hours", _("A text says {answer_by}: say within how many hours you usually answer."))
        for name, placeholders in known.items():
            unknown = [word for word in _BRACED.findall(given.get(name, "")) if word not in placeholders]
            if unknown:
                self.add_error(name, _("“{%(word)s}” is nothing that can be filled in.") % {"word": unknown[0]})
        return given

    def as_arguments(self, teams: Iterable[Team]) -> dict[str, Any]:
        """As `channels.mail.actions.save_mailbox` takes it. A password is left as it is unless a new one was typed."""
        given = dict(self.cleaned_data)
        for argument, kind in _TEXTS:
            texts = {name.removeprefix(f"{kind}_"): given.pop(name).strip() for name in self.text_fields[kind]}
            given[argument] = {code: text for code, text in texts.items() if text}
        given["team"] = next((team for team in teams if team.pk == given["team"]), None)
        # without a user name there is nothing that a password belongs to
        given["password"] = (given["password"] or None) if given["user"] else ""
        return given
