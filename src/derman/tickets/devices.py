"""Devices as answers: the room of devices knows who has what, the forms of the catalogue only that one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from derman.assets import queries as assets
from derman.assets.models import Asset
from derman.catalogue.answering import Answer, answers_to
from derman.catalogue.fields import NOT_LISTED, Choice, FormField, Type
from derman.people.models import Person

MOST_FITTING = 5  # devices that are named where words fit several


def not_listed() -> Choice:
    """The answer of whoever does not find their device, in every language: it is kept with the words it had."""
    labels = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels[language] = _("Not in this list")
    return Choice(NOT_LISTED, labels)


def as_choice(asset: Asset) -> Choice:
    """A device as an answer. Its name is the same in every language."""
    return Choice(asset.number, {"en": str(asset)})


def own(person: Person) -> list[Choice]:
    """What a form offers `person`: what they have themselves, and that it is not among that. 1 statement."""
    return [*map(as_choice, assets.of_person(person, person.pk)), not_listed()]


def answered(fields: Iterable[FormField], given: Mapping[str, Any], person: Person | None) -> list[Answer]:
    """`catalogue.answering.answers_to`, with the devices that `person` may choose; None: the desk itself, any.

    A requester chooses among their own; people of the desk among all, by a number or by words that fit one alone.
    1 statement where a device is named, 2 more for each field whose text is no number. Raises WrongAnswers.
    """
    asked = list(fields)
    named = {
        field.key: " ".join(str(given.get(field.key) or "").split()) for field in asked if field.type == Type.ASSET
    }
    if not any(named.values()):
        return answers_to(asked, given)
    known = assets.by_numbers(person, named.values())
    meant = dict(given)
    for place, field in enumerate(asked):
        text = named.get(field.key)
        if not text:
            continue
        one = known.get(assets.folded_number(text))
        fitting = [one] if one is not None else _fitting(person, text)
        if len(fitting) == 1:
            meant[field.key] = fitting[0].number
        asked[place] = replace(field, choices=(*map(as_choice, fitting), not_listed()))
    return answers_to(asked, meant)


def _fitting(person: Person | None, text: str) -> list[Asset]:
    if person is None or not person.is_staff_member or text == NOT_LISTED:
        return []
    return assets.assets(person, words=text, size=MOST_FITTING).assets


def facts_of(reader: Person, kept: Iterable[Mapping[str, Any]]) -> dict[str, Asset]:
    """The devices that answers name, as far as `reader` may see them, by the number as it was kept.

    No statement where no answer names one; else 1.
    """
    numbers = [str(one["value"]) for one in kept if one["type"] == Type.ASSET and one["value"] != NOT_LISTED]
    found = assets.by_numbers(reader, numbers)
    return {number: asset for number in numbers if (asset := found.get(assets.folded_number(number))) is not None}
