"""The questions about a tracker: where it is, with which key, and who may use it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from derman.trackers.actions import Details
from derman.trackers.queries import KINDS
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm, Shown, hidden

if TYPE_CHECKING:
    from derman.people.models import Team
    from derman.trackers.models import Tracker

OWN = ("name", "kind", "address", "project", "login", "issue_type", "inside", "template")
PATHS = ("id", "url", "marker", "state", "closed", "comment", "author")
_CODE = {"class": "input", "spellcheck": "false", "autocomplete": "off"}


class TrackerForm(SettingsForm):
    """One tracker."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As agents know it, like “ERP”"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={**_CODE, "inputmode": "url"}),
        help_text=_(
            "GitHub: https://api.github.com, or https://HOST/api/v3 · GitLab: https://gitlab.com · Jira: "
            "https://COMPANY.atlassian.net or your own · another one: the address that takes new issues"
        ),
    )
    project = forms.CharField(
        label=_("Project"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_CODE),
        help_text=_("GitHub: owner/repository · GitLab: group/project · Jira: the key, like ERP"),
    )
    login = forms.CharField(
        label=_("Mail address of the token's owner"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs=_CODE),
        help_text=_("Only Jira Cloud wants it"),
    )
    token = forms.CharField(
        label=_("Token"),
        required=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=_("Secret of the webhook"),
        required=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    inside = forms.BooleanField(
        label=_("It stands in our own network"),
        required=False,
        help_text=_("Without this only public addresses are called"),
    )
    issue_type = forms.CharField(
        label=_("Type of issue"), required=False, max_length=60, help_text=_("Only Jira wants it, like Bug")
    )
    labels = forms.CharField(
        label=_("Labels"),
        required=False,
        max_length=600,
        help_text=_("That every new issue gets; commas between them"),
    )
    team = forms.TypedChoiceField(label=_("Only for the team"), required=False, coerce=int, empty_value=None)
    categories = forms.TypedMultipleChoiceField(
        label=_("Only for the categories"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    template = forms.CharField(
        label=_("What is sent"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={**_CODE, "rows": 6}),
        help_text=_("JSON with places: {{title}}, {{body}}, {{marker}}, {{labels}}. Empty: all four by these names"),
    )

    def __init__(
        self,
        tracker: Tracker | None,
        data: Any = None,
        *,
        teams: Iterable[Team],
        categories: list[tuple[int, str]],
    ) -> None:
        initial: dict[str, Any] = {"kind": "github", "address": "https://api.github.com"}
        if tracker is not None:
            initial = {name: getattr(tracker, name) for name in OWN} | {"team": tracker.team_id or ""}
            initial["labels"] = ", ".join(tracker.labels)
            initial["categories"] = [one.pk for one in tracker.categories.all()]
        self.kept = {
            "token": tracker.token_sealed if tracker else "",
            "secret": tracker.secret_sealed if tracker else "",
        }
        super().__init__(data, initial=initial)
        for name, text in (
            ("token", _("Kept encrypted and never shown again")),
            ("secret", _("The tracker signs its news with it. Kept encrypted and never shown again")),
        ):
            kept = _("One is kept, encrypted. Leave this empty to keep it")
            self.fields[name].help_text = kept if self.kept[name] else text
        paths = tracker.paths if tracker else {}
        for name in PATHS:
            self.fields[f"path_{name}"] = forms.CharField(
                label=PATH_NAMES[name],
                required=False,
                max_length=120,
                initial=paths.get(name, ""),
                widget=forms.TextInput(attrs=_CODE),
            )
        self.path_names = [f"path_{name}" for name in PATHS]
        offer(
            self,
            team=[("", _("All agents")), *((team.pk, team.name) for team in teams)],
            categories=categories,
        )

    @property
    def paths(self) -> list[forms.BoundField]:
        """Where in its JSON what stands."""
        return [self[name] for name in self.path_names]

    def beside(self) -> dict[str, Shown]:
        return {
            "token_sealed": hidden(_("Token"), self.kept["token"]),
            "secret_sealed": hidden(_("Secret of the webhook"), self.kept["secret"]),
        }

    def given(self) -> Details:
        """As it is to be."""
        found = self.cleaned_data
        return Details(
            **{name: found[name] for name in OWN},
            token=found["token"] or (None if self.kept["token"] else ""),
            secret=found["secret"] or (None if self.kept["secret"] else ""),
            labels=found["labels"].split(","),
            paths={name: found[f"path_{name}"] for name in PATHS},
            team=found["team"],
            categories=found["categories"],
        )


PATH_NAMES: dict[str, Any] = {
    "id": _("Number of the issue"),
    "url": _("Address of the issue"),
    "marker": _("Our marker"),
    "state": _("State"),
    "closed": _("States that mean closed"),
    "comment": _("Comment"),
    "author": _("Author of the comment"),
}
