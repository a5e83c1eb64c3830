"""The questions about people, teams and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.people import queries
from derman.web.offering import offer
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages, zone_choices

if TYPE_CHECKING:
    from derman.people.models import Organisation, Person, PersonSkill, Team

_MAY = {
    "requester": _("asks for help and sees their own tickets"),
    "agent": _("answers tickets"),
    "lead": _("answers tickets, sees the mails and helps in every open team"),
    "administrator": _("may do everything, these settings included"),
}
_PLACING = {
    "pull": _("Everybody takes the next ticket from the queue when they have time."),
    "push": _("A new ticket goes at once to the available member with the fitting skill and the lightest load."),
}


def _roles(codes: Iterable[str] | None = None) -> list[tuple[str, Any]]:
    return [
        (code, format_html('<span class="strong">{}</span> <span class="hint">{}</span>', name, _MAY[code]))
        for code, name in queries.roles()
        if codes is None or code in codes
    ]


def _teams(teams: Iterable[Team]) -> list[tuple[int, str]]:
    return [(team.pk, str(team)) for team in teams]


def _skill(known: PersonSkill) -> str:
    return known.skill.name if known.level == 1 else f"{known.skill.name} {known.level}"


class InviteForm(forms.Form):
    """A new person: an agent to be invited, or a requester."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), required=False)
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    invite = forms.BooleanField(
        label=_("Send a sign-in link"),
        required=False,
        help_text=_("By mail, good for 30 minutes. Later they get a new one on the sign-in page at any time."),
    )

    def __init__(
        self, data: Any = None, *, teams: Iterable[Team] = (), roles: Iterable[str], role: str, sends: bool = True
    ) -> None:
        super().__init__(data, initial={"role": role, "invite": role != "requester"})
        if not sends:
            self.fields["invite"].label = _("Make a sign-in link to hand over")
            self.fields["invite"].help_text = _("The desk has no outgoing mail yet: the link is shown to you once.")
        offer(
            self,
            role=_roles(roles),
            language=[("", _("As the desk")), *languages()],
            teams=_teams(teams),
        )


class PersonForm(SettingsForm):
    """What the desk knows of a person, and what they may do."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=600,
        help_text=_("Separated by commas, with a level from 1 (knows it) to 3 (expert), like “VPN 3, printers”"),
    )
    available = forms.BooleanField(
        label=_("Available"), required=False, help_text=_("Gets new tickets; each agent also switches this themselves")
    )
    title = forms.CharField(label=_("Job title"), required=False, max_length=120)
    phone = forms.CharField(label=pgettext_lazy("person", "Phone"), required=False, max_length=40)
    place = forms.CharField(
        label=_("Place"), required=False, max_length=120, help_text=_("Site, building, room; tickets can go by it")
    )
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int, empty_value=None)
    manager = forms.CharField(
        label=_("Manager"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text=_("E-mail address of whoever agrees to what this person asks for"),
    )
    away_from = forms.DateField(
        label=_("Away from"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
    away_until = forms.DateField(
        label=_("Away until"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
    stand_in = forms.CharField(
        label=_("Stand-in"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text=_("E-mail address of whoever is asked instead meanwhile"),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(
        self, person: Person, data: Any = None, *, teams: Iterable[Team], organisations: Iterable[Organisation]
    ) -> None:
        initial = {
            name: getattr(person, name)
            for name in ("name", "role", "available", "title", "phone", "place", "language", "zone")
        }
        initial |= {
            "teams": [team.pk for team in person.teams.all()],
            "skills": ", ".join(_skill(known) for known in person.skills.all()),
            "organisation": person.organisation_id,
            "manager": person.manager.email if person.manager else "",
            "away_from": person.away_from,
            "away_until": person.away_until,
            "stand_in": person.stand_in.email if person.stand_in else "",
        }
        super().__init__(data, initial=initial)
        offer(
            self,
            role=list(_roles()),
            teams=list(_teams(teams)),
            organisation=[("", _("None")), *((row.pk, row.name) for row in organisations)],
            language=[("", _("As the desk")), *languages()],
            zone=list(zone_choices(person.zone, str(_("As the desk")))),
        )

    def skill_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["skills"].split(",") if name.strip()]


_OF_TEAM = ("name", "tier", "placing", "is_default", "closed", "keeps_contact")


class TeamForm(SettingsForm):
    """A team: who shares a queue, and how tickets are placed in it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    tier = forms.TypedChoiceField(
        label=_("Tier"), coerce=int, help_text=_("Escalation goes from a lower to a higher tier")
    )
    placing = forms.ChoiceField(label=_("How tickets find their agent"), widget=forms.RadioSelect)
    is_default = forms.BooleanField(
        label=_("Default team"), required=False, help_text=_("Gets the tickets that no mailbox and no category places")
    )
    closed = forms.BooleanField(
        label=_("Closed team"),
        required=False,
        help_text=_(
            "Only its members see its tickets: in lists, search, counts and reports, by mail and by API."
            " Administrators see that the team exists, not what it works on. Meant for staff matters and security."
        ),
    )
    keeps_contact = forms.BooleanField(
        label=_("Who moves a ticket up stays the contact"),
        required=False,
        help_text=_("Its requester still reads their name, and they hear everything that is said on the ticket"),
    )
    questions = forms.CharField(
        label=_("What the team wants to know"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text=_("One question on each line. Whoever moves a ticket up to this team answers them."),
    )
    members = forms.TypedMultipleChoiceField(
        label=_("Members"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, team: Team | None, data: Any = None, *, people: Iterable[Person]) -> None:
        initial: dict[str, Any] = {"tier": 1, "placing": "pull"}
        if team is not None:
            initial = {name: getattr(team, name) for name in _OF_TEAM}
            initial["questions"] = "\n".join(team.questions)
            initial["members"] = [person.pk for person in team.members.all()]
        super().__init__(data, initial=initial)
        described = '<span class="strong">{}</span> <span class="hint">{}</span>'
        offer(
            self,
            tier=queries.tiers(),
            placing=[(code, format_html(described, name, _PLACING.get(code, ""))) for code, name in queries.placings()],
            members=[(person.pk, person.name) for person in people],
        )

    def clean_questions(self) -> list[str]:
        """One on each line."""
        return str(self.cleaned_data["questions"]).splitlines()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("closed") and given.get("is_default"):
            self.add_error("is_default", _("A closed team cannot be the default: nobody else would see what arrives."))
        return given


class OrganisationForm(SettingsForm):
    """An organisation and its mail domains."""

    name = forms.CharField(label=_("Name"), max_length=120)
    domains = forms.CharField(
        label=_("Mail domains"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "spellcheck": "false"}),
        help_text=_("One on each line, like egeholding.example. Whoever writes from there belongs to it."),
    )

    def clean_domains(self) -> list[str]:
        domains: list[str] = self.cleaned_data["domains"].replace(",", "\n").split()
        for domain in domains:
            bare = domain.lstrip("@")
            if "." not in bare or "@" in bare or "/" in bare or len(bare) > 253:
                raise forms.ValidationError(_("“%(domain)s” is not a domain."), params={"domain": domain[:80]})
        return domains
