"""What the room `vendors` announces: codes and ids."""

from __future__ import annotations

from dataclasses import dataclass

from derman.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorToTell(Fact):
    """A vendor is to get a mail with the way to its guest page, or a reminder.

    `why`: asked or wrote (`message` holds what), before, answer_late or solution_late (no message).
    """

    case: int
    ticket: int
    why: str
    message: int | None = None
