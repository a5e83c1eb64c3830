"""Questions about rules and what they did, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derman.automation import conditions, steps, triggers
from derman.automation.access import replays_visible_to, visible_to
from derman.automation.models import Foretold, Ran, Replay, Rule, Switch, Version
from derman.automation.pointing import gone_of, named_by, named_in
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to

PAGE = 40


def rules(asker: Person) -> list[Rule]:
    """All of them in their order. 1 statement."""
    return list(visible_to(asker).select_related("owner"))


def rule(asker: Person, key: int) -> Rule | None:
    """One of them. 1 statement."""
    return visible_to(asker).select_related("owner").filter(pk=key).first() if 0 < key < 2**63 else None


def pointing_nowhere(found: Sequence[Rule]) -> set[int]:
    """Which of these rules name a team, person, category … that is no longer there. At most 6 statements."""
    named = {row.pk: named_by(row.conditions) | named_in(row.steps) for row in found}
    gone = gone_of(set().union(*named.values()))
    return {key for key, names in named.items() if names & gone}


def are_on() -> bool:
    """Is the switch for all rules on? 1 statement."""
    return not Switch.objects.filter(pk=1, on=False).exists()


def versions(asker: Person, key: int) -> list[Version]:
    """The versions of a rule, the latest first; 100 at most. 1 statement."""
    return list(Version.objects.filter(rule__in=visible_to(asker), rule=key).select_related("by")[:100])


def runs(asker: Person, key: int | None = None, *, before: int = 0, size: int = PAGE) -> list[Ran]:
    """What a rule (or any) did, the latest first, on tickets that `asker` sees; `before` is the last one read.

    1 statement.
    """
    found = Ran.objects.filter(rule__in=visible_to(asker), ticket__in=tickets_visible_to(asker))
    found = found.select_related("rule", "ticket")
    if key is not None:
        found = found.filter(rule=key)
    if before:
        found = found.filter(pk__lt=before)
    return list(found[:size])


def replays(asker: Person, key: int) -> list[Replay]:
    """The latest times that a rule was tried on the past; 10 at most. 1 statement."""
    return list(replays_visible_to(asker).filter(rule=key).select_related("by")[:10])


def replay(asker: Person, key: int, number: int) -> Replay | None:
    """One of them. 1 statement."""
    if not 0 < number < 2**63:
        return None
    return replays_visible_to(asker).filter(rule=key, pk=number).select_related("rule", "by").first()


def foretold(asker: Person, number: int, *, after: int = 0, size: int = PAGE) -> list[Foretold]:
    """What it would have done, ticket by ticket, of those that `asker` sees; `after` is the last one read.

    1 statement.
    """
    found = Foretold.objects.filter(replay=number, pk__gt=after, ticket__in=tickets_visible_to(asker))
    return list(found.select_related("ticket").order_by("pk")[:size])


def trigger_names() -> list[tuple[str, str, bool]]:
    """(code, words, does it wait for time to pass) of what a rule may listen to."""
    return [(code, str(one.name), one.timed) for code, one in triggers.TRIGGERS.items()]


def step_verbs(*, macro: bool = False) -> dict[str, dict[str, Any]]:
    """Code of a step of rules (or macros) → what it takes."""
    return {
        code: {"of": verb.of, "codes": verb.codes, "text": verb.text, "days": verb.days}
        for code, verb in steps.VERBS.items()
        if (verb.macro if macro else verb.rule)
    }


def condition_kind(name: str) -> str:
    """Of what kind the values of a key are; empty for one that is not known."""
    key = conditions.key_of(name)
    return key.of if key is not None else ""


def deepest_group() -> int:
    """How deep conditions may stand in one another."""
    return conditions.DEEPEST
