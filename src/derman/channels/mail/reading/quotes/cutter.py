"""The cut itself: which lines of a mail are new, which are quote, which are signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .attribution import attribution_at, only_verb, shared_line
from .between import shown_text, with_answered
from .forwarding import Forwarding
from .header_block import (
    fields_end,
    groupwise,
    header_block_at,
    is_notes_frame,
    is_rule,
    notes_heading,
    role_of,
    rules_above,
    separator,
)
from .kinds import Kind
from .lines import Line, Mark, lines_of
from .signature import signature_start

MOST_LINES = 100_000
"""Lines that are looked at; what follows counts as quote if a quote was found."""
_LINK = re.compile(r"[<(\[]{0,2}(?:https?://|mailto:)\S{1,500}[>)\]]{0,2}$")
_DIGIT = re.compile(r"\d")
_MOST_HEADINGS = 1_500


@dataclass(frozen=True, slots=True)
class TextCut:
    """A text in its heaps, each in the order of the mail.

    `shown` is the reply with those pieces of the quote that were answered below each; `quoted` the rest of it.
    """

    reply: str
    signature: str
    quoted: str
    shown: str


def cut_text(text: str, author: str = "", forwarding: Forwarding | None = None) -> TextCut:
    """Part the new text of a mail from signature and quote.

    `text` is plain text with line feeds, `author` the name of who wrote it, by which a visiting
    card is known that no closing stands above. What was written between the pieces of a quote
    stays in the reply, and so does the old mail where `forwarding` says that it is passed on.
    Takes time linear to the length of the text.
    """
    lines, kinds = sort_lines(lines_of(text), author, forwarding)
    return heaps(lines, with_answered(lines, kinds))


def heaps(lines: Sequence[Line], kinds: Sequence[Kind]) -> TextCut:
    """The lines of a text, put together by their kinds."""
    reply, signature, quoted = (heap(lines, kinds, kind) for kind in (Kind.NEW, Kind.SIGNATURE, Kind.QUOTE))
    return TextCut(reply, signature, quoted, shown_text(lines, kinds) if Kind.ANSWERED in kinds else reply)


def heap(lines: Sequence[Line], kinds: Sequence[Kind], wanted: Kind) -> str:
    """The lines of one kind as a text; what was cut out between them leaves one blank line."""
    out: list[str] = []
    torn = False
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not wanted:
            torn = bool(out)
        elif line.blank and (torn or not out):
            continue
        else:
            if torn and out[-1].strip():
                out.append("")
            torn = False
            out.append(line.text)
    return "\n".join(out).strip("\n ").rstrip()


def sort_lines(
    lines: list[Line], author: str = "", forwarding: Forwarding | None = None
) -> tuple[list[Line], list[Kind]]:
    """What each line is. A line that holds both reply and heading is split in two, so
    that the lines that come back may be one more than those that went in."""
    kinds = [Kind.NEW] * len(lines)
    most = min(len(lines), MOST_LINES)
    place = segment = 0
    headings = 0
    while place < most:
        line = lines[place]
        if line.blank:
            place += 1
            continue
        cut, split = None, None
        if line.mark is Mark.REST or groupwise(line.bare):
            cut, end = place, place
        elif _is_quote(line):
            if _is_prompt(lines, place):
                place += 1
                continue
            if segment == 0 and (_shows(lines, place) or _passes_on(forwarding, lines, place)):
                break
            end = _quote_end(lines, place, most)
            start = _long_rule_above(lines, place, segment)
            _sign(lines, kinds, segment, start, author)
            _fill(kinds, start, end, Kind.QUOTE)
            place = segment = end
            continue
        else:
            end = place
            if headings < _MOST_HEADINGS and _may_head(line):
                headings += 1
                cut, end, split = _heading_at(lines, place, segment)
            if cut is None and _forwarded(line):
                # A forwarded mail is what the sender wants to show: it is no quote.
                break
        if cut is None:
            place += 1
            continue
        if segment == 0 and _passes_on(forwarding, lines, cut):
            break
        if split is not None:
            whole = lines[cut]
            lines.insert(cut + 1, Line(whole.text[split:], whole.start + split))
            lines[cut] = Line(whole.text[:split], whole.start)
            kinds.insert(cut + 1, Kind.NEW)
            cut, end, most = cut + 1, end + 1, min(most + 1, len(lines))
        cut = rules_above(lines, cut, segment)
        _sign(lines, kinds, segment, cut, author)
        below = _next_line(lines, end + 1, most)
        if below < most and _is_quote(lines[below]) and line.mark is not Mark.REST:
            stop = _quote_end(lines, below, most)
            _fill(kinds, cut, stop, Kind.QUOTE)
            place = segment = stop
            continue
        _fill(kinds, cut, len(lines), Kind.QUOTE)
        return lines, kinds
    if most < len(lines) and Kind.QUOTE in kinds:
        _fill(kinds, most, len(lines), Kind.QUOTE)
    else:
        _sign(lines, kinds, segment, len(lines), author)
    return lines, kinds


def _is_quote(line: Line) -> bool:
    return line.mark is Mark.QUOTE or (line.quoted and not only_verb(line.bare))


def _may_head(line: Line) -> bool:
    text = line.text
    return len(text) < 600 and (any(sign in text for sign in ":-：@>‐—") or text[0] in "#*=~" or _verbish(text))


def _verbish(text: str) -> bool:
    return text.rstrip()[-1:].isalpha() and bool(_DIGIT.search(text))


def _heading_at(lines: list[Line], place: int, floor: int) -> tuple[int | None, int, int | None]:
    """Heading of a quote with lines[place] in it: (first line, last line, where in the
    first line it starts), the first None if there is none."""
    bare = lines[place].bare
    kind = separator(bare)
    if kind == "original":
        return place, fields_end(lines, place), None
    if kind == "above" or is_notes_frame(bare):
        return place, place, None
    if role_of(bare)[0] and header_block_at(lines, place):
        above = place - 1
        while above >= floor and lines[above].blank:
            above -= 1
        if above >= floor and separator(lines[above].bare) == "forwarded":
            return None, place, None
        return place, fields_end(lines, place), None
    if (sender := notes_heading(lines, place, floor)) is not None:
        return sender, place, None
    start = attribution_at(lines, place, floor)
    if start is None:
        return None, place, None
    split = shared_line(lines[start].text) if start == place else None
    return start, place, split


def _forwarded(line: Line) -> bool:
    return separator(line.bare) == "forwarded"


def _is_prompt(lines: Sequence[Line], place: int) -> bool:
    """Three signs with nothing quoted around them: an interpreter's prompt, or a banner; or one side of a dialogue
    whose other side begins with "<"."""
    if lines[place].mark is Mark.NONE and any(
        line.text.startswith("< ") for line in lines[max(0, place - 6) : place + 6]
    ):
        return True
    if lines[place].mark is Mark.QUOTE or lines[place].depth < 3:
        return False
    return all(line.depth >= 3 for line in _block_around(lines, place))


def _block_around(lines: Sequence[Line], place: int) -> list[Line]:
    """The quoted lines next to lines[place], up to the first that is neither quoted nor blank."""
    around: list[Line] = []
    for side in (lines[max(0, place - 12) : place][::-1], lines[place : place + 12]):
        for line in side:
            if line.quoted:
                around.append(line)
            elif not line.blank:
                break
    return around


def _shows(lines: Sequence[Line], place: int) -> bool:
    """Whether the quote that begins at lines[place] is a forwarded mail: Apple Mail quotes what it forwards."""
    return lines[place].mark is Mark.NONE and separator(lines[place].bare.lstrip("> ")) == "forwarded"


def _passes_on(forwarding: Forwarding | None, lines: Sequence[Line], place: int) -> bool:
    """Whether the mail that begins at lines[place] is what the subject says is forwarded."""
    return forwarding is not None and forwarding.shows(lines, place)


def _quote_end(lines: Sequence[Line], start: int, most: int) -> int:
    """The first line after a quote: blank lines between its pieces belong to it, and so
    do the torn ends of lines that were wrapped after they had been quoted."""
    place = start
    end = start
    while place < most:
        line = lines[place]
        if _is_quote(line):
            end = place + 1
        elif line.blank:
            pass
        elif end == place and _is_torn_end(lines, place, most):
            end = place + 1
        else:
            break
        place += 1
    return end


def _long_rule_above(lines: Sequence[Line], place: int, floor: int) -> int:
    """Where the quote at lines[place] begins when a rule across the page stands above it."""
    above = place - 1
    while above > floor and lines[above].blank:
        above -= 1
    rule = above >= floor and len(lines[above].bare) >= 20 and is_rule(lines[above].bare)
    return above if rule else place


def _is_torn_end(lines: Sequence[Line], place: int, most: int) -> bool:
    if place + 1 >= most or not lines[place + 1].quoted:
        return False
    above, here = lines[place - 1].text.rstrip(), lines[place].bare
    if not here:
        return False
    if here.endswith(">") or _LINK.match(here):
        # Links are broken out of their line by some programs, whatever its length.
        return True
    if len(above) < 55:
        return False
    return here[0].islower() or above[-1] not in ".?!:;"


def _next_line(lines: Sequence[Line], place: int, most: int) -> int:
    while place < most and lines[place].blank:
        place += 1
    return place


def _sign(lines: Sequence[Line], kinds: list[Kind], start: int, end: int, author: str) -> None:
    if start < end:
        _fill(kinds, signature_start(lines, start, end, author), end, Kind.SIGNATURE)


def _fill(kinds: list[Kind], start: int, end: int, kind: Kind) -> None:
    if start < end:
        kinds[start:end] = [kind] * (end - start)
