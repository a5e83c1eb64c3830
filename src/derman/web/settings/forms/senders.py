"""The questions about senders: proof, spam, storms, and how long mails are kept."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.channels.mail.trust import queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm


def _list(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2, "spellcheck": "false"}),
    )


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"})
    )


class TrustForm(SettingsForm):
    """What the desk believes, what is spam, what is a storm."""

    asks_dns = forms.BooleanField(
        label=_("Check senders: SPF, DKIM and DMARC"),
        required=False,
        help_text=_("The desk asks DNS while it files a mail. No mail is refused for it."),
    )
    servers = _list(
        _("Trusted mail servers"),
        _("The name in front of their Authentication-Results, like mx.google.com. Nobody else's findings count."),
    )
    networks = _list(
        _("Networks of one's own mail servers"),
        _("From which they hand mail over, like 10.0.0.0/8. This machine is always one of them."),
    )
    sealers = _list(_("Trusted forwarders"), _("Domains whose seal (ARC) proves what they forward."))
    honours_verdicts = forms.BooleanField(label=_("Believe the spam filter of the mail server"), required=False)
    spam_score = forms.FloatField(
        label=_("Spam from this score"),
        help_text=_("Of SpamAssassin and Rspamd"),
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "decimal"}),
    )
    spam_scl = _number(_("Spam from this level (SCL)"), _("Of Microsoft 365 and Exchange"))
    learns = forms.BooleanField(label=_("Learn from “Mark as spam”"), required=False)
    storm_mails = _number(
        _("So many mails of one sender and subject are a storm"), _("Further ones join one ticket. 0: never")
    )
    storm_minutes = _number(_("Within so many minutes"))
    spam_days = _number(_("Keep originals of spam, in days"))
    keep_ignored_days = _number(_("Keep originals of ignored mails, in days"), _("0: for good"))
    keep_days = _number(_("Keep originals of filed mails, in days"), _("0: for good"))

    def values(self) -> dict[str, Any]:
        """What was answered, with the lists taken apart."""
        given = dict(self.cleaned_data)
        for name in ("servers", "networks", "sealers"):
            given[name] = [piece for piece in re.split(r"[\s,;]+", given[name]) if piece]
        return given


class RuleForm(forms.Form):
    """What is done with a sender."""

    pattern = forms.CharField(
        label=_("Sender"),
        max_length=254,
        help_text=_("An address, a domain, or a pattern like *@example.com"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("What is done"))
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, kind=queries.rule_kinds())
        self.fields["kind"].widget.attrs["class"] = "input"
