"""Reads a typed query into its parts, and writes it again. Pure: no database, no clock.

`written(parse(text).query)` means what `text` meant, and reading what was written gives the same parts. What is wrong
is told with its place, and read as words, so that a pasted sentence like “the problem is: the VPN” is still found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.kernel.folding import fold
from derman.search.errors import QueryError
from derman.search.typed.keywords import (
    CLOSED,
    KEY_OF,
    KEYS,
    MOMENTS,
    OWN,
    OWN_WORDS,
    UNITS,
    VALUE_OF,
    VALUES,
    table_of,
    word_of,
)
from derman.search.typed.values import moment_code, span_code

LONGEST = 500  # characters of a query
MOST = 24  # parts
MOST_VALUES = 20  # of one part

_KEY = re.compile(r"([^\W\d_]+)(<=|>=|[:=<>])")
_OWN = re.compile(r"([^\W\d_]+\.[a-z][a-z0-9_]{0,39})(<=|>=|[:=<>])")
_BARE = re.compile(r'[^\s,"“”„]+')
_WORD = re.compile(r"\S+")
_QUOTES = {'"': '"', "“": "”", "„": "“"}
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Word:
    """Text to be found, or with `negated` not to be found."""

    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A key with one of `values`: codes where the key has them. `at` is its place in what was typed."""

    key: str
    values: tuple[str, ...]
    sign: str = ":"
    negated: bool = False
    at: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: every part must hold."""

    parts: tuple[Word | Condition, ...] = ()

    @property
    def words(self) -> str:
        """The words to be found."""
        return " ".join(part.text for part in self.parts if isinstance(part, Word) and not part.negated)

    @property
    def unwanted(self) -> list[str]:
        """The words that must not occur."""
        return [part.text for part in self.parts if isinstance(part, Word) and part.negated]

    @property
    def conditions(self) -> list[Condition]:
        """The parts that are no words."""
        return [part for part in self.parts if isinstance(part, Condition)]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The query with its wrong parts as words, what was wrong, and the query without the wrong parts."""

    query: Query
    mistakes: tuple[QueryError, ...]
    sound: Query


def parse(text: str) -> Parsed:
    """Read what somebody typed. Never raises: wrong parts are among the mistakes, and are words of the query."""
    reader = _Reader(text[:LONGEST].replace("\0", " "))
    if "\0" in text[:LONGEST]:
        place = text.index("\0")
        reader.mistakes.append(QueryError(_("This sign cannot be looked for."), start=place, end=place + 1))
    if len(text) > LONGEST:
        sentence = _("This query is too long. %(n)s characters are the most.") % {"n": LONGEST}
        reader.mistakes.append(QueryError(sentence, start=LONGEST, end=len(text)))
    return reader.read()


def read(text: str) -> Query:
    """Read a query that has to be right. Raises QueryError for the first thing that is wrong in it."""
    found = parse(text)
    if found.mistakes:
        raise found.mistakes[0]
    return found.query


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0
        self.mistakes: list[QueryError] = []

    def read(self) -> Parsed:
        parts: list[Word | Condition] = []
        sound: list[Word | Condition] = []
        while True:
            while self.place < len(self.text) and self.text[self.place].isspace():
                self.place += 1
            if self.place >= len(self.text):
                break
            if len(parts) == MOST:
                sentence = _("This query has too many parts. %(n)s are the most.") % {"n": MOST}
                self.mistakes.append(QueryError(sentence, start=self.place, end=len(self.text)))
                break
            before = len(self.mistakes)
            parts.append(self._part())
            if len(self.mistakes) == before:
                sound.append(parts[-1])
        return Parsed(Query(tuple(parts)), tuple(self.mistakes), Query(tuple(sound)))

    def _part(self) -> Word | Condition:
        start = self.place
        negated = self.text[start] == "-" and bool(self.text[start + 1 :]) and not self.text[start + 1].isspace()
        self.place += negated
        key = _KEY.match(self.text, self.place)
        code = KEY_OF.get(fold(key[1])) if key else None
        if code is None and (own := _OWN.match(self.text, self.place)) is not None:
            word, _dot, name = own[1].partition(".")
            key, code = own, f"field.{name}" if fold(word) in OWN_WORDS else None
        if key and code:
            self.place = key.end()
            try:
                return self._condition(code, key, negated, start)
            except QueryError as mistake:
                self.mistakes.append(mistake)
                self.place = start + negated
        return self._word(negated)

    def _word(self, negated: bool) -> Word:
        quoted = self._quoted()
        if quoted is not None:
            return Word(quoted, negated)
        whole = _WORD.match(self.text, self.place)
        assert whole is not None
        self.place = whole.end()
        return Word(whole[0], negated)

    def _quoted(self) -> str | None:
        """What stands in quotes here, before a blank, a comma or the end; None where it is no such thing, or blank."""
        closing = _QUOTES.get(self.text[self.place : self.place + 1])
        if closing is None:
            return None
        place = self.place + 1
        while place < len(self.text) and self.text[place] != closing:
            place += 2 if self.text[place] == "\\" and self.text[place + 1 : place + 2] in ('"', "\\") else 1
        after = self.text[place + 1 : place + 2]
        if place >= len(self.text) or (after and after != "," and not after.isspace()):
            return None
        inside = _ESCAPED.sub(r"\1", self.text[self.place + 1 : place])
        if not inside.strip():
            return None
        self.place = place + 1
        return inside

    def _condition(self, code: str, key: re.Match[str], negated: bool, start: int) -> Condition:
        sign = ":" if key[2] == "=" else key[2]
        if sign != ":" and code not in MOMENTS and table_of(code) not in ("spent", "field"):
            sentence = _("“%(key)s” is followed by a colon.") % {"key": key[1]}
            raise QueryError(sentence, start=key.start(2), end=key.end(2))
        values: list[str] = []
        while True:
            begins = self.place
            value = self._value(key[1], code)
            values.append(_coded(code, sign, value, (begins, self.place)))
            if self.text[self.place : self.place + 1] != ",":
                break
            self.place += 1
        if sign != ":" and len(values) > 1:
            raise QueryError(_("Only one value can follow < and >."), start=start, end=self.place)
        if len(values) > MOST_VALUES:
            sentence = _("These are too many values. %(n)s are the most.") % {"n": MOST_VALUES}
            raise QueryError(sentence, start=start, end=self.place)
        return Condition(code, tuple(dict.fromkeys(values)), sign, negated, (start, self.place))

    def _value(self, key: str, code: str) -> str:
        quoted = self._quoted()
        if quoted is not None:
            return " ".join(quoted.split())
        bare = _BARE.match(self.text, self.place)
        if bare is None:
            closing = _QUOTES.get(self.text[self.place : self.place + 1])
            if closing is not None and closing not in self.text[self.place + 1 :]:
                end = len(self.text)
                raise QueryError(_("This quotation mark is not closed."), start=self.place, end=end)
            sentence = _("Something is missing after “%(key)s”, as in %(example)s.")
            raise QueryError(sentence % {"key": key, "example": _example(code, key)}, start=self.place, end=self.place)
        self.place = bare.end()
        return bare[0]


def _coded(key: str, sign: str, value: str, at: tuple[int, int]) -> str:
    known = VALUE_OF.get(table_of(key), {}).get(fold(value))
    if known is not None and not (sign != ":" and known in ("none", "any", "late")):
        return known
    if key in CLOSED:
        choices = ", ".join(dict.fromkeys(_shown(key, code) for code in VALUES[key]))
        sentence = _("“%(value)s” is none of these: %(choices)s.") % {"value": value, "choices": choices}
        raise QueryError(sentence, start=at[0], end=at[1])
    if key == "spent":
        found = span_code(value)
        if found is None:
            sentence = _("“%(value)s” is no time span. Write 30m, 4h, 2d or 1w.") % {"value": value}
            raise QueryError(sentence, start=at[0], end=at[1])
        return found
    if key in MOMENTS:
        found = moment_code(value)
        if found is None:
            sentence = _("“%(value)s” is no date and no time span. Write 2026-11-23, today, 4h or 2d.")
            raise QueryError(sentence % {"value": value}, start=at[0], end=at[1])
        if sign == ":" and (span_code(value) or found == "now"):
            raise QueryError(_("A time span follows < or >, as in due<4h."), start=at[0], end=at[1])
        return found
    return value


def _shown(key: str, code: str) -> str:
    return word_of(VALUES[key], code, (get_language() or "en")[:2])


def _example(code: str, key: str) -> str:
    if code in MOMENTS or code == "spent":
        return f"{key}<4h"
    return f"{key}:{_shown(table_of(code), next(iter(VALUES[table_of(code)])))}"


def written(query: Query, lang: str = "en") -> str:
    """The query as one types it, with the key words of a language."""
    return " ".join(_part(part, lang) for part in query.parts)


def _part(part: Word | Condition, lang: str) -> str:
    dash = "-" if part.negated else ""
    if isinstance(part, Word):
        bare = parse(dash + part.text)
        # a quotation mark alone would find its other half further on
        plain = part.text[0] not in _QUOTES and bare.query.parts == (part,) and not bare.mistakes
        return dash + (part.text if plain else _in_quotes(part.text))
    values = ",".join(written_value(part.key, value, lang) for value in part.values)
    if table_of(part.key) == "field":
        return f"{dash}{word_of(OWN, 'field', lang)}.{part.key.removeprefix('field.')}{part.sign}{values}"
    return f"{dash}{word_of(KEYS, part.key, lang)}{part.sign}{values}"


def written_value(key: str, value: str, lang: str) -> str:
    """A value as one types it behind a key, in quotes where it needs them."""
    if value in VALUES.get(table_of(key), {}):
        return word_of(VALUES[table_of(key)], value, lang)
    if (key in MOMENTS or key == "spent") and value[-1] in UNITS:
        return value[:-1] + word_of(UNITS, value[-1], lang)
    whole = _BARE.fullmatch(value)
    return value if whole else _in_quotes(value)


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
