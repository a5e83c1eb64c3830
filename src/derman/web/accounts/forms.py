"""Forms of signing in and of one's own profile."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from derman.people.models import Person


class SignIn(LoginForm):  # type: ignore[misc]
    """Address and password; django-allauth checks and counts them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("E-mail address"), _("Password")
        login.widget.attrs |= {"autocomplete": "username", "autofocus": True, "placeholder": "", "maxlength": 254}
        password.widget.attrs |= {"placeholder": "", "maxlength": 1000}
        password.help_text = ""
        # Enter after the address alone is what requesters try, who have none
        password.error_messages["required"] = _("Enter your password. Without one, take a one-time link below.")


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone that has a place, by continent."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        continent, slash, place = zone.partition("/")
        if slash and continent not in ("Etc", "SystemV", "US", "Canada", "Brazil", "Mexico", "Chile", "posix", "right"):
            grouped.setdefault(continent, []).append((zone, place.replace("_", " ").replace("/", " – ")))
    return [*grouped.items(), ("UTC", [("UTC", "UTC")])]


class Profile(forms.Form):
    """What people say about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("So that we can call you back."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[], required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=[], required=False)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=[
            ("", _("As the system")),
            ("light", pgettext_lazy("theme", "Light")),
            ("dark", pgettext_lazy("theme", "Dark")),
        ],
    )
    available = forms.BooleanField(
        label=_("Available"), required=False, help_text=_("New tickets come to you. Switch it off when you are away.")
    )

    def __init__(self, *args: Any, person: Person, desk: Any, **kwargs: Any) -> None:
        given = ("name", "phone", "language", "zone", "theme", "available")
        kwargs.setdefault("initial", {name: getattr(person, name) for name in given})
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        own = gettext("The desk's: %(name)s")
        language, zone = self.fields["language"], self.fields["zone"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(zone, forms.ChoiceField)
        language.choices = [("", own % {"name": names.get(desk.language, desk.language)}), *settings.LANGUAGES]
        zone.choices = [("", own % {"name": desk.zone}), *zones()]
        if not person.is_staff_member:
            del self.fields["available"]


class Absence(forms.Form):
    """When one is away, and who is asked instead."""

    away_from = forms.DateField(
        label=_("Away from"),
        required=False,
        help_text=_("The first day. Empty: from now on."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        help_text=_("Including this day. Empty: you are here."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    stand_in = forms.CharField(
        label=_("Stand-in"),
        required=False,
        max_length=254,
        help_text=_("E-mail address of a colleague who decides in your place meanwhile."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        stand_in = person.stand_in.email if person.stand_in else ""
        super().__init__(
            data, initial={"away_from": person.away_from, "away_until": person.away_until, "stand_in": stand_in}
        )


class NewAddress(forms.Form):
    """A further address of one's own."""

    address = forms.CharField(
        label=_("Another address"),
        max_length=254,
        help_text=_("We send a link there. The address is yours once you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPassword(forms.Form):
    """A new password; who has one must know it."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = password_validators_help_texts()[1]
        if not person.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.person.check_password(current):
            raise ValidationError(_("This is not your current password."))
        return current

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class Notifications(forms.Form):
    """Of what an agent gets mails. `kinds`: (code, name) of what there is."""

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in kinds:
            self.fields[code] = forms.BooleanField(label=name, required=False)
