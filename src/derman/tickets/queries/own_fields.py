"""The desk's own fields, what stands in them, and how a condition on one is asked of the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from derman.catalogue.answering import answers_to, words_of
from derman.catalogue.errors import WrongAnswers
from derman.catalogue.fields import Type
from derman.kernel import sql
from derman.kernel.folding import fold
from derman.people.models import Person
from derman.tickets.errors import WrongInput
from derman.tickets.models import Category, OwnField, OwnValues, Ticket
from derman.tickets.own_fields import Required

COMPARED = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_WITH_VALUES = """
SELECT {fields}, v.values::text FROM tickets_ownfield f LEFT JOIN tickets_ownvalues v ON v.ticket_id = %s
ORDER BY f.position, f.id
"""


@dataclass(frozen=True, slots=True)
class Stands:
    """A field on a ticket and what stands in it; `asked`: it counts there, and is not only kept from before."""

    field: OwnField
    value: Any
    asked: bool

    @property
    def words(self) -> str:
        """How the value reads in the reader's language; empty where there is none."""
        return words_of(self.field.told(self.value)) if self.value is not None else ""


def own_fields() -> list[OwnField]:
    """All of them in their order, also those no longer in use. 1 statement."""
    return list(OwnField.objects.all())


def own_field(pk: int) -> OwnField | None:
    """One of them. 1 statement."""
    return OwnField.objects.filter(pk=pk).first()


def standing_in(ticket: Ticket) -> list[Stands]:
    """The fields that count on a ticket, and those in which something stands. 1 statement.

    `ticket` must have been read with its category and the one above it.
    """
    shape = sql.shape(OwnField)
    found = sql.rows(_WITH_VALUES.format(fields=shape.columns("f")), [ticket.pk])
    about = _categories(ticket)
    values = _read(found[0][shape.width]) if found else {}  # the same in every row
    made = []
    for row in found:
        field = shape.make(row[: shape.width])
        assert field is not None, "every row has a field"
        value = values.get(field.key)
        asked = field.counts_on(ticket.kind, ticket.team_id, about)
        if asked or value is not None:
            made.append(Stands(field, value, asked))
    return made


def values_of(ticket: int) -> dict[str, Any]:
    """What stands in the fields of a ticket, by key. 1 statement."""
    return dict(OwnValues.objects.filter(ticket=ticket).values_list("values", flat=True).first() or {})


def _read(kept: str | None) -> Mapping[str, Any]:
    return json.loads(kept) if kept else {}


def needed_to_open(
    opener: Person, *, kind: str, category: int | None = None, team: int | None = None
) -> list[OwnField]:
    """The fields that such a ticket needs filled in before `opener` opens it: of requesters only what they see.

    Where the team is not said, what belongs to teams alone is not needed yet. 1 statement, 1 more where some count on
    categories.
    """
    asked = OwnField.objects.filter(active=True, required=Required.OPENING)
    found = list(asked if opener.is_staff_member else asked.filter(visible=True))
    about: set[int] = set()
    if any(one.categories for one in found):
        above = dict(Category.objects.values_list("pk", "parent"))
        while category is not None and category not in about:
            about.add(category)
            category = above.get(category)
    return [one for one in found if one.counts_on(kind, team, frozenset(about))]


def _categories(ticket: Ticket) -> frozenset[int]:
    """The ticket's category and the two above it."""
    below = ticket.category
    if below is None:
        return frozenset()
    above = below.parent
    return frozenset(pk for pk in (below.pk, below.parent_id, above.parent_id if above else None) if pk is not None)


def meets(key: str, operator: str, value: str) -> Q:
    """The condition on tickets that something stands in one of the desk's own fields. 1 statement.

    `operator` is `:` (equals; for a text: contains, however it is spelt; for a choice of many: has it), or `<`, `<=`,
    `>`, `>=` for numbers and dates. The value is written as the forms take it, a choice by key or by its words;
    `none` and `any` ask whether something stands there. Raises WrongInput with the key as its field.
    """
    field = OwnField.objects.filter(key=key).first()
    if field is None:
        raise WrongInput(_("There is no field “%(key)s”.") % {"key": key[:40]}, field=key[:40])
    if value in ("none", "any"):
        has = Exists(OwnValues.objects.filter(ticket=OuterRef("pk"), values__has_key=key))
        return Q(~has) if value == "none" else Q(has)
    kept = OwnValues.objects.all()
    if operator != ":":
        if field.type not in (Type.NUMBER, Type.DATE) or operator not in COMPARED:
            raise WrongInput(_("%(label)s cannot be compared.") % {"label": field.label}, field=key)
        kept = kept.filter(**{f"values__{key}__{COMPARED[operator]}": _value(field, value)})
    elif field.type in (Type.TEXT, Type.PARAGRAPH, Type.ASSET):
        folded = Func(KeyTextTransform(key, F("values")), function="derman_fold", output_field=TextField())
        kept = kept.annotate(folded=folded).filter(folded__contains=Value(fold(value)))
    else:
        kept = kept.filter(values__contains={key: _value(field, value)})
    return Q(pk__in=kept.values("ticket"))


def choice_of(field: OwnField, written: Any) -> Any:
    """What was typed for a choice (or several), as its key where it is one's words; all else as it is."""
    if not field.chooses:
        return written
    if isinstance(written, list):
        return [choice_of(field, one) for one in written]
    wanted = fold(written)
    known = [*field.choices, *field.former]
    return next((one["key"] for one in known if wanted in (one["key"], *map(fold, one["labels"].values()))), written)


def visible_values(ticket: Ticket) -> list[Stands]:
    """What stands in the fields that the requester sees. 1 statement. `ticket` as for `standing_in`."""
    return [one for one in standing_in(ticket) if one.field.visible and one.value is not None]


def _value(field: OwnField, written: str) -> Any:
    written = choice_of(field, written)
    given = [written] if field.type == Type.MANY else written
    try:
        answers = answers_to([field.as_question(former=True)], {field.key: given})
    except WrongAnswers as error:
        sentence = {"label": field.label, "wrong": error.fields[field.key]}
        raise WrongInput(_("%(label)s: %(wrong)s") % sentence, field=field.key) from None
    if not answers:
        raise WrongInput(_("%(label)s: say which value.") % {"label": field.label}, field=field.key)
    return answers[0].value
