"""What firms put under a mail with no line of dashes above it: a visiting card under the closing, a legal note.

A mail that was cut too far is worse than one that shows a telephone number. So a card needs its closing ("Best
regards") or the name of who writes above, and a number or address in it; a legal note needs two words that such notes
are full of; and something of the mail must stand above either.
"""

import re
from collections.abc import Sequence

from derman.channels.mail.reading.folding import fold

from .header_block import is_rule
from .languages import footers
from .lines import Line

LOOKED_AT = 120
"""Lines at the end of a mail that can be a footer."""
LONGEST_CARD = 16
_LONGEST_LINE = 110
_LEAST_LEGAL = 90
_LONGEST_FRAMED = 8
_SHORTEST_FRAME = 10


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern if pattern.isascii() else fold(pattern)})" for pattern in patterns))


_AROUND = ' \t,.!;:،؛*_-–—~|/"“”()[]<>'
_CLOSING = _any_of(footers.CLOSINGS)
_POSTSCRIPT = re.compile(fold(footers.POSTSCRIPTS))
_REACHED = _any_of(footers.REACHED)
_HEADING = _any_of(footers.LEGAL_HEADINGS)
_LEGAL = re.compile(r"(?:^|[.!:;] )(?:" + _any_of(footers.LEGAL).pattern + ")")
_WORDS = tuple(re.compile(fold(word)) for row in footers.LEGAL_WORDS for word in row.split("|"))
_REGISTERED = _any_of(footers.REGISTERED)
_OFFICE = _any_of(footers.OFFICES)
_SMALL = re.compile(footers.SMALL_WORDS)
_LONGEST_OFFICE = 70
_MOST_OFFICES = 4
_PRINTING = _any_of(footers.PRINTING)
_NAME_WORD = re.compile(r"[^\W\d_]+")
_INSET = re.compile(r"\s[-–—|/]\s|[|,]\s")
_PICTURE = re.compile(r"\[(?:cid:|image|resim|logo|facebook|twitter|linkedin|instagram|youtube)[^\]]{0,120}\]\s*")


def footer_start(lines: Sequence[Line], start: int, end: int, author: str = "") -> int:
    """Where the footer begins in lines[start:end]; `end` if there is none."""
    floor = max(start, end - LOOKED_AT)
    end = _above_notes(lines, start, floor, end)
    return _below_name(lines, floor, _below_closing(lines, floor, end), author)


def _above_notes(lines: Sequence[Line], start: int, floor: int, end: int) -> int:
    """Where legal notes begin, below which nothing else stands."""
    end = _above_frame(lines, start, floor, end)
    blocks = _blocks(lines, floor, end)
    cut = end
    for first, text in reversed(blocks):
        if not any(not line.blank for line in lines[start:first]):
            break
        if not (
            _PRINTING.fullmatch(text)
            or _is_legal(text)
            or _REACHED.search(text[:_LONGEST_LINE])
            or _REGISTERED.search(text[: 2 * _LONGEST_LINE])
            or _words_in(text) > 1
        ):
            break
        touches = cut < end and first + 1 == cut  # what a firm must print of itself, right above its note
        if _PRINTING.fullmatch(text) or _is_legal(text) or (touches and _REGISTERED.match(text)):
            cut = first
    return _above_rule(lines, floor, cut) if cut < end else end


def _above_rule(lines: Sequence[Line], floor: int, cut: int) -> int:
    """The row of dashes or stars right above a note goes with it."""
    above = cut - 1
    while above > floor and lines[above].blank:
        above -= 1
    return above if above > floor and is_rule(lines[above].bare) else cut


def _above_frame(lines: Sequence[Line], start: int, floor: int, end: int) -> int:
    """Where a note begins that stands at the end between two rows of stars or dashes: there a short one is enough."""
    shown = [place for place in range(floor, end) if not lines[place].blank][-_LONGEST_FRAMED - 2 :]
    if len(shown) < 3 or not _is_frame(lines[shown[-1]].bare):
        return end
    top = next((place for place in reversed(shown[:-1]) if _is_frame(lines[place].bare)), None)
    above = [line.bare for line in lines[start : top or start] if not line.blank]
    if top is None or not above or above[-1].endswith(":"):  # "It shows this:" announces what the mail is about
        return end
    text = " ".join(fold(line.bare) for line in lines[top + 1 : shown[-1]] if not line.blank)
    return top if _LEGAL.search(text, 0, 900) and not text.rstrip(_AROUND).endswith("?") else end


def _is_frame(bare: str) -> bool:
    return len(bare) >= _SHORTEST_FRAME and is_rule(bare)


def _is_legal(text: str) -> bool:
    if len(text) < _LEAST_LEGAL or text.rstrip(_AROUND).endswith("?") or text.endswith("?"):
        return False
    return bool(_LEGAL.search(text, 0, 900) or _HEADING.match(text)) and _words_in(text) > 1


def _words_in(text: str) -> int:
    return sum(1 for word in _WORDS if word.search(text))


def _blocks(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, str]]:
    """Paragraphs with their first lines, folded; a short heading belongs to what stands below it."""
    blocks: list[tuple[int, str]] = []
    broken = True
    for place in range(start, end):
        line = lines[place]
        if line.blank or line.quoted:
            broken = True
            continue
        text = fold(_PICTURE.sub("", line.bare)).lstrip(_AROUND)
        heads = bool(blocks) and len(blocks[-1][1]) < 50 and bool(_HEADING.fullmatch(blocks[-1][1].strip(_AROUND)))
        if blocks and (heads or not broken) and not _PRINTING.fullmatch(text):
            first, above = blocks[-1]
            blocks[-1] = (first, f"{above} {text}".strip()[:2_000])
        else:
            blocks.append((place, text))
        broken = bool(_PRINTING.fullmatch(text))
    return blocks


def _below_closing(lines: Sequence[Line], floor: int, end: int) -> int:
    """Below "Best regards" and the name: the card, where all of it is one."""
    shown = [place for place in range(floor, end) if not lines[place].blank][-LONGEST_CARD:]
    for number, place in enumerate(shown[1:], 1):
        if not _closes(lines[place].bare):
            continue
        below = shown[number + 1 :]
        texts = [fold(_PICTURE.sub("", lines[line].bare)) for line in below]
        if not all(_is_card(text) for text in texts):
            continue
        if not any(map(_tells_of_firm, texts)) and not _are_offices(lines, below[1:]):
            continue
        named = next((at for at, text in enumerate(texts) if text.strip()), 0)
        first = named if _REACHED.search(texts[named]) else named + 1
        return below[first] if first < len(below) else end
    return end


def _below_name(lines: Sequence[Line], floor: int, end: int, author: str) -> int:
    """Below the name of who writes, where a paragraph begins with it and all that follows is a card."""
    words = _words_of_name(author)
    if len(words) < 2:
        return end
    shown = [place for place in range(floor, end) if not lines[place].blank][-LONGEST_CARD:]
    texts = [fold(_PICTURE.sub("", lines[place].bare)) for place in shown]
    for number in range(1, len(shown)):
        place = shown[number]
        if not (lines[place - 1].blank and _is_named(texts[number], words)):
            continue
        # "My new number is:" announces what the mail is about.
        if lines[shown[number - 1]].bare.endswith((":", ",", ";")) and not _closes(lines[shown[number - 1]].bare):
            continue
        below = texts[number:]
        if not all(_is_card(text) for text in below):
            continue
        # of a card that no closing stands above, the name is the first line
        alone = place if _has_title(lines[place].bare) or not _closes(lines[shown[number - 1]].bare) else place + 1
        if any(map(_tells_of_firm, below)):
            return place if _REACHED.search(below[0]) else alone
        if _are_offices(lines, shown[number + 1 :]):
            return alone
    return end


def _tells_of_firm(text: str) -> bool:
    """A number or address where somebody is reached, or what a firm must print of itself."""
    return bool(_REACHED.search(text) or _REGISTERED.search(text))


def _are_offices(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether some lines, a few at most, say nothing but what somebody is and where."""
    texts = [text for place in places if (text := _PICTURE.sub("", lines[place].bare))]
    return 0 < len(texts) <= _MOST_OFFICES and all(map(_is_office, texts))


def _is_office(bare: str) -> bool:
    """A line of words with capitals, one of which is an office ("Depo Sorumlusu"), and which is no sentence."""
    if len(bare) > _LONGEST_OFFICE or "?" in bare or "!" in bare or ":" in bare:
        return False
    words = re.findall(r"[^\W\d_]+", bare)
    if not words or not all(word[0].isupper() or _SMALL.fullmatch(fold(word)) for word in words):
        return False
    return any(_OFFICE.search(part.strip(_AROUND.replace(".", ""))) for part in _INSET.split(fold(bare)))


def _has_title(bare: str) -> bool:
    """A name with what they are on the same line."""
    _name, *titles = _INSET.split(bare)
    return any(_is_office(title) for title in titles)


def card_below(lines: Sequence[Line], start: int, end: int, author: str) -> bool:
    """Whether nothing but the card of who writes stands in lines[start:end]: their name, and short lines."""
    # each rule of a mail may ask: of what is longer than a footer no line is read
    if end - start > LOOKED_AT:
        return False
    words = _words_of_name(author)
    shown = [line for line in lines[start:end] if not line.blank]
    if not 0 < len(shown) <= LONGEST_CARD:
        return False
    texts = [fold(_PICTURE.sub("", line.bare)) for line in shown]
    if not all(map(_is_card, texts)):
        return False
    return (len(words) > 1 and _is_named(texts[0], words)) or (
        len(texts) > 1 and len(texts[0]) < _LONGEST_OFFICE and any(_REACHED.search(text) for text in texts[1:])
    )


def _words_of_name(name: str) -> frozenset[str]:
    return frozenset(_NAME_WORD.findall(fold(name[:200]))) if "@" not in name else frozenset()


def _is_named(text: str, words: frozenset[str]) -> bool:
    """Whether a line begins with a name, whatever the order of its words, and a title at most stands before it."""
    first = _INSET.split(text[:_LONGEST_LINE], maxsplit=1)[0]
    found = _NAME_WORD.findall(first)
    return words.issubset(found) and len(found) <= len(words) + 3


def _closes(bare: str) -> bool:
    if not 2 <= len(bare) <= 80:
        return False
    parts = [part.strip(_AROUND) for part in re.split(r"[/|,،]|\s[-–]\s", fold(bare))]
    said = [part for part in parts if part]
    return bool(said) and all(_CLOSING.fullmatch(part) for part in said)


def _is_card(text: str) -> bool:
    return (
        len(text) <= _LONGEST_LINE * 2 and "?" not in re.sub(r"https?://\S+", "", text) and not _POSTSCRIPT.match(text)
    )
