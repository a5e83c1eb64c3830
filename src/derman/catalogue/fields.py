"""The form of a service: its fields, what may stand in them, and when each is asked.

A form is kept as JSON, a list of fields:

    {"key": "model", "type": "choice", "labels": {"en": "Model", "tr": "Model"}, "hints": {…}, "required": true,
     "choices": [{"key": "light", "labels": {…}}], "least": null, "most": null,
     "when": {"field": "kind", "is": ["new"]}}

`when` names an earlier field: this one is asked only where that one was asked and has one of the values
(`yes` and `no` for a yes-or-no field; an empty list: anything at all).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from derman.catalogue.errors import WrongInput
from derman.catalogue.texts import texts_of
from derman.kernel.texts import in_language

MOST_FIELDS = 60
MOST_CHOICES = 60
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


class Type(StrEnum):
    """What a field asks for."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    MANY = "many"
    YES_NO = "yes_no"
    PERSON = "person"
    ASSET = "asset"  # a device, by its inventory number
    FILE = "file"
    LINK = "link"  # only in the desk's own fields


CHOOSING = (Type.CHOICE, Type.MANY)
NOT_LISTED = "-"  # the answer of whoever does not find the device; no inventory number is so


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    key: str
    labels: dict[str, str]

    @property
    def label(self) -> str:
        return in_language(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question of a form."""

    key: str
    type: Type
    labels: dict[str, str]
    hints: dict[str, str] = field(default_factory=dict)
    required: bool = False
    choices: tuple[Choice, ...] = ()
    least: float | None = None  # of a number; of a text's characters
    most: float | None = None
    when_field: str = ""
    when_is: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return in_language(self.labels)

    @property
    def hint(self) -> str:
        return in_language(self.hints)

    def asked(self, values: Mapping[str, Any]) -> bool:
        """Is it asked, after what was answered before? `values` holds only what was asked."""
        if not self.when_field:
            return True
        given = values.get(self.when_field)
        if given in (None, "", []):
            return False
        several = given if isinstance(given, list) else [given]
        return not self.when_is or any(str(one) in self.when_is for one in several)

    def as_json(self) -> dict[str, Any]:
        """As it is kept; `fields_of` reads it again."""
        kept: dict[str, Any] = {"key": self.key, "type": self.type.value, "labels": self.labels}
        if self.hints:
            kept["hints"] = self.hints
        if self.required:
            kept["required"] = True
        if self.choices:
            kept["choices"] = [{"key": choice.key, "labels": choice.labels} for choice in self.choices]
        if self.least is not None:
            kept["least"] = self.least
        if self.most is not None:
            kept["most"] = self.most
        if self.when_field:
            kept["when"] = {"field": self.when_field, "is": list(self.when_is)}
        return kept


def fields_of(form: object) -> list[FormField]:
    """The fields of a form that was given from outside or is kept.

    Raises WrongInput (field `form`) with a sentence that names the question.
    """
    if not isinstance(form, Sequence) or isinstance(form, str):
        raise _wrong(_("A form is a list of questions."))
    if len(form) > MOST_FIELDS:
        raise _wrong(_("A form may have %(most)d questions at most.") % {"most": MOST_FIELDS})
    found: list[FormField] = []
    for place, given in enumerate(form, start=1):
        found.append(_field(given, place, {one.key: one for one in found}))
    return found


def _field(given: object, place: int, before: Mapping[str, FormField]) -> FormField:
    if not isinstance(given, Mapping):
        raise _wrong(_("Question %(place)d cannot be read.") % {"place": place})
    labels = texts_of(given.get("labels"), field="form", longest=200)
    if not labels:
        raise _wrong(_("Question %(place)d has no text yet.") % {"place": place})
    name = in_language(labels)
    key = str(given.get("key") or f"q{place}")
    if not _KEY.match(key) or key in before:
        raise _wrong(_("“%(name)s”: the key must be a short word that no other question has.") % {"name": name})
    try:
        kind = Type(str(given.get("type")))
    except ValueError:
        raise _wrong(_("“%(name)s”: choose what kind of answer it asks for.") % {"name": name}) from None
    least, most = _bound(given.get("least"), name), _bound(given.get("most"), name)
    if least is not None and most is not None and least > most:
        raise _wrong(_("“%(name)s”: the smallest value is larger than the largest.") % {"name": name})
    when_field, when_is = _condition(given.get("when"), name, before)
    return FormField(
        key=key,
        type=kind,
        labels=labels,
        hints=texts_of(given.get("hints"), field="form", longest=500),
        required=bool(given.get("required")),
        choices=_choices(given.get("choices"), name) if kind in CHOOSING else (),
        least=least,
        most=most,
        when_field=when_field,
        when_is=when_is,
    )


def _choices(given: object, name: str) -> tuple[Choice, ...]:
    rows = given if isinstance(given, Sequence) and not isinstance(given, str) else []
    found: dict[str, Choice] = {}
    for place, row in enumerate(rows[: MOST_CHOICES + 1], start=1):
        labels = texts_of(row.get("labels") if isinstance(row, Mapping) else None, field="form", longest=120)
        if not labels:
            continue
        key = str(row.get("key") or f"c{place}")
        if not _KEY.match(key) or key in found:
            raise _wrong(_("“%(name)s”: two choices have the same key.") % {"name": name})
        found[key] = Choice(key, labels)
    if len(found) < 2:
        raise _wrong(_("“%(name)s”: give at least two choices.") % {"name": name})
    if len(found) > MOST_CHOICES:
        most = {"name": name, "most": MOST_CHOICES}
        raise _wrong(_("“%(name)s” may have %(most)d choices at most.") % most)
    return tuple(found.values())


def _bound(given: object, name: str) -> float | None:
    if given in (None, ""):
        return None
    try:
        number = float(str(given).replace(",", "."))
    except ValueError:
        raise _wrong(_("“%(name)s”: a smallest or largest value is a number.") % {"name": name}) from None
    if not -1e12 <= number <= 1e12:
        raise _wrong(_("“%(name)s”: this number is too large.") % {"name": name})
    return number


def _condition(given: object, name: str, before: Mapping[str, FormField]) -> tuple[str, tuple[str, ...]]:
    if not isinstance(given, Mapping) or not given.get("field"):
        return "", ()
    asked = before.get(str(given["field"]))
    if asked is None:
        raise _wrong(_("“%(name)s” depends on a question that does not come before it.") % {"name": name})
    wanted = given.get("is")
    several = wanted if isinstance(wanted, list) else [] if wanted in (None, "") else [wanted]
    values = tuple(str(one) for one in several)
    known = {choice.key for choice in asked.choices} if asked.type in CHOOSING else {"yes", "no"}
    if asked.type in (*CHOOSING, Type.YES_NO) and not set(values) <= known:
        raise _wrong(_("“%(name)s” depends on an answer that does not exist.") % {"name": name})
    return asked.key, values


def _wrong(sentence: str) -> WrongInput:
    return WrongInput(sentence, field="form")
