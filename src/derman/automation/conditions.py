"""If: conditions as a tree of `all`, `any` and `none`, with the keys of typed queries, evaluated in memory.

A leaf is {"key": "priority", "values": ["high"], "sign": ":", "negated": false}, as in a typed query; whoever and
whatever has an id is named by it. Compiled once, into functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from derman.automation.errors import WrongInput
from derman.automation.seeing import Seen, words_in
from derman.automation.thanks import says_only_thanks
from derman.kernel.folding import fold
from derman.search.typed.keywords import VALUES
from derman.search.typed.values import span_code, span_of
from derman.tickets.models import PRIORITY_CODES, UNRESOLVED, Status

DEEPEST, MOST, LONGEST = 4, 60, 200
GROUPS = ("all", "any", "none")
SIGNS = ("<", "<=", ">", ">=", ":")

type Because = list[list[str]]
type Holds = Callable[[Seen, Because], bool]
type Leaf = Callable[[Seen], str | None]  # the value that fits, as it is told; None where none does


@dataclass(frozen=True, slots=True)
class Key:
    """What can be asked: `of` says what its values are, `read` gives what stands there now."""

    of: str  # codes, ids, words, span, number, own
    read: Callable[[Seen], Any]
    codes: tuple[str, ...] = ()


_STATES = {"open": UNRESOLVED, "in-progress": (Status.OPEN.value,)}


def _one(value: object) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _status(seen: Seen) -> tuple[str, ...]:
    status = seen.ticket.status
    return tuple(code for code in VALUES["is"] if status in _STATES.get(code, (code,)))


KEYS: Mapping[str, Key] = {
    "is": Key("codes", _status, tuple(VALUES["is"])),
    "priority": Key("codes", lambda seen: (PRIORITY_CODES[seen.ticket.priority],), tuple(VALUES["priority"])),
    "kind": Key("codes", lambda seen: (seen.ticket.kind,), tuple(VALUES["kind"])),
    "channel": Key("codes", lambda seen: (seen.ticket.channel,), tuple(VALUES["channel"])),
    "waiting": Key("codes", lambda seen: (seen.ticket.waiting_for,), tuple(VALUES["waiting"])),
    "team": Key("ids", lambda seen: _one(seen.ticket.team_id)),
    "assignee": Key("ids", lambda seen: _one(seen.ticket.assignee_id)),
    "requester": Key("ids", lambda seen: _one(seen.ticket.requester_id)),
    "org": Key("ids", lambda seen: _one(seen.organisation)),
    "category": Key("ids", lambda seen: seen.about),
    "watcher": Key("ids", lambda seen: seen.ticket.watchers),
    "tag": Key("names", lambda seen: seen.ticket.tags),
    "domain": Key("names", lambda seen: (seen.address.rpartition("@")[2],)),
    "title": Key("words", lambda seen: (words_in(seen.title),)),
    "subject": Key("words", lambda seen: (seen.subject_words,)),
    "text": Key("words", lambda seen: (seen.text_words,)),
    "words": Key("words", lambda seen: (seen.subject_words, seen.text_words)),
    "language": Key("codes", lambda seen: (seen.language,), ("tr", "en")),
    "proof": Key("codes", lambda seen: (seen.said.proof or "none",), ("signed_in", "token", "reference", "none")),
    "automatic": Key("codes", lambda seen: ("yes" if seen.said.automatic else "no",), ("yes", "no")),
    "thanks": Key("codes", lambda seen: ("yes" if says_only_thanks(seen.said.text) else "no",), ("yes", "no")),
    "hours": Key("codes", lambda seen: ("open" if seen.is_open_now else "closed",), ("open", "closed")),
    "created": Key("span", lambda seen: seen.ticket.created_at),
    "updated": Key("span", lambda seen: seen.ticket.updated_at),
    "resolved": Key("span", lambda seen: seen.ticket.resolved_at),
    "due": Key("span", lambda seen: seen.ticket.due_at),
    "spent": Key("number", lambda seen: seen.ticket.minutes),
}
NONE = ("none", "nobody")


def key_of(name: str) -> Key | None:
    """A key by its name; `field.x` is one of the desk's own fields."""
    if name.startswith("field.") and name[6:]:
        own = name[6:]
        return Key("own", lambda seen: seen.own.get(own))
    return KEYS.get(name)


def checked(given: Any) -> dict[str, Any]:
    """Conditions as they are kept; nothing means always. Raises WrongInput."""
    count = [0]
    if not given:
        return {"all": []}
    return _checked(given, 1, count)


def _checked(node: Any, depth: int, count: list[int]) -> dict[str, Any]:
    count[0] += 1
    if not isinstance(node, Mapping):
        raise _wrong(_("A condition is a group or a comparison."))
    if count[0] > MOST or depth > DEEPEST:
        raise _wrong(_("These are too many conditions: %(n)s, four groups deep, are the most.") % {"n": MOST})
    for group in GROUPS:
        if group in node:
            parts = node[group]
            if not isinstance(parts, Sequence) or isinstance(parts, str) or len(node) != 1:
                raise _wrong(_("A condition is a group or a comparison."))
            return {group: [_checked(part, depth + 1, count) for part in parts]}
    return _leaf(node)


def _leaf(node: Mapping[str, Any]) -> dict[str, Any]:
    name, sign = str(node.get("key", "")), str(node.get("sign", ":"))
    key, values = key_of(name), node.get("values")
    if key is None:
        raise _wrong(_("There is no condition “%(key)s”.") % {"key": name[:40]})
    if not isinstance(values, Sequence) or isinstance(values, str) or not 1 <= len(values) <= 50:
        raise _wrong(_("Choose at least one value for “%(key)s”.") % {"key": name})
    if sign not in SIGNS or (sign != ":" and (key.of not in ("span", "number", "own") or len(values) > 1)):
        raise _wrong(_("“%(key)s” cannot be compared like this.") % {"key": name})
    kept = [_value(name, key, value) for value in values]
    if key.of in ("span", "number") and sign == ":":
        raise _wrong(_("“%(key)s” is more or less than a time, like 4h or 2d.") % {"key": name})
    return {"key": name, "sign": sign, "values": kept, "negated": bool(node.get("negated"))}


def _value(name: str, key: Key, value: Any) -> Any:
    if key.of == "ids":
        if value in NONE:
            return "none"
        if isinstance(value, bool) or not str(value).isascii() or not str(value).isdigit() or int(value) >= 2**63:
            raise _wrong(_("Choose at least one value for “%(key)s”.") % {"key": name})
        return int(value)
    text = " ".join(str(value).replace("\0", "").split())[:LONGEST]
    if key.of == "codes" and text not in key.codes:
        choices = ", ".join(key.codes)
        raise _wrong(_("“%(value)s” is none of these: %(choices)s.") % {"value": text, "choices": choices})
    if key.of in ("span", "number"):
        code = span_code(text)
        if code is None:
            raise _wrong(_("“%(value)s” is no time span. Write 30m, 4h, 2d or 1w.") % {"value": text})
        return code
    if not text or (key.of == "words" and not words_in(text).strip()):
        raise _wrong(_("Choose at least one value for “%(key)s”.") % {"key": name})
    return text


def _wrong(sentence: str) -> WrongInput:
    return WrongInput(sentence, field="conditions")


def compiled(tree: Mapping[str, Any]) -> Holds:
    """Checked conditions as a function of a ticket, which also says what made them true."""
    for group, made in (("all", _all), ("any", _any), ("none", _none)):
        if group in tree:
            return made([compiled(part) for part in tree[group]])
    return _compared(tree) if tree else _all([])


def _all(parts: Sequence[Holds]) -> Holds:
    return lambda seen, because: all(part(seen, because) for part in parts)


def _any(parts: Sequence[Holds]) -> Holds:
    def holds(seen: Seen, because: Because) -> bool:
        for part in parts:
            found: Because = []
            if part(seen, found):
                because += found
                return True
        return not parts

    return holds


def _none(parts: Sequence[Holds]) -> Holds:
    return lambda seen, because: not any(part(seen, []) for part in parts)


def _compared(leaf: Mapping[str, Any]) -> Holds:
    name, negated = str(leaf["key"]), bool(leaf["negated"])
    key = key_of(name)
    assert key is not None, "checked before it was kept"
    fits, read = _fits(key, leaf["sign"], leaf["values"]), key.read

    def holds(seen: Seen, because: Because) -> bool:
        found = fits(read(seen), seen)
        if (found is None) != negated:
            return False
        because.append([name, _told(read(seen)) if found is None else found])
        return True

    return holds


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(str(one).strip()[:80] for one in value)[:200]
    return str(value if value is not None else "")[:200]


type _Fits = Callable[[Any, Seen], str | None]


def _fits(key: Key, sign: str, values: Sequence[Any]) -> _Fits:
    match key.of:
        case "words":
            return _has_words([f" {words_in(value).strip()}" for value in values])
        case "span":
            return _in_time(sign, _span(values[0]))
        case "number":
            return _number(sign, _span(values[0]).total_seconds() / 60)
        case "own":
            return _own(sign, values)
        case "names":
            wanted = {fold(value) for value in values}
            return _named(wanted)
        case _:
            known, nobody = frozenset(values), "none" in values

            def among(has: Any, seen: Seen) -> str | None:
                for one in has:
                    if one in known:
                        return str(one)
                return "none" if nobody and not has else None

            return among


def _named(wanted: set[str]) -> _Fits:
    without = "none" if "none" in wanted else None
    return lambda has, seen: next((one for one in has if fold(one) in wanted), None if has else without)


def _has_words(wanted: Sequence[str]) -> _Fits:
    return lambda has, seen: next((one.strip() for one in wanted for text in has if one in text), None)


def _span(code: str) -> timedelta:
    span = span_of(code)
    assert span is not None, "checked before it was kept"
    return span


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    ":": lambda a, b: a == b,
}


def _in_time(sign: str, span: timedelta) -> _Fits:
    compare = _COMPARE[sign]

    def fits(moment: datetime | None, seen: Seen) -> str | None:
        if moment is None:
            return None
        # how long ago; of what lies ahead, how long until then
        away = moment - seen.now if moment is seen.ticket.due_at else seen.now - moment
        return moment.isoformat(timespec="seconds") if compare(away, span) else None

    return fits


def _number(sign: str, wanted: float) -> _Fits:
    compare = _COMPARE[sign]
    return lambda value, seen: str(value) if compare(value, wanted) else None


def _own(sign: str, values: Sequence[Any]) -> _Fits:
    folded = [fold(str(value)) for value in values]

    def fits(value: Any, seen: Seen) -> str | None:
        if value is None:
            return "none" if "none" in folded else None
        if "any" in folded:
            return _told(value)
        if sign != ":":
            try:
                near = _COMPARE[sign](float(value), float(values[0]))
            except (TypeError, ValueError):
                near = _COMPARE[sign](str(value), str(values[0]))  # dates, as they are written
            return _told(value) if near else None
        has = [fold(str(one)) for one in value] if isinstance(value, list) else [fold(str(value))]
        text = isinstance(value, str)
        met = any(wanted in one if text else wanted == one for wanted in folded for one in has)
        return _told(value) if met else None

    return fits
