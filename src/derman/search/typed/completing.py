"""What fits where somebody stands in a typed query: keys, and the values that a key can have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.kernel.texts import in_language
from derman.people.access import organisations_visible_to
from derman.people.models import Person
from derman.people.queries import agents, teams
from derman.search import queries
from derman.search.typed.conditions import folded_name, named
from derman.search.typed.grammar import LONGEST, written_value
from derman.search.typed.keywords import (
    KEY_OF,
    KEYS,
    MOMENTS,
    OWN,
    OWN_WORDS,
    VALUES,
    about,
    table_of,
    word_of,
)
from derman.tickets.access import SEEN_BY_AGENT
from derman.tickets.queries import categories, own_fields

MOST = 8  # offers
LATEST = 3_000  # tickets whose tags are offered
_SPANS = ("1h", "4h", "1d", "1w")
_KEY = re.compile(r"-?([^\W\d_]+(?:\.[a-z0-9_]*)?)(<=|>=|[:=<>])")
# the latest tickets alone: tags that nobody has used for long are typed by whoever knows them
_TAGS = f"""
    SELECT tag FROM (SELECT tags, team_id, status FROM tickets_ticket ORDER BY updated_at DESC, number DESC
        LIMIT {LATEST}) AS t, unnest(t.tags) AS tag
    WHERE tag LIKE %(begun)s AND {SEEN_BY_AGENT}
    GROUP BY tag ORDER BY count(*) DESC, tag LIMIT {MOST}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Offer:
    """What may stand at a place: the text to put there, and what it means."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of the characters from `start` to `end`."""

    start: int
    end: int
    offers: tuple[Offer, ...] = ()


def complete(person: Person, text: str, at: int) -> Completion:
    """What fits before the place `at` of a query that somebody types; nothing for who has no views.

    2 statements at most.
    """
    text = text[:LONGEST].replace("\0", " ")
    at = max(0, min(at, len(text)))
    start = _token(text[:at])
    if not person.is_active or not person.is_staff_member:
        return Completion(at, at)
    typed = text[start:at]
    key = _KEY.match(typed)
    if key is None:
        start += typed.startswith("-")
        return Completion(start, at, tuple(_keys(text[start:at]))[:MOST])
    word, _dot, name = key[1].partition(".")
    code = f"field.{name}" if name and fold(word) in OWN_WORDS else KEY_OF.get(fold(key[1]))
    if code is None:
        return Completion(at, at)
    start = _value(text, start + key.end(), at)
    begun = fold(text[start:at].lstrip('"“„'))
    return Completion(start, at, tuple(_values(person, code, key[2], begun))[:MOST])


def _token(before: str) -> int:
    """Where the part begins in which somebody stands; a blank in quotes ends none."""
    start, quoted = 0, False
    for place, sign in enumerate(before):
        if sign == '"':
            quoted = not quoted
        elif sign.isspace() and not quoted:
            start = place + 1
    return start


def _value(text: str, start: int, at: int) -> int:
    """Where the value begins, of several with commas between."""
    quoted = False
    for place in range(start, at):
        if text[place] == '"':
            quoted = not quoted
        elif text[place] == "," and not quoted:
            start = place + 1
    return start


def _lang() -> str:
    return (get_language() or "en")[:2]


def _keys(begun: str) -> Iterable[Offer]:
    lang, wanted = _lang(), fold(begun)
    head, dot, tail = begun.partition(".")
    if dot and fold(head) in OWN_WORDS:
        for one in own_fields():
            if one.active and (one.key.startswith(tail) or _begins(one.label, fold(tail))):
                yield Offer(f"{word_of(OWN, 'field', lang)}.{one.key}:", one.label)
        return
    if not wanted:
        return
    for code, forms in KEYS.items():
        if any(fold(word).startswith(wanted) for words in forms.values() for word in words):
            yield Offer(f"{word_of(KEYS, code, lang)}:", about(code))
    if any(word.startswith(wanted) for word in OWN_WORDS):
        yield Offer(f"{word_of(OWN, 'field', lang)}.", about("field"))


def _values(person: Person, code: str, sign: str, begun: str) -> Iterable[Offer]:
    lang = _lang()
    compared = sign not in (":", "=")
    if (code in MOMENTS and compared) or code == "spent":
        for span in _SPANS:
            if span.startswith(begun):
                yield Offer(written_value(code, span, lang) + " ")
    for value, forms in VALUES.get(table_of(code), {}).items():
        fits = any(fold(word).startswith(begun) for words in forms.values() for word in words)
        if fits and not (compared and value in ("none", "any", "late")):
            yield Offer(written_value(code, value, lang) + " ")
    if code.startswith("field."):
        yield from _choices(code, begun)
    elif code in _NAMES:
        for name, beside in _NAMES[code](person, begun):
            yield Offer(written_value(code, name, lang) + " ", beside)


def _begins(name: str, begun: str) -> bool:
    """Does a word of the name begin so?"""
    return f" {begun}" in f" {fold(name)}"


type _Named = Iterable[tuple[str, str]]  # a name, and what tells it from others


def _agents(person: Person, begun: str) -> _Named:
    return [(one.name, one.email) for one in agents(person) if _begins(one.name, begun)]


def _requesters(person: Person, begun: str) -> _Named:
    if len(begun) < 2:
        return []
    return [(one.email or one.name, one.name) for one in queries.people(person, begun, limit=MOST)]


def _teams(person: Person, begun: str) -> _Named:
    return [(team.name, f"L{team.tier}") for team in teams(person) if _begins(team.name, begun)]


def _categories(person: Person, begun: str) -> _Named:
    return [(one.name, "") for one, _depth in categories() if any(_begins(name, begun) for name in one.names.values())]


def _tags(person: Person, begun: str) -> _Named:
    pattern = f"{connection.ops.prep_for_like_query(begun)}%"
    return [(tag, "") for (tag,) in sql.rows(_TAGS, {"begun": pattern, "person": person.pk})]


def _organisations(person: Person, begun: str) -> _Named:
    if not begun:
        return []
    known = organisations_visible_to(person).annotate(folded=folded_name()).filter(named(begun))
    return [(name, "") for name in known.order_by("name").values_list("name", flat=True)[:MOST]]


def _choices(code: str, begun: str) -> Iterable[Offer]:
    for one in own_fields():
        if f"field.{one.key}" == code and one.chooses:
            for choice in one.choices:
                label = in_language(choice["labels"])
                if _begins(label, begun):
                    yield Offer(written_value(code, label, "en") + " ", _("of “%(field)s”") % {"field": one.label})


_NAMES: dict[str, Callable[[Person, str], _Named]] = {
    "assignee": _agents,
    "watcher": _agents,
    "requester": _requesters,
    "team": _teams,
    "org": _organisations,
    "category": _categories,
    "tag": _tags,
}
