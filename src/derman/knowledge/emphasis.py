"""Bold, italic and struck words of a line as Markdown that is read back as the same.

Markdown knows a sign by what stands beside it: none opens before a blank or closes behind one, and beside a letter none
opens before a comma or closes behind one. Blanks go outside; where signs would not be read, the line keeps its HTML.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SIGNS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
_IN_HTML = {"**": "strong", "*": "em", "~~": "s"}


@dataclass(slots=True)
class Sign:
    """Where emphasis begins or ends in a line."""

    name: str  # of the HTML element
    closing: bool

    @property
    def markdown(self) -> str:
        return SIGNS[self.name]

    def as_html(self) -> str:
        return f"</{_IN_HTML[self.markdown]}>" if self.closing else f"<{_IN_HTML[self.markdown]}>"


type Piece = str | Sign


def joined(pieces: Sequence[Piece]) -> str:
    """A line of texts, which are Markdown already, and of signs."""
    if not any(isinstance(piece, Sign) for piece in pieces):
        return "".join(piece for piece in pieces if isinstance(piece, str))
    line = _without_empty(_blanks_outside(pieces))
    told = [piece.markdown if isinstance(piece, Sign) else piece for piece in line]
    for first, last in _pairs(line):
        if not (_opens(line, first) and _closes(line, last)):
            for place in (first, last):
                sign = line[place]
                assert isinstance(sign, Sign)
                told[place] = sign.as_html()
    return "".join(told)


def _blanks_outside(pieces: Sequence[Piece]) -> list[Piece]:
    """Each blank that stands just inside of signs, before or behind them."""
    line: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Sign):
            start = len(line)
            if piece.closing and line and isinstance(before := line[-1], str) and before != before.rstrip(" "):
                line[-1:] = [before.rstrip(" "), piece, " "]
            elif piece.closing and start > 1 and line[-1] == " " and isinstance(line[-2], Sign):
                line.insert(start - 1, piece)
            else:
                line.append(piece)
            continue
        start = len(line)
        while start and isinstance(sign := line[start - 1], Sign) and not sign.closing:
            start -= 1
        if start < len(line) and piece.startswith(" "):
            line.insert(start, " ")
            piece = piece.lstrip(" ")
        line.append(piece)
    return line


def _without_empty(pieces: Sequence[Piece]) -> list[Piece]:
    """Without signs that surround nothing; of neighbouring texts one."""
    line: list[Piece] = []
    for piece in pieces:
        before = line[-1] if line else None
        if isinstance(piece, Sign):
            if piece.closing and isinstance(before, Sign) and not before.closing:
                line.pop()
            else:
                line.append(piece)
        elif isinstance(before, str):
            # two blanks that met would end the line
            line[-1] = before + (piece.lstrip(" ") if before.endswith(" ") else piece)
        elif piece:
            line.append(piece)
    return line


def _pairs(line: Sequence[Piece]) -> list[tuple[int, int]]:
    pairs, opened = [], []
    for place, piece in enumerate(line):
        if isinstance(piece, Sign):
            if not piece.closing:
                opened.append(place)
            elif opened:
                pairs.append((opened.pop(), place))
    return pairs


def _opens(line: Sequence[Piece], place: int) -> bool:
    inside, outside = _letter(line, place, 1), _letter(line, place, -1)
    return not _is_blank(inside) and (not _is_punctuation(inside) or _is_blank(outside) or _is_punctuation(outside))


def _closes(line: Sequence[Piece], place: int) -> bool:
    inside, outside = _letter(line, place, -1), _letter(line, place, 1)
    return not _is_blank(inside) and (not _is_punctuation(inside) or _is_blank(outside) or _is_punctuation(outside))


def _letter(line: Sequence[Piece], place: int, step: int) -> str:
    """What stands beside a sign, beyond the signs beside it; "" at the ends of the line."""
    place += step
    while 0 <= place < len(line):
        piece = line[place]
        if isinstance(piece, str) and piece:
            return piece[0] if step > 0 else piece[-1]
        place += step
    return ""


def _is_blank(letter: str) -> bool:
    return not letter or letter.isspace()


def _is_punctuation(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter)[0] in "PS"
