"""Mails that are passed on: their subject says so, and what stands below is what the sender wants to show."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from derman.channels.mail.reading.addresses import address_key, without_tag
from derman.channels.mail.reading.subjects import says_forwarded

from .header_block import header_block_at, role_of
from .lines import Line, lines_of

_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,253}")
_NEAR, _BLOCK = 8, 14


def holds_forwarded(subject: str, text: str) -> bool:
    """Whether a text of a mail with this subject holds a mail that is passed on, with its heading."""
    if not says_forwarded(subject):
        return False
    lines = lines_of(text)
    return any(not line.blank and header_block_at(lines, place) for place, line in enumerate(lines))


@dataclass(frozen=True, slots=True)
class Forwarding:
    """What is known of a mail whose subject says that it forwards: the addresses of the desk itself."""

    own: frozenset[str]

    def shows(self, lines: Sequence[Line], place: int) -> bool:
        """Whether the mail whose heading begins at lines[place] or a little below is passed on.

        A mail of the desk itself is none: who presses the wrong button answers it.
        """
        for start in range(place, min(place + _NEAR, len(lines))):
            if not lines[start].blank and header_block_at(lines, start):
                return not self._is_own(lines[start : start + _BLOCK])
        return False

    def _is_own(self, block: Sequence[Line]) -> bool:
        for line in block:
            role, value = role_of(line.bare)
            if role == "sender":
                return any(without_tag(address_key(address)) in self.own for address in _ADDRESS.findall(value))
        return False


def forwarding_of(subject: str, own: Collection[str]) -> Forwarding | None:
    """None for a mail that forwards nothing; `own` holds the desk's addresses."""
    if not says_forwarded(subject):
        return None
    return Forwarding(frozenset(without_tag(address_key(address)) for address in own if address))
