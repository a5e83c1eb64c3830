"""The questions about one policy of promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.sla.given import Given
from derman.sla.queries import targets
from derman.tickets import queries as tickets
from derman.tickets.worked import minutes_of
from derman.web.offering import offer
from derman.web.settings.forms.organisations import OrganisationsField, offer_organisations
from derman.web.settings.forms.shown import SettingsForm
from derman.web.workspace.words import PRIORITIES
from derman.web.workspace.working import duration

if TYPE_CHECKING:
    from derman.catalogue.models import Service
    from derman.desk.models import Calendar
    from derman.people.models import Person, Team
    from derman.sla.models import Policy
    from derman.sla.trying import Trial
    from derman.tickets.models import Category

TELL = (
    ("assignee", gettext_lazy("Assignee")),
    ("team", gettext_lazy("Team")),
    ("lead", gettext_lazy("Lead")),
    ("manager", gettext_lazy("Manager of the assignee")),
    ("on_call", gettext_lazy("Whoever is on call (out of hours)")),
    ("up", gettext_lazy("The next tier: the ticket moves up")),
)
PAUSES = (
    ("requester", gettext_lazy("for the requester")),
    ("approval", gettext_lazy("for approval")),
    ("vendor", gettext_lazy("for a vendor")),
    ("change", gettext_lazy("for a planned change")),
    ("date", gettext_lazy("until a date")),
)
LATER = ("later1", "later2", "later3", "later4")
STEPS = ("soon", "sooner", "late", *LATER)  # of the ladder, as the form has them


class TimeField(forms.CharField):
    """A length of time as people write it; its value is in seconds."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=20, widget=forms.TextInput(attrs={"class": "input"}))

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return 0
        minutes = minutes_of(written)
        if minutes is None:
            raise forms.ValidationError(_("Write a time like 30 min, 4 h or 1 h 30."))
        return minutes * 60


class PolicyForm(SettingsForm):
    """A policy: what is promised, for which tickets, in whose hours, and who hears of it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        help_text=gettext_lazy("Tickets that are opened from now on have its clocks"),
    )
    calendar = forms.TypedChoiceField(
        label=gettext_lazy("Business hours"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Only these hours count, except where a line says day and night"),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of tickets"), required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    organisations = OrganisationsField(gettext_lazy("Organisations"))
    services = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Services"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    categories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Categories"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With those below them"),
    )
    pauses = forms.MultipleChoiceField(
        label=gettext_lazy("Clocks stand still while a ticket waits"),
        required=False,
        choices=PAUSES,
        widget=forms.CheckboxSelectMultiple,
    )
    soon = forms.IntegerField(label=gettext_lazy("Due soon, in percent of the time"), min_value=1, max_value=99)
    sooner = forms.IntegerField(label=gettext_lazy("Due very soon, in percent of the time"), min_value=1, max_value=99)

    def __init__(
        self,
        policy: Policy | None,
        data: Any = None,
        *,
        calendars: Iterable[Calendar],
        teams: Iterable[Team],
        organisations: Mapping[int, str],
        asker: Person,
        services: Iterable[Service],
        tree: Iterable[tuple[Category, int]],
    ) -> None:
        super().__init__(data, initial=_initial(policy))
        offer_organisations(self, "organisations", asker, organisations)
        given = policy.targets if policy is not None else {}
        for code, priority in PRIORITIES.items():
            line: Mapping[str, Any] = given.get(code, {})
            for target, name in targets():
                field = TimeField(f"{priority}, {name}")
                field.initial = duration(line[target] // 60) if line.get(target) else ""
                self.fields[f"{code}-{target}"] = field
            self.fields[f"{code}-always"] = forms.BooleanField(
                label=_("%(priority)s: day and night") % {"priority": priority},
                required=False,
                initial=bool(line.get("always")),
            )
        teams = list(teams)
        self.stay_names = [f"stay-{team.pk}" for team in teams]
        for team in teams:
            stay = TimeField(team.name)
            seconds = policy.stays.get(str(team.pk)) if policy is not None else None
            stay.initial = duration(seconds // 60) if seconds else ""
            self.fields[f"stay-{team.pk}"] = stay
        rungs = _rungs(policy)
        for step in STEPS:
            self.fields[f"tell-{step}"] = forms.MultipleChoiceField(
                label=step_name(step),
                required=False,
                choices=TELL,
                widget=forms.CheckboxSelectMultiple,
                initial=rungs.get(step, (0, []))[1],
            )
        for step in LATER:
            field = TimeField(_("How much later"))
            field.initial = duration(rungs[step][0] // 60) if step in rungs else ""
            self.fields[f"after-{step}"] = field
        offer(
            self,
            calendar=[("", _("Those of the desk")), *((row.pk, row.name) for row in calendars)],
            kinds=list(tickets.kinds()),
            teams=[(team.pk, team.name) for team in teams],
            services=[(row.pk, row.name) for row in services],
            categories=[(row.pk, "\u2003" * depth + row.name) for row, depth in tree],
        )

    @property
    def target_names(self) -> list[Any]:
        return [name for _code, name in targets()]

    @property
    def lines(self) -> Iterator[tuple[Any, list[forms.BoundField], forms.BoundField]]:
        """For each priority its name, the times of its targets, and whether nights count."""
        for code, priority in PRIORITIES.items():
            yield priority, [self[f"{code}-{target}"] for target, _name in targets()], self[f"{code}-always"]

    @property
    def stays(self) -> list[forms.BoundField]:
        """The time in each team."""
        return [self[name] for name in self.stay_names]

    @property
    def stays_in_use(self) -> bool:
        """Does it say something of teams, or something wrong?"""
        return any(field.value() or field.errors for field in self.stays)

    @property
    def wrong_times(self) -> list[tuple[str, str]]:
        """What is wrong in the table, said below it: the field's id and the sentence."""
        found = []
        for code in PRIORITIES:
            for target, _name in targets():
                field = self[f"{code}-{target}"]
                found += [(field.auto_id, f"{field.label}: {error}") for error in field.errors]
        return found

    @property
    def ladder_steps(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each step with whom it tells, and for the later ones how much later they are."""
        for step in STEPS:
            yield self[f"tell-{step}"], self[f"after-{step}"] if step in LATER else None

    def given(self) -> Given:
        """As `sla.actions.save_policy` takes it."""
        data = self.cleaned_data
        promised: dict[str, dict[str, Any]] = {}
        for code in PRIORITIES:
            promised[code] = {target: data[f"{code}-{target}"] for target, _name in targets()}
            promised[code]["always"] = data[f"{code}-always"]
        ladder = [{"at": step, "after": 0, "tell": data[f"tell-{step}"]} for step in ("soon", "sooner", "late")]
        ladder += [
            {"at": "late", "after": data[f"after-{step}"], "tell": data[f"tell-{step}"]}
            for step in LATER
            if data[f"after-{step}"]
        ]
        return Given(
            name=data["name"],
            active=data["active"],
            targets=promised,
            kinds=data["kinds"],
            organisations=data["organisations"],
            services=data["services"],
            teams=data["teams"],
            categories=data["categories"],
            calendar=data["calendar"],
            pauses=data["pauses"],
            warnings=[data["soon"], data["sooner"]],
            ladder=ladder,
            stays={int(name.removeprefix("stay-")): data[name] for name in self.stay_names if data[name]},
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("soon") and given.get("sooner") and given["soon"] >= given["sooner"]:
            self.add_error("sooner", _("“Very soon” comes after “soon”."))
        for step in LATER:
            if given.get(f"tell-{step}") and not given.get(f"after-{step}") and f"after-{step}" not in self.errors:
                self.add_error(f"after-{step}", _("How much later?"))
        return given


def tried(trial: Trial) -> dict[str, Any]:
    """What a policy would have done, as its page shows it."""
    names, said = dict(targets()), {"kept": _("kept"), "late": _("late"), None: "–"}
    return {
        "trial": trial,
        "trial_lines": [
            (name, trial.before[target], trial.after[target])
            for target, name in names.items()
            if trial.before[target].of + trial.after[target].of
        ],
        "trial_rows": [(one, names[one.target], said[one.before], said[one.after]) for one in trial.shown],
    }


def step_name(step: str) -> str:
    """What happens at a step of the ladder."""
    return {
        "soon": _("When it is due soon"),
        "sooner": _("When it is due very soon"),
        "late": _("When it is late"),
    }.get(step) or _("Later, while it is still late")


def _initial(policy: Policy | None) -> dict[str, Any]:
    if policy is None:
        return {"active": True, "pauses": ["requester", "approval"], "soon": 75, "sooner": 90}
    names = ("name", "active", "kinds", "teams", "services", "categories", "pauses")
    initial: dict[str, Any] = {name: getattr(policy, name) for name in names}
    soon, sooner = (*policy.warnings, 75, 90)[:2] if len(policy.warnings) == 2 else (75, 90)
    return {**initial, "calendar": policy.calendar_id, "soon": soon, "sooner": sooner}


def _rungs(policy: Policy | None) -> dict[str, tuple[int, list[str]]]:
    """The ladder as the form has it: step → how much later, and who is told."""
    if policy is None:
        return {"soon": (0, ["assignee"]), "sooner": (0, ["assignee", "team"]), "late": (0, ["assignee", "lead"])}
    found: dict[str, tuple[int, list[str]]] = {}
    later = iter(LATER)
    for rung in sorted(policy.ladder, key=lambda one: one["after"]):
        step = rung["at"] if not rung["after"] else next(later, "")
        if step:
            found[step] = (rung["after"], list(rung["tell"]))
    return found
