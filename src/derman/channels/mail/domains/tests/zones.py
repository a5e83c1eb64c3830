"""A DNS of the tests: what stands in it, and what it is asked."""

from __future__ import annotations

from typing import Any

from derman.channels.mail.trust.proof.resolver import LookupFailed


class Zone:
    """Answers from `records` ((name, kind) → values); where `away`, it does not answer at all."""

    def __init__(self, records: dict[tuple[str, str], list[Any]] | None = None, *, away: bool = False) -> None:
        self.records = records or {}
        self.away = away
        self.asked: list[tuple[str, str]] = []

    def text(self, name: str, *values: str) -> None:
        self.records[name, "TXT"] = [value.encode() for value in values]

    def __call__(self, name: str, kind: str) -> list[Any]:
        self.asked.append((name, kind))
        if self.away:
            raise LookupFailed(name)
        return self.records.get((name, kind), [])
