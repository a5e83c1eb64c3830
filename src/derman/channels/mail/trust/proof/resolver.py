"""DNS for proofs: short time limits, a cache, and one place where tests put their own answers."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import dns.exception
import dns.resolver

TIME_LIMIT = 2.0  # seconds for one question
BUDGET = 6.0  # seconds for everything that one mail asks
KEPT, MOST_KEPT = 600.0, 5_000  # seconds and answers of the cache
KEPT_FAILURE = 60.0
PAUSE_AFTER, PAUSE = 5, 60.0  # so many failures in a row: DNS is away, and nobody waits for it for so many seconds

type Lookup = Callable[[str, str], list[Any]]
type _Kept = tuple[float, list[Any] | LookupFailed, float]  # good until, the answer, asked at


class LookupFailed(Exception):
    """DNS gave no answer in time, or its servers are in trouble: nothing is known."""


def ask_dns(name: str, kind: str) -> list[Any]:
    """Records of `kind` (A, AAAA, MX, PTR, TXT) of a name: texts as bytes, MX as (preference, host); [] for none.

    Raises LookupFailed.
    """
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=TIME_LIMIT, search=False)
    except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise LookupFailed(f"{name} {kind}: {type(error).__name__}") from error
    found: list[Any] = []
    for record in answer:
        if kind in ("A", "AAAA"):
            found.append(record.address)
        elif kind == "MX":
            found.append((record.preference, record.exchange.to_text(True)))
        elif kind == "PTR":
            found.append(record.target.to_text(True))
        else:
            found.append(b"".join(record.strings))
    return found


_failures, _paused_until = 0, 0.0
_lookup: Lookup = ask_dns
_lock = threading.Lock()
_cache: OrderedDict[tuple[str, str], _Kept] = OrderedDict()


@contextmanager
def answered_by(lookup: Lookup) -> Any:
    """Ask `lookup` instead of DNS, with an empty cache: for tests, and for desks without a network."""
    global _lookup, _failures, _paused_until
    before, _failures, _paused_until = _lookup, 0, 0.0
    _lookup = lookup
    _cache.clear()
    try:
        yield
    finally:
        _lookup = before
        _cache.clear()


class Questions:
    """What one mail asks of DNS, within its budget of time. Raises LookupFailed when that is spent.

    `fresh`: what others were told before does not count, because a person waits for a change to show.
    `known_only`: nobody is asked; `missed` says afterwards that somebody would have to be.
    """

    def __init__(self, *, fresh: bool = False, known_only: bool = False) -> None:
        self.missed = False
        self._known_only = known_only
        self._begun = time.monotonic()
        self._until = self._begun + BUDGET
        self._fresh = fresh

    def ask(self, name: str, kind: str) -> list[Any]:
        """Records as `ask_dns` gives them, from the cache where they are fresh. Raises LookupFailed."""
        key = (name.rstrip(".").lower(), kind)  # protocol
        moment = time.monotonic()
        with _lock:
            kept = _cache.get(key)
        if kept is None or kept[0] < moment or (self._fresh and kept[2] < self._begun):
            if self._known_only and moment >= _paused_until:
                self.missed = True
                raise LookupFailed("Not asked yet.")
            if moment > self._until:
                raise LookupFailed("The time for this mail is spent.")
            kept = self._fetch(key)
        if isinstance(kept[1], LookupFailed):
            raise LookupFailed(str(kept[1]))
        return kept[1]

    def _fetch(self, key: tuple[str, str]) -> _Kept:
        global _failures, _paused_until
        moment = time.monotonic()
        if moment < _paused_until:
            raise LookupFailed("DNS does not answer.")
        kept: _Kept
        try:
            found = _lookup(*key)
            kept, _failures = (moment + KEPT, found, moment), 0
        except LookupFailed as error:
            kept = (moment + KEPT_FAILURE, error, moment)
            _failures += 1
            if _failures >= PAUSE_AFTER:
                _failures, _paused_until = 0, time.monotonic() + PAUSE
        with _lock:
            _cache[key] = kept
            while len(_cache) > MOST_KEPT:
                _cache.popitem(last=False)
        return kept
