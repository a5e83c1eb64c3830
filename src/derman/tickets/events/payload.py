"""What every kind of event has: its name, and its details as they are stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Base of the details of an event."""

    kind: ClassVar[str]

    def details(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Payload):
    """Base of changes of one value: ids or codes, null for none."""

    before: Any
    after: Any
    why: str = ""
    because: dict[str, Any] = field(default_factory=dict)
