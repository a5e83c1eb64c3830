"""The rules in use, compiled once and kept by each process until one of them changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from derman.automation.conditions import Holds, compiled
from derman.automation.models import Rule
from derman.automation.steps import Step
from derman.automation.triggers import TRIGGERS, Trigger
from derman.kernel import sql
from derman.tickets.events import RuleRan


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule, ready to be asked. Of two, the one with the smaller `place` runs first."""

    pk: int
    place: int
    version: int
    name: str
    owner: int | None
    when: str
    trigger: Trigger
    holds: Holds
    steps: Sequence[Step]
    stop: bool
    once: bool
    most: int

    def ran(self, because: list[list[str]]) -> RuleRan:
        """What the timeline says of a run."""
        did = [step["do"] for step in self.steps]
        return RuleRan(rule=self.pk, version=self.version, name=self.name, when=self.when, because=because, did=did)


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule that filing does itself; see automation.standing."""

    pk: int
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class Book:
    """All rules in use by the kind of event to which they listen. `stamp`: as of which state."""

    stamp: int
    by_kind: Mapping[str, Sequence[Ready]] = field(default_factory=dict)
    timed: Mapping[int, Ready] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)


def ready(rule: Rule, place: int = 0) -> Ready:
    """A rule, compiled."""
    return Ready(
        pk=rule.pk,
        place=place,
        version=rule.version,
        name=rule.name,
        owner=rule.owner_id,
        when=rule.when,
        trigger=TRIGGERS[rule.when],
        holds=compiled(rule.conditions),
        steps=rule.steps,
        stop=rule.stop,
        once=rule.once,
        most=rule.most,
    )


_kept = Book(stamp=-1)


def the_book() -> Book:
    """The rules in use; none while all are switched off. 1 statement, 1 more where one has changed."""
    global _kept
    found = sql.rows("SELECT stamp, t.on FROM automation_switch t WHERE id = 1")
    stamp, on = found[0] if found else (0, True)
    if _kept.stamp != stamp:
        _kept = _read(stamp) if on else Book(stamp=stamp)
    return _kept


def _read(stamp: int) -> Book:
    by_kind: dict[str, list[Ready]] = {}
    timed, standing = {}, {}
    for place, rule in enumerate(Rule.objects.filter(active=True, removed_at=None)):
        if rule.standing:
            standing[rule.standing] = Standing(rule.pk, rule.version, rule.name)
            continue
        if rule.when not in TRIGGERS:  # of a version of the program that is no longer there
            continue
        one = ready(rule, place)
        if one.trigger.timed:
            timed[rule.pk] = one
        for kind in one.trigger.kinds:
            by_kind.setdefault(kind, []).append(one)
    return Book(stamp=stamp, by_kind=by_kind, timed=timed, standing=standing)
