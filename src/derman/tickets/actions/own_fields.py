"""The desk's own fields: which there are, and what stands in them on a ticket."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from derman.catalogue import errors as catalogue
from derman.catalogue.fields import Type, fields_of
from derman.kernel.folding import fold
from derman.kernel.recalling import recall
from derman.kernel.texts import in_language
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.standing import known_values
from derman.tickets.devices import answered
from derman.tickets.errors import NotAllowed, TooLateToUndo, WrongInput
from derman.tickets.models import Kind, OwnField, OwnValues, Required, Ticket

MOST_FIELDS = 200


def save_field(
    *,
    actor: Person | None,
    field: OwnField | None = None,
    labels: Mapping[str, str],
    asks: str,
    choices: Collection[Mapping[str, Any]] = (),
    kinds: Collection[str] = (),
    categories: Collection[int] = (),
    teams: Collection[int] = (),
    required: str = "",
    visible: bool = False,
    active: bool = True,
    key: str = "",
) -> OwnField:
    """Add or change a field; administrators only. No table changes by it.

    `choices` are {"labels": {language: text}}, with the "key" of those that there were; one that is left out is no
    longer offered but stays readable. `asks` is a catalogue.fields.Type. `key` is made from the name where none is
    given, and never changes. Raises NotAllowed, WrongInput (`type`: what it asks for stays once it has values).
    """
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        known = list(OwnField.objects.select_for_update())
        if field is None and len(known) >= MOST_FIELDS:
            raise WrongInput(_("A desk can have %(most)d fields.") % {"most": MOST_FIELDS}, field="labels")
        row = OwnField() if field is None else next(one for one in known if one.pk == field.pk)
        if row.pk is None:
            row.key = _new_key(key or in_language(labels), {one.key for one in known}, given=bool(key))
            row.position = (OwnField.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        elif row.type != asks and OwnValues.objects.filter(values__has_key=row.key).exists():
            raise WrongInput(
                _("Tickets have values in this field, so what it asks for stays. Add another field instead."),
                field="type",
            )
        if asks == Type.FILE:
            raise WrongInput(_("Files are attached to messages, not kept in a field."), field="type")
        if unknown := set(kinds) - set(Kind.values):
            raise WrongInput(_("There is no kind “%(kind)s”.") % {"kind": min(unknown)}, field="kinds")
        _shape(row, labels, asks, choices)
        row.kinds, row.categories, row.teams = sorted(set(kinds)), sorted(set(categories)), sorted(set(teams))
        if required and required not in Required.values:
            raise WrongInput(_("There is no such choice."), field="required")
        row.required, row.visible, row.active = required, visible, active
        row.save()
    return row


def _shape(row: OwnField, labels: Mapping[str, str], asks: str, choices: Collection[Mapping[str, Any]]) -> None:
    """Name, type and choices, as the forms of services check them."""
    before = {one["key"]: one for one in [*row.choices, *row.former]}
    taken = {*before, *(one["key"] for one in choices if one.get("key"))}
    numbered = (f"c{number}" for number in range(1, 10_000) if f"c{number}" not in taken)
    given = [{"key": one.get("key") or next(numbered), "labels": one.get("labels")} for one in choices]
    try:
        (question,) = fields_of([{"key": row.key, "type": asks, "labels": labels, "choices": given}])
    except catalogue.WrongInput as error:
        raise WrongInput(str(error), field="labels" if not any(labels.values()) else "choices") from None
    kept = question.as_json()
    row.type, row.labels, row.choices = asks, kept["labels"], kept.get("choices", [])
    offered = {one["key"] for one in row.choices}
    row.former = [one for name, one in before.items() if name not in offered] if row.chooses else []


def _new_key(wanted: str, taken: set[str], *, given: bool) -> str:
    key = wanted if given else re.sub(r"[^a-z0-9]+", "_", fold(wanted)).strip("_")[:30]
    if given:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key) or key in taken:
            raise WrongInput(_("The key must be a short word that no other field has."), field="key")
        return key
    key = key if key[:1].isalpha() else f"field_{key}".rstrip("_")
    numbers = (f"{key}_{number}" for number in range(2, MOST_FIELDS + 3))
    return key if key not in taken else next(name for name in numbers if name not in taken)


def move_field(*, actor: Person, field: OwnField, step: int) -> None:
    """Move a field up (-1) or down (+1). Raises NotAllowed."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        rows = list(OwnField.objects.select_for_update())
        at = next((place for place, row in enumerate(rows) if row.pk == field.pk), None)
        if at is None or not 0 <= at + step < len(rows):
            return
        rows.insert(at + step, rows.pop(at))
        for position, row in enumerate(rows, start=1):
            row.position = position
        OwnField.objects.bulk_update(rows, ["position"])


def set_own_fields(
    *, actor: Person | None, ticket: int, values: Mapping[str, Any], expected_seq: int | None = None
) -> Ticket:
    """Set fields of the desk's own by their keys (None or an empty text empties one); the others stay as they are.

    Values are texts, a list of texts for a choice of many. Raises WrongInput with the key as its field.
    """
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_within(change, values)
    return change.ticket


def set_within(change: Change, values: Mapping[str, Any]) -> None:
    """Within a change: set fields of the desk's own. 3 statements at most. Raises WrongInput."""
    known = recall(("fields", *values), lambda: {one.key: one for one in OwnField.objects.filter(key__in=list(values))})
    row = _row_of(change.ticket)
    now = row.values
    after = dict(now)
    for key, given in values.items():
        field = known.get(key)
        if field is None:
            raise WrongInput(_("There is no field “%(key)s”.") % {"key": key[:40]}, field=key[:40])
        value = _checked(field, given, now.get(key), change.actor)
        if value == now.get(key):
            continue
        after.pop(key, None) if value is None else after.update({key: value})
        told = field.told(value) if value is not None else {"labels": field.labels}
        change.record(events.OwnFieldChanged(field=key, before=now.get(key), after=value, told=told))
    _write(change, row, after)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for tickets of which none is looked at, as they will be kept. 1 statement. Raises WrongInput."""
    if not values:
        raise WrongInput(_("Choose what to change."), field="fields")
    known = {field.key: field for field in OwnField.objects.filter(key__in=list(values))}
    if unknown := values.keys() - known.keys():
        key = min(unknown)[:40]
        raise WrongInput(_("There is no field “%(key)s”.") % {"key": key}, field=key)
    return {key: _checked(known[key], value, None, None) for key, value in values.items()}


def _checked(field: OwnField, given: Any, now: Any, actor: Person | None) -> Any:
    """The value as it is kept; None for none. What stands there already may stay, even where it is not offered now."""
    if given == now:
        return now
    if isinstance(given, dict) or (isinstance(given, list) and field.type != Type.MANY):
        raise WrongInput(_("%(label)s: this cannot be read.") % {"label": field.label}, field=field.key)
    held = now if isinstance(now, list) else [now]
    former = [one for one in field.former if one["key"] in held]
    asked = OwnField(**{name: getattr(field, name) for name in ("key", "type", "labels")})
    asked.choices = [*field.choices, *former]
    if isinstance(given, bool):
        given = "yes" if given else "no"
    try:
        answers = answered([asked.as_question()], {field.key: given}, actor)
    except catalogue.WrongAnswers as error:
        sentence = {"label": field.label, "wrong": error.fields[field.key]}
        raise WrongInput(_("%(label)s: %(wrong)s") % sentence, field=field.key) from None
    return answers[0].value if answers else None


def _row_of(ticket: Ticket) -> OwnValues:
    """What stands in the fields of a locked ticket; a new row where nothing does. 1 statement."""
    return known_values(ticket) or OwnValues.objects.filter(ticket=ticket).first() or OwnValues(ticket=ticket)


def _write(change: Change, row: OwnValues, values: dict[str, Any]) -> None:
    """1 statement, none where the same stands there."""
    if values == row.values:
        return
    row.values = values
    if row._state.adding:
        row._state.adding = False
        change.add(row)
    else:
        change.alter(row, "values")


def carry_all(source: Ticket, target: Change) -> None:
    """Within the opening of a copy: what stands in the fields of the one stands in those of the other."""
    _write(target, OwnValues(ticket=target.ticket), dict(_row_of(source).values))


def take_back(change: Change, details: Mapping[str, Any]) -> None:
    """Undo that a field was set. Raises TooLateToUndo where it has been set again since."""
    row = _row_of(change.ticket)
    values = dict(row.values)
    if values.get(details["field"]) != details["after"]:
        raise TooLateToUndo(_("This field has been changed again since then. Take that back first."))
    values.pop(details["field"], None)
    if details["before"] is not None:
        values[details["field"]] = details["before"]
    _write(change, row, values)


def carry(gone: Change, kept: Change) -> dict[str, Any]:
    """Within a merge: what `kept` has wins, what it has not comes from `gone`. Returns what came."""
    theirs, own = _row_of(gone.ticket).values, _row_of(kept.ticket)
    came = {key: value for key, value in theirs.items() if key not in own.values}
    _write(kept, own, {**own.values, **came})
    return came


def take_out(kept: Change, came: Mapping[str, Any]) -> None:
    """Within the end of a merge: what came along leaves, unless somebody set it anew since."""
    if not came:
        return
    row = _row_of(kept.ticket)
    _write(kept, row, {key: value for key, value in row.values.items() if key not in came or value != came[key]})
