"""The wizard's one form. Its steps are parts of one page, so that nothing typed is lost between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.kernel.folding import fold
from derman.people import queries as people
from derman.people.addresses import BadAddress, check_address
from derman.web.accounts.forms import zones

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_TEAMS = 20


def _address(given: str) -> str:
    try:
        check_address(given)
    except BadAddress:
        raise ValidationError(_("This is not an e-mail address.")) from None
    return given


class SetUp(forms.Form):
    """The desk, its first administrator, its teams and its address."""

    name = forms.CharField(
        label=gettext_lazy("Name of the desk"),
        max_length=80,
        help_text=gettext_lazy("As people know it. It stands on every page and mail."),
        error_messages={"required": gettext_lazy("The desk needs a name.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Everybody can choose another one for themselves."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones, initial="Europe/Istanbul")
    administrator = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": gettext_lazy("Write your e-mail address.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1000,
        strip=False,
        # the page is shown once, to the holder of the link: what was typed stays, like everything else
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": 10}, render_value=True),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the desk"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Where people write to when they need help, like help@example.com."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_texts()[1]
        # what the steps check before one goes on, the server checks again at the end
        self.use_required_attribute = False
        self.teams_wrong = ""

    def clean_email(self) -> str:
        return _address(self.cleaned_data["email"].strip())

    def clean_address(self) -> str:
        given = self.cleaned_data["address"].strip()
        return _address(given) if given else ""

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    @property
    def team_rows(self) -> list[dict[str, Any]]:
        """The teams as typed, or as suggested in the reader's language."""
        typed: list[tuple[str, str]] = []
        if self.is_bound:
            given = cast("QueryDict", self.data)
            typed = list(zip(given.getlist("team_name"), given.getlist("team_tier"), strict=False))
        if not typed or self.data.get("suggested") == "|".join(name for name, _tier in typed):
            typed = [(name, str(tier)) for name, tier in suggested_teams()]
        return [{"name": name, "tier": tier} for name, tier in typed[:MOST_TEAMS]]

    @property
    def teams(self) -> list[tuple[str, int]]:
        """(name, tier) of the teams that have a name."""
        known = {number for number, _name in people.tiers()}
        rows = [(" ".join(row["name"].split())[:80], row["tier"]) for row in self.team_rows]
        return [(name, int(tier) if tier.isdecimal() and int(tier) in known else 1) for name, tier in rows if name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = [fold(name) for name, _tier in self.teams]
        if not names:
            self.teams_wrong = _("The desk needs at least one team. It can be called “Help”.")
        elif len(set(names)) < len(names):
            self.teams_wrong = _("Two teams have the same name.")
        if self.teams_wrong:
            raise ValidationError(self.teams_wrong, code="teams")
        return cleaned


def suggested_teams() -> list[tuple[str, int]]:
    """Three tiers, as most desks begin."""
    return [(_("Front line"), 1), (_("Advanced support"), 2), (_("Experts"), 3)]
