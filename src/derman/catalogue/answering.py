"""Whether a form was filled in rightly, and how what was answered reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from derman.catalogue.errors import WrongAnswers
from derman.catalogue.fields import NOT_LISTED, FormField, Type
from derman.kernel.texts import in_language
from derman.people.addresses import BadAddress, check_address

LONGEST_TEXT = 300
LONGEST_PARAGRAPH = 20_000
LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question; `value` is plain JSON. A file's value is the key of its upload."""

    field: FormField
    value: Any

    @property
    def words(self) -> str:
        """How it reads, in the reader's language."""
        return words_of(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """As a request keeps it: it reads the same when the form has long been another one."""
        kept: dict[str, Any] = {
            "key": self.field.key,
            "type": self.field.type.value,
            "labels": self.field.labels,
            "value": self.value,
        }
        chosen = self.value if isinstance(self.value, list) else [self.value]
        labels = [choice.labels for choice in self.field.choices if choice.key in chosen]
        if labels:
            kept["chosen"] = labels
        return kept


def words_of(kept: Mapping[str, Any]) -> str:
    """How a kept answer reads in the reader's language; a file has no words of its own."""
    value = kept["value"]
    match kept["type"]:
        case Type.CHOICE | Type.MANY:
            return ", ".join(in_language(labels) for labels in kept.get("chosen", []))
        case Type.ASSET:
            return next((in_language(labels) for labels in kept.get("chosen", [])), str(value))
        case Type.YES_NO:
            return pgettext("answer", "Yes") if value == "yes" else pgettext("answer", "No")
        case Type.DATE:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        case Type.FILE:
            return ""
        case Type.NUMBER:
            return f"{value:g}" if not float(value).is_integer() else str(int(value))
    return str(value)


def line_of(kept: Mapping[str, Any]) -> str:
    """Question and answer in one line, in the reader's language; empty for a file."""
    words, label = words_of(kept), in_language(kept["labels"])
    if not words:
        return ""
    return f"{label} {words}" if label.endswith(("?", ":")) else f"{label}: {words}"


def answers_to(fields: Iterable[FormField], given: Mapping[str, Any], *, draft: bool = False) -> list[Answer]:
    """What was answered, field by field; what is not asked is left out, whatever was sent for it.

    `given` holds texts (a list of texts for a choice of many). Raises WrongAnswers with a sentence for each field.
    With `draft`, empty required fields are no error.
    """
    found: list[Answer] = []
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        if not field.asked(values):
            continue
        try:
            value = _value(field, given.get(field.key))
        except _Wrong as error:
            wrong[field.key] = str(error)
            continue
        if value in (None, "", []):
            if field.required and not draft:
                wrong[field.key] = _missing(field)
            continue
        values[field.key] = value
        found.append(Answer(field, value))
    if wrong:
        count = len(wrong)
        sentence = ngettext("One answer is missing or wrong.", "%(count)d answers are missing or wrong.", count)
        raise WrongAnswers(sentence % {"count": count}, wrong)
    return found


class _Wrong(Exception):
    """One answer cannot be used; the message says why."""


def _missing(field: FormField) -> str:
    if field.type in (Type.CHOICE, Type.YES_NO, Type.ASSET):
        return _("Choose one.")
    if field.type == Type.MANY:
        return _("Choose one at least.")
    return _("Add a file.") if field.type == Type.FILE else _("This is needed.")


def _value(field: FormField, given: Any) -> Any:
    if field.type == Type.MANY:
        several = given if isinstance(given, list) else [given] if given else []
        known = [choice.key for choice in field.choices]
        if not set(map(str, several)) <= set(known):
            raise _Wrong(_("Choose among what is offered."))
        return [key for key in known if key in several]
    text = str(given if given is not None else "").replace("\0", "").replace("\r\n", "\n").strip()
    return _READ[field.type](field, text) if text else None


def _text(field: FormField, text: str) -> str:
    longest = min(field.most or math.inf, LONGEST_TEXT if field.type == Type.TEXT else LONGEST_PARAGRAPH)
    if len(text) > longest:
        raise _Wrong(_("This is too long: %(most)d characters at most.") % {"most": longest})
    if field.least is not None and len(text) < field.least:
        raise _Wrong(_("This is too short: %(least)d characters at least.") % {"least": field.least})
    return text if field.type == Type.PARAGRAPH else " ".join(text.split())


def _number(field: FormField, text: str) -> float | int:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise _Wrong(_("Write a number.")) from None
    if not math.isfinite(number) or abs(number) > 1e12:
        raise _Wrong(_("Write a number."))
    if field.least is not None and number < field.least:
        raise _Wrong(_("At least %(least)g.") % {"least": field.least})
    if field.most is not None and number > field.most:
        raise _Wrong(_("At most %(most)g.") % {"most": field.most})
    return int(number) if number.is_integer() else number


def _date(_field: FormField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _Wrong(_("Write a date, like 2026-05-19.")) from None


def _choice(field: FormField, text: str) -> str:
    if text not in {choice.key for choice in field.choices}:
        raise _Wrong(_("Choose among what is offered."))
    return text


def _yes_no(_field: FormField, text: str) -> str:
    if text not in ("yes", "no"):
        raise _Wrong(_("Choose one."))
    return text


def _person(_field: FormField, text: str) -> str:
    """An address: whoever asks must not be able to look people up."""
    try:
        return check_address(text)
    except BadAddress:
        raise _Wrong(_("Write the person's e-mail address.")) from None


def _asset(field: FormField, text: str) -> str:
    """The number of a device among `choices`, where whoever knows of devices has put those that fit."""
    offered = {choice.key: choice.label for choice in field.choices}
    if text in offered:
        return text
    fitting = [label for key, label in offered.items() if key != NOT_LISTED]
    if fitting:
        raise _Wrong(_("Which one? Write its number: %(devices)s.") % {"devices": "; ".join(fitting)})
    raise _Wrong(_("There is no such asset, or it is not yours."))


def _link(_field: FormField, text: str) -> str:
    """An address of the web, and nothing that a browser would run."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or len(text) > LONGEST_LINK or any(sign.isspace() for sign in text):
        raise _Wrong(_("Write an address that begins with https://."))
    return text


def _file(_field: FormField, text: str) -> str:
    return text[:43]


_READ = {
    Type.TEXT: _text,
    Type.PARAGRAPH: _text,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.YES_NO: _yes_no,
    Type.PERSON: _person,
    Type.ASSET: _asset,
    Type.FILE: _file,
    Type.LINK: _link,
}
