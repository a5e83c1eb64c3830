"""What can be done with rules: written, ordered, switched on and off, brought back, all stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.automation.access import visible_to
from derman.automation.errors import NotAllowed, Overtaken, RuleError, RuleNotFound, WrongInput
from derman.automation.given import Given, given_of
from derman.automation.models import Rule, Version
from derman.automation.stamping import changed
from derman.automation.standing import throw
from derman.desk.actions import audit
from derman.kernel import clock
from derman.people.models import Person

__all__ = [
    "as_given",
    "export",
    "given_of",
    "import_rules",
    "move",
    "remove",
    "restore",
    "save",
    "switch",
    "switch_all",
]

MOST = 500  # rules
FORMAT = "derman-rules-1"


def _lead(actor: Person | None) -> None:
    if actor is not None and not actor.is_lead:
        raise NotAllowed(_("Only a lead or an administrator can do this."))


def _locked(actor: Person | None, key: int) -> Rule:
    rules = Rule.objects.filter(removed_at=None) if actor is None else visible_to(actor)
    found = rules.select_for_update(of=("self",)).filter(pk=key).first() if 0 < key < 2**63 else None
    if found is None:
        raise RuleNotFound(_("There is no such rule."))
    return found


def save(*, actor: Person | None, given: Given, rule: int | None = None, version: int | None = None) -> Rule:
    """Write a rule, or change one; a new one is off until it is switched on, and its owner is who wrote it.

    `version`: the one that the actor has seen. Raises NotAllowed, WrongInput, RuleNotFound, Overtaken.
    """
    _lead(actor)
    with transaction.atomic():
        kept = given.checked()
        if rule is None:
            known = Rule.objects.filter(removed_at=None).count()
            if known >= MOST:
                raise WrongInput(_("At most %(most)s rules.") % {"most": MOST}, field="name")
            row = Rule(position=known, owner=actor, version=0)
        else:
            row = _locked(actor, rule)
            if row.standing:
                raise WrongInput(_("This rule is built in: it can be switched, and not be changed."), field="name")
            if version is not None and row.version != version:
                raise Overtaken(_("Somebody changed this rule in the meantime. Look at it again."))
            if given_of(row) == kept:
                return row
        for name, value in kept.columns().items():
            setattr(row, name, value)
        row.version, row.updated_at, row.seen_until = row.version + 1, clock.now(), None
        row.save()
        Version.objects.create(rule=row, version=row.version, kept=kept.columns(), by=actor)
        changed()
        audit(actor=actor, kind="rule.saved", rule=row.pk, name=row.name, version=row.version)
    return row


def restore(*, actor: Person, rule: int, version: int) -> Rule:
    """Bring a rule back as it was in an earlier version, as a version of its own. Raises as `save`."""
    _lead(actor)
    found = Version.objects.filter(rule__in=visible_to(actor), rule=rule, version=version).first()
    if found is None:
        raise RuleNotFound(_("There is no such version."))
    return save(actor=actor, given=Given(**found.kept), rule=rule)


def switch(*, actor: Person | None, rule: int, on: bool) -> Rule:
    """Switch a rule on or off. Raises NotAllowed, RuleNotFound, and WrongInput for one that names what is gone."""
    _lead(actor)
    with transaction.atomic():
        row = _locked(actor, rule)
        if row.active != on:
            if on and not row.standing:
                given_of(row).checked()
            row.active, row.seen_until = on, None
            if on:
                row.off = ""
            row.save(update_fields=["active", "off", "seen_until"])
            changed()
            if row.standing:
                throw()
            audit(actor=actor, kind="rule.switched_on" if on else "rule.switched_off", rule=row.pk, name=row.name)
    return row


def switch_all(*, actor: Person, on: bool) -> None:
    """Stop all rules at once, or let those in use run again. Raises NotAllowed."""
    _lead(actor)
    with transaction.atomic():
        changed(on=on)
        throw()
        if on:  # what became due while they stood still is not made up for
            Rule.objects.exclude(seen_until=None).update(seen_until=None)
        audit(actor=actor, kind="rules.switched_on" if on else "rules.switched_off")


def move(*, actor: Person, rule: int, step: int) -> None:
    """Move a rule up (-1) or down (+1). Raises NotAllowed, RuleNotFound."""
    _lead(actor)
    with transaction.atomic():
        rows = list(visible_to(actor).select_for_update(of=("self",)))
        at = next((place for place, row in enumerate(rows) if row.pk == rule), None)
        if at is None:
            raise RuleNotFound(_("There is no such rule."))
        if not 0 <= at + step < len(rows):
            return
        rows.insert(at + step, rows.pop(at))
        for position, row in enumerate(rows):
            row.position = position
        Rule.objects.bulk_update(rows, ["position"])
        changed()
        audit(actor=actor, kind="rule.moved", rule=rule, name=rows[at + step].name, position=at + step)


def remove(*, actor: Person, rule: int) -> None:
    """Take a rule away; what it did stays written down. Raises NotAllowed, RuleNotFound."""
    _lead(actor)
    with transaction.atomic():
        row = _locked(actor, rule)
        if row.standing:
            raise NotAllowed(_("This rule is built in. Switch it off instead of deleting it."))
        row.active, row.removed_at = False, clock.now()
        row.save(update_fields=["active", "removed_at"])
        changed()
        audit(actor=actor, kind="rule.removed", rule=row.pk, name=row.name)


def export(rules: Sequence[Rule]) -> dict[str, Any]:
    """Rules as JSON, to be kept or taken to another desk, which has the standing ones itself."""
    return {"format": FORMAT, "rules": [given_of(rule).columns() for rule in rules if not rule.standing]}


def import_rules(*, actor: Person, exported: Mapping[str, Any]) -> list[Rule]:
    """Add the rules of an export, all or none; they are off. Raises NotAllowed, WrongInput with what is wrong where."""
    _lead(actor)
    rows = exported.get("rules") if exported.get("format") == FORMAT else None
    if not isinstance(rows, list) or not rows:
        raise WrongInput(_("This is no export of rules."), field="file")
    made = []
    with transaction.atomic():
        for place, row in enumerate(rows, start=1):
            try:
                made.append(save(actor=actor, given=_given(row)))
            except RuleError as error:
                sentence = _("Rule %(place)s: %(wrong)s") % {"place": place, "wrong": error}
                raise WrongInput(sentence, field="file") from None
    return made


def as_given(kept: Mapping[str, Any]) -> Given:
    """A version of a rule as it was kept."""
    return Given(**kept)


def _given(row: Any) -> Given:
    kinds: dict[str, type] = {
        "name": str, "when": str, "hours": int, "working": bool, "conditions": dict, "steps": list, "stop": bool,
        "once": bool, "most": int,
    }  # fmt: skip
    if not isinstance(row, Mapping) or any(not isinstance(row.get(name, kind()), kind) for name, kind in kinds.items()):
        raise WrongInput(_("This is no export of rules."), field="file")
    found = {name: row[name] for name in kinds if name in row}
    return Given(**{"name": "", "when": "", **found})
