"""A rule as it is given and kept: checked, in the form in which it is stored, exported and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from derman.automation import conditions, steps
from derman.automation.errors import WrongInput
from derman.automation.models import Rule
from derman.automation.triggers import TRIGGERS

LONGEST_WAIT = 24 * 366  # hours
MOST_AN_HOUR = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a rule says. `hours`: of a trigger by time, how long it is so; `working`: by the desk's open hours."""

    name: str
    when: str
    hours: int = 0
    working: bool = False
    conditions: Mapping[str, Any] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    stop: bool = False
    once: bool = False
    most: int = 500

    def checked(self) -> Given:
        """The same as it is kept. Raises WrongInput with the field."""
        name = " ".join(self.name.replace("\0", "").split())[:80]
        if not name:
            raise WrongInput(_("A rule needs a name."), field="name")
        trigger = TRIGGERS.get(self.when)
        if trigger is None:
            raise WrongInput(_("Say when the rule is to run."), field="when")
        if trigger.timed and not 1 <= self.hours <= LONGEST_WAIT:
            raise WrongInput(_("Write how many hours, 1 to %(most)s.") % {"most": LONGEST_WAIT}, field="hours")
        if not 1 <= self.most <= MOST_AN_HOUR:
            raise WrongInput(_("A rule may run 1 to %(most)s times an hour.") % {"most": MOST_AN_HOUR}, field="most")
        return Given(
            name=name,
            when=self.when,
            hours=self.hours if trigger.timed else 0,
            working=self.working and trigger.timed,
            conditions=conditions.checked(self.conditions),
            steps=steps.checked(self.steps),
            stop=self.stop,
            once=self.once,
            most=self.most,
        )

    def columns(self) -> dict[str, Any]:
        """As columns of a rule, and as its version keeps it."""
        return asdict(self)


def given_of(rule: Rule) -> Given:
    """What a rule says now."""
    return Given(**{name: getattr(rule, name) for name in Given.__dataclass_fields__})
