"""The questions about one row of the routing table, and about how much work a ticket is reckoned as."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.assets import queries as assets
from derman.routing.rows import Row, When
from derman.routing.weights import MOST, Weights
from derman.tickets import queries as tickets
from derman.web.offering import offer
from derman.web.settings.forms.organisations import OrganisationsField, offer_organisations
from derman.web.settings.forms.shown import SettingsForm
from derman.web.settings.forms.zones import languages
from derman.web.workspace.words import CHANNELS, PRIORITIES

if TYPE_CHECKING:
    from derman.catalogue.models import Service
    from derman.channels.mail.models import Mailbox
    from derman.people.models import Person, Skill, Team
    from derman.tickets.models import Category

GIVES = (
    ("team", _("As the team does it")),
    ("pull", _("Agents take it from the queue")),
    ("push", _("The desk gives it to an agent")),
)
DUTIES = (
    ("available", _("Everybody who is available")),
    ("working", _("Of these only whoever works at this hour, by their shift or the hours of their own zone")),
)
HOURS = (
    ("", _("At all hours")),
    ("open", _("During business hours")),
    ("closed", _("Outside business hours")),
)
_TEXTS = ("words", "places", "assets")
LEVELS = ((1, _("knows it")), (2, _("good")), (3, _("expert")))


def _many(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def _ids(label: Any, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def _texts(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, help_text=help_text)


def _time(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=5, help_text=help_text)


class RowForm(SettingsForm):
    """One row: for which tickets, to which team, and to whom in it."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Stands on the ticket as the reason, like “VPN at night”")
    )
    words = _texts(_("Words"), _("In subject or text, separated by commas; the beginning of a word is enough"))
    categories = _ids(_("Categories"), _("With those below them"))
    mailboxes = _ids(_("Mailboxes"))
    services = _ids(_("Services"))
    organisations = OrganisationsField(_("Organisations"))
    places = _texts(_("Places"), _("Words in the place of the requester, separated by commas"))
    asset_kinds = _many(_("Kinds of assets"), _("Of an asset that the ticket names by its inventory number"))
    assets = _texts(
        _("Assets"),
        _("Words in the name, number or place of such an asset, like a model; separated by commas"),
    )
    languages = _many(_("Languages"))
    channels = _many(_("Channels"))
    kinds = _many(_("Kinds of tickets"))
    priorities = _many(_("Priorities"))
    hours = forms.ChoiceField(label=_("Hours"), required=False, choices=HOURS, widget=forms.RadioSelect)
    days = _ids(_("Days"))
    since = forms.CharField(
        label=_("From"), required=False, max_length=5, help_text=_("Like 22:00, by the desk's zone")
    )
    until = forms.CharField(
        label=_("Until"), required=False, max_length=5, help_text=_("Like 06:00, over midnight too")
    )
    team = forms.TypedChoiceField(label=pgettext_lazy("routing", "To the team"), coerce=int)
    gives = forms.ChoiceField(label=_("In the team"), choices=GIVES, widget=forms.RadioSelect)
    skill = forms.TypedChoiceField(
        label=_("Skill"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Without it nobody is given the ticket. None: the skill of the category comes first."),
    )
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=LEVELS)
    capacity = forms.IntegerField(
        label=_("Capacity"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Points of work; who would have more is given no more. Empty: no limit."),
    )
    last_agent = forms.BooleanField(
        label=_("Whoever helped this requester last comes first"), required=False, help_text=_("Within 60 days")
    )
    duty = forms.ChoiceField(label=_("Who is asked"), choices=DUTIES, widget=forms.RadioSelect)
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(
        self,
        row: Row | None,
        data: Any = None,
        *,
        teams: Iterable[Team],
        skills: Iterable[Skill],
        mailboxes: Iterable[Mailbox],
        services: Iterable[Service],
        organisations: Mapping[int, str],
        asker: Person,
        tree: Iterable[tuple[Category, int]],
    ) -> None:
        super().__init__(data, initial=_initial(row))
        self.row = row
        offer_organisations(self, "organisations", asker, organisations)
        offer(
            self,
            categories=[(one.pk, "\u2003" * depth + one.name) for one, depth in tree],
            mailboxes=[(one.pk, one.address) for one in mailboxes],
            services=[(one.pk, one.name) for one in services],
            languages=languages(),
            asset_kinds=assets.kinds(),
            channels=list(CHANNELS.items()),
            kinds=list(tickets.kinds()),
            priorities=list(PRIORITIES.items()),
            days=list(WEEKDAYS.items()),
            team=[("", "–"), *((one.pk, one.name) for one in teams)],
            skill=[("", "–"), *((one.pk, one.name) for one in skills)],
        )

    def given(self) -> Row:
        """As `routing.actions.save_row` takes it."""
        data = dict(self.cleaned_data)
        when = {name: data.pop(name) for name in When.__dataclass_fields__}
        when |= {name: _split(when[name]) for name in _TEXTS}
        return Row(id=self.row.id if self.row is not None else "", when=When(**when), **data)


class WeightsForm(SettingsForm):
    """How much work a ticket is reckoned as."""

    def __init__(self, weights: Weights, tree: Sequence[tuple[Category, int]], data: Any = None) -> None:
        super().__init__(data)
        for code, name in PRIORITIES.items():
            self.fields[f"priority-{code}"] = _points(name, weights.priorities.get(code, 1))
        for category, depth in tree:
            times = weights.categories.get(category.pk)
            label = "\u2003" * depth + category.name
            self.fields[f"category-{category.pk}"] = _points(label, times, required=False)

    @property
    def priorities(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("priority-")]

    @property
    def categories(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("category-")]

    def given(self) -> Weights:
        """As `routing.actions.set_weights` takes it."""
        data = self.cleaned_data
        found = {name: value for name, value in data.items() if value is not None}
        return Weights(
            {name.removeprefix("priority-"): value for name, value in found.items() if name.startswith("priority-")},
            {
                int(name.removeprefix("category-")): value
                for name, value in found.items()
                if name.startswith("category-")
            },
        )


def _points(label: Any, value: float | None, *, required: bool = True) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=required,
        min_value=0.1,
        max_value=MOST,
        initial=value,
        widget=forms.NumberInput(attrs={"class": "input", "step": "0.1"}),
    )


def _initial(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {"active": True, "gives": "team", "duty": "available", "level": 1, "hours": ""}
    made = asdict(row)
    made |= made.pop("when")
    made |= {name: ", ".join(made[name]) for name in _TEXTS}
    return made


def _split(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,\n]", text) if one.strip()]
