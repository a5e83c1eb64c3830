"""A rule as it is given and kept: checked, in the form in which it is stored, exported and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from derman.automation import conditions, steps
from derman.automation.errors import WrongInput
from derman.automation.models import Rule
from derman.automation.names import name_of
from derman.automation.pointing import gone_of, leaves, named_by
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
        name = name_of(self.name, _("A rule needs a name."))
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
            conditions=self._there(),
            steps=steps.checked(self.steps),
            stop=self.stop,
            once=self.once,
            most=self.most,
        )

    def _there(self) -> dict[str, Any]:
        kept = conditions.checked(self.conditions)
        if gone_of(named_by(kept)):
            raise WrongInput(_("A condition names something that is no longer there."), field="conditions")
        return kept

    def wrong(self) -> dict[str, str]:
        """All that is wrong, not only the first: where (`name`, `steps.2`, `conditions.0.1`) → a sentence."""
        found: dict[str, str] = {}
        for name, trial in (
            ("name", replace(_SOUND, name=self.name)),
            ("when", replace(_SOUND, when=self.when)),
            ("hours", replace(_SOUND, when=self.when, hours=self.hours)),
            ("most", replace(_SOUND, most=self.most)),
        ):
            found |= _found(name, trial.checked)
        for place, leaf in leaves(self.conditions):
            at = ".".join(["conditions", *map(str, place)])
            found |= _found(at, replace(_SOUND, conditions=leaf).checked)
        if not any(at.startswith("conditions") for at in found):
            found |= _found("conditions", partial(conditions.checked, self.conditions))
        for number, step in enumerate(self.steps):
            found |= _found(f"steps.{number}", partial(steps.checked, [step]))
        if not self.steps or len(self.steps) > steps.MOST:
            found |= _found("steps", partial(steps.checked, self.steps))
        return found

    def columns(self) -> dict[str, Any]:
        """As columns of a rule, and as its version keeps it."""
        return asdict(self)


_SOUND = Given(name="x", when="opened", hours=1, steps=[{"do": "tag", "to": "x"}])


def _found(at: str, check: Callable[[], object]) -> dict[str, str]:
    try:
        check()
    except WrongInput as error:
        return {at: str(error)} if error.field == at.partition(".")[0] else {}
    return {}


def given_of(rule: Rule) -> Given:
    """What a rule says now."""
    return Given(**{name: getattr(rule, name) for name in Given.__dataclass_fields__})
