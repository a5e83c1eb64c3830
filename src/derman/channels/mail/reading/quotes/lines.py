"""The line, as the cutter sees it."""

import re
from dataclasses import dataclass
from enum import Enum

from derman.channels.mail.reading.folding import INVISIBLE

LONGEST = 600
"""Signs of a line that are looked at; headings of quotes are shorter."""

_QUOTED = re.compile(r"\s{0,3}(?:>|[A-Z]{1,3}>(?![\w<]))")
_DEPTH = re.compile(r"(?:\s?>)+")


class Mark(Enum):
    """What is known of a line before it is read, from the HTML around it."""

    NONE = 0
    QUOTE = 1
    """Inside a container for quotes."""
    SIGNATURE = 2
    """Inside a container for signatures."""
    REST = 3
    """Here, and to the end, stands the mail that was answered."""
    FRAME = 4
    """Of a container: its heading and its blockquotes are quote, what stands below those is not."""


@dataclass(slots=True)
class Line:
    """One line: its text without its end, and where it starts in its source."""

    text: str
    start: int = 0
    mark: Mark = Mark.NONE

    @property
    def bare(self) -> str:
        """The text without blanks and invisible signs around it, no longer than `LONGEST`."""
        text = self.text[:LONGEST]
        return (text if text.isascii() else text.translate(INVISIBLE)).strip()

    @property
    def blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text or self.text.isspace()

    @property
    def quoted(self) -> bool:
        """Begins with the sign of a quote."""
        return self.mark is Mark.QUOTE or bool(_QUOTED.match(self.text))

    @property
    def depth(self) -> int:
        """How many signs of a quote it begins with."""
        found = _DEPTH.match(self.text.lstrip(" ")[:200])
        return found[0].count(">") if found else 0


def lines_of(text: str) -> list[Line]:
    """Split a text into lines."""
    return [Line(line) for line in text.split("\n")]
