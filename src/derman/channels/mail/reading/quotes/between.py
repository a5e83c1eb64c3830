"""Answers between the pieces of a quote: a piece and what was answered to it are read together."""

import re
from collections.abc import Sequence

from .kinds import Kind
from .lines import Line, Mark

MOST_TYPED = 12
"""Lines behind a `>` that somebody may have put into their own text; more is the mail that they answer."""
MOST_TYPED_FIRST = 3
"""The same where nothing stands above them."""

_SIGNS = re.compile(r"\s{0,3}>")


def with_answered(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[Kind]:
    """The kinds of the lines, with the pieces of a quote that have an answer below them set apart as `ANSWERED`.

    Where answers stand between pieces of a quote, each piece above an answer is one; the rest of the quote, below the
    last answer, is none. A single answer below the quote answers the whole mail, which is the message before it; but a
    few lines without a heading were put there by the author (a line of a log, a list with `>`), and are shown too.
    """
    runs = _runs(lines, kinds)
    above = [place for place, run in enumerate(runs[:-1]) if run[0] is Kind.QUOTE and runs[place + 1][0] is Kind.NEW]
    found = list(kinds)
    if len(above) < 2 and runs and runs[-1][0] is not Kind.QUOTE:
        above = [place for place in above if _is_typed(lines, runs, place)]
    for place in above:
        start, stop = runs[place][1], runs[place + 1][1]
        found[start:stop] = [Kind.ANSWERED if kind is Kind.QUOTE else kind for kind in kinds[start:stop]]
    return found


def _is_typed(lines: Sequence[Line], runs: Sequence[tuple[Kind, int, int]], place: int) -> bool:
    """Whether no program put this quote there: those write who wrote it, and all of it."""
    _kind, start, stop = runs[place]
    signed = [line for line in lines[start:stop] if not line.blank]
    most = MOST_TYPED if place else MOST_TYPED_FIRST
    return len(signed) <= most and all(line.mark is Mark.NONE and _SIGNS.match(line.text) for line in signed)


def _runs(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[tuple[Kind, int, int]]:
    """Stretches of one kind; blank lines between two stretches belong to the first, and a signature to nobody."""
    runs: list[tuple[Kind, int, int]] = []
    for place, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if line.blank or kind is Kind.SIGNATURE:
            continue
        if runs and runs[-1][0] is kind:
            runs[-1] = (kind, runs[-1][1], place + 1)
        else:
            runs.append((kind, place, place + 1))
    return runs


def shown_text(lines: Sequence[Line], kinds: Sequence[Kind]) -> str:
    """What a reader sees: the new lines, and the answered pieces of the quote at their places, each behind a `>`."""
    blocks: list[str] = []
    block: list[str] = []
    before: Kind | None = None
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not before or kind not in (Kind.NEW, Kind.ANSWERED):
            blocks.append("\n".join(block).strip("\n ").rstrip("\n >"))
            block, before = [], kind
        if kind is Kind.NEW:
            block.append(line.text)
        elif kind is Kind.ANSWERED:
            block.append(line.text if _SIGNS.match(line.text) else f"> {line.text}".rstrip())
    blocks.append("\n".join(block).strip("\n ").rstrip("\n >"))
    return "\n\n".join(filter(None, blocks))
