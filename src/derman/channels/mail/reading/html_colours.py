"""Answers that stand inside the old mail in a colour of their own, as people who use Outlook write them."""

import re
from collections.abc import Iterator, Sequence

from .folding import ascii_lower, fold
from .html_text import VOID, tags
from .quotes import Kind, Line, Mark
from .quotes.header_block import header_block_at

STRONG = 0x60
"""How far apart the parts of a colour are at least: greys and the ink of Outlook's own replies (#1F497D) are nearer."""
_NAMED = frozenset({"red", "blue", "green", "purple", "magenta", "fuchsia", "orange", "lime", "crimson", "royalblue"})
_COLOUR = re.compile(r"(?:^|[;\"'\s])color\s*[:=]\s*[\"']?\s*(#[0-9a-f]{3,6}|rgb\([\d\s,]{5,15}\)|[a-z]{3,20})")
_ANNOUNCED = re.compile(
    "|".join(
        fold(words)
        for words in (
            r"aşağıda|kırmızı|mavi|yeşil|renkli|satır ara|e-?postanın içinde|iletinin içinde|mail(?:in)? içinde",
            r"\bbelow\b|\bin-?line\b|\bin (?:red|blue|green|purple|colou?r)",
            r"\bunten\b|\brot\b|\bblau\b|\bgrün\b|\bfarbig|im text\b",
            r"ci-?dessous|plus bas|en (?:rouge|bleu|vert|couleur)|dans le texte",
            r"\babajo\b|en (?:rojo|azul|verde|color)|a continuación",
            r"\bниже\b|красным|синим|зелёным|цветом|в тексте",
            r"أدناه|بالأحمر|بالأزرق|بالأخضر|باللون",
        )
    )
)


def with_coloured(source: str, lines: Sequence[Line], kinds: list[Kind]) -> tuple[list[Kind], str]:
    """The kinds of the lines of an HTML mail with its coloured answers as new, and the source with those between
    `<mark>`, since colours are no part of what is shown; the same source where there are none.

    They count where the new text announces them ("see my answers in red below"), and red ones where there is no other
    new text; only inside the mail that is answered, not inside older ones, and only where words of that mail stand
    above.
    """
    if (looked := _looked_at(source, lines, kinds)) is None:
        return kinds, source
    first, only_red = looked
    coloured = _coloured(source, [line.start for line in lines], only_red=only_red)
    found, plain, headed = list(kinds), False, False
    stretches: list[tuple[int, int]] = []
    for place in range(first, len(lines)):
        line = lines[place]
        if line.blank or kinds[place] is not Kind.QUOTE:
            continue
        if header_block_at(lines, place):
            if headed and plain:
                break
            headed = True
        if place in coloured:
            if plain:
                found[place] = Kind.NEW
                stretches += coloured[place]
        elif any(sign.isalpha() for sign in line.text) and ":" not in line.text[:30]:
            plain = True
    return found, _marked(source, stretches)


def with_own_lines(source: str, lines: Sequence[Line], kinds: Sequence[Kind]) -> str:
    """The source with a line break before each coloured answer that stands behind its question on one line."""
    if (looked := _looked_at(source, lines, kinds)) is None:
        return source
    first, only_red = looked
    kept: list[str] = []
    position = 0
    for place, begins in sorted(_tails(source, [line.start for line in lines], only_red=only_red).items()):
        if place >= first and kinds[place] is Kind.QUOTE and ":" not in lines[place].text[:12]:
            kept += [source[position:begins], "<br>"]
            position = begins
    return "".join([*kept, source[position:]])


def _looked_at(source: str, lines: Sequence[Line], kinds: Sequence[Kind]) -> tuple[int, bool] | None:
    """The first line of the quote, and whether red alone counts; None where no coloured answers are looked for."""
    first = next((place for place, kind in enumerate(kinds) if kind is Kind.QUOTE and not lines[place].blank), None)
    if first is None or "color" not in ascii_lower(source[lines[first].start :]):
        return None
    new = " ".join(line.text for line, kind in zip(lines, kinds, strict=True) if kind is Kind.NEW)[:20_000]
    if new.strip() and not _ANNOUNCED.search(fold(new)):
        return None
    return first, not new.strip()


def _marked(source: str, stretches: Sequence[tuple[int, int]]) -> str:
    kept: list[str] = []
    position = 0
    for start, end in stretches:
        kept += [source[position:start], "<mark>", source[start:end], "</mark>"]
        position = end
    return "".join([*kept, source[position:]])


def without_heading(lines: Sequence[Line], kinds: list[Kind]) -> list[Kind]:
    """The kinds with the heading of the mail that was answered as quote: nobody reads it between answers."""
    first = next((place for place, kind in enumerate(kinds) if kind is Kind.ANSWERED), len(kinds))
    while first < len(kinds) and (lines[first].blank or lines[first].mark is Mark.REST):
        kinds[first] = Kind.QUOTE
        first += 1
    if first < len(kinds) and header_block_at(lines, first):
        stop = first
        while stop < len(kinds) and not lines[stop].blank:
            stop += 1
        while stop < len(kinds) and lines[stop].blank:
            stop += 1
        kinds[first:stop] = [Kind.QUOTE] * (stop - first)
    return kinds


def _coloured(source: str, starts: Sequence[int], *, only_red: bool) -> dict[int, list[tuple[int, int]]]:
    """The lines, by their starts in the source, all of whose words stand in a strong colour and in no link; with where
    in the source the words stand."""
    found: dict[int, list[tuple[int, int]]] = {}
    weak: set[int] = set()
    for place, start, end, strong in _pieces(source, starts, only_red=only_red):
        if strong:
            found.setdefault(place, []).append((start, end))
        else:
            weak.add(place)
    return {place: stretches for place, stretches in found.items() if place not in weak}


def _tails(source: str, starts: Sequence[int], *, only_red: bool) -> dict[int, int]:
    """Lines that begin in plain words and end in coloured ones, with where in the source those begin."""
    tails: dict[int, int] = {}
    plain: set[int] = set()
    for place, start, _end, strong in _pieces(source, starts, only_red=only_red):
        if not strong:
            plain.add(place)
            tails.pop(place, None)
        elif place in plain:
            tails.setdefault(place, start)
    return tails


def _pieces(source: str, starts: Sequence[int], *, only_red: bool) -> Iterator[tuple[int, int, int, bool]]:
    """The stretches of text between tags: line, where they stand in the source, and whether in a strong colour."""
    open_tags: list[tuple[str, bool, bool]] = []
    position, place = 0, -1
    for tag in tags(source):
        text = source[position : tag.start]
        if text.strip() and text.strip() != "&nbsp;":
            while place + 1 < len(starts) and starts[place + 1] <= tag.start - 1:
                place += 1
            yield place, position, tag.start, bool(open_tags) and open_tags[-1][1]
        position = tag.end
        if tag.name in VOID or tag.name.startswith("!"):
            continue
        if not tag.closing:
            inherited = bool(open_tags) and open_tags[-1][1]
            if len(open_tags) < 500:
                in_link = tag.name == "a" or (bool(open_tags) and open_tags[-1][2])
                strong_here = _is_strong(tag.attributes, inherited=inherited, only_red=only_red)
                open_tags.append((tag.name, strong_here and not in_link, in_link))
        elif tag.name in [name for name, _, _ in open_tags[-20:]]:
            while open_tags.pop()[0] != tag.name:
                pass


def _is_strong(attributes: str, *, inherited: bool, only_red: bool) -> bool:
    match = _COLOUR.search(ascii_lower(attributes[:2_000]))
    if match is None:
        return inherited
    colour = match[1]
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:4])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)] if len(digits) == 6 else [0, 0, 0]
    elif colour.startswith("rgb"):
        parts = [int(part) for part in re.findall(r"\d{1,3}", colour)] + [0, 0, 0]
        parts = parts[:3]
    else:
        return colour == "red" if only_red else colour in _NAMED
    if max(parts) - min(parts) < STRONG:
        return False
    return not only_red or parts[0] - max(parts[1:]) >= STRONG
