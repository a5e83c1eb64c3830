"""Signatures: what stands under every mail of a person and says nothing about this one."""

import re
from collections.abc import Sequence

from ..folding import fold
from .languages import words_of
from .lines import Line, Mark

LONGEST_FOOTER = 15
"""Lines under a row of underscores that can be a footer; more is text."""

_DELIMITER = re.compile(r"(?:--|—|–|――|–-|-–)\s*")
_LONG_DASH = re.compile(r"[—–―]{2,40}\s*")
_UNDERSCORES = re.compile(r"_{2,100}\s*")
_LINK = re.compile(r"\s*[<(\[]{0,2}(?:https?://|www\.|mailto:)[^\s]{1,300}[>)\]]{0,2}\s*")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,80})\]\s*\([^()\s]{1,300}\)")
_WRAPPING = "<>()[]*_~ \t-–—.!•|\"“”"
_SENTENCE = re.compile(r"[?!]|[.,;]\s+\w")
_APOLOGY = re.compile(r"\b(?:excuse|typo|typos|typoz|typoze|brevity|brief|autocorrect|kusura|mazur)\w*")
_DEVICES = re.compile(
    r"iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|htc|nokia|lumia|windows|outlook|mobile|"
    r"handheld|smartphone|phone|tablet|yahoo|gmail|mail|proton|aol|sparrow|spark|airmail|thunderbird|mac|"
    r"k-9|sony|xperia|pixel|oneplus|oppo|vivo|motorola|mailbox|typeapp|telefon|device|cihaz|zimbra|lg|web"
)


def _phone_patterns() -> re.Pattern[str]:
    patterns: set[str] = set()
    for phrase in words_of("phone"):
        pieces = [re.escape(fold(piece)).replace("\\ ", r"\s+").replace("'", "['’`]?") for piece in phrase.split("@")]
        patterns.add(r"(?P<device>.{1,70}?)".replace("?P<device>", "") .join(pieces))
    return re.compile("(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")")


_PHONE = _phone_patterns()


def is_phone_line(bare: str) -> bool:
    """Whether a line is what a phone or a mail app puts under a mail by itself."""
    if not 6 <= len(bare) <= 200:
        return False
    text = _MARKDOWN_LINK.sub(r"\1", bare)
    text = re.sub(r"https?://\S+|<[^<>\s]{3,200}>", " ", text)
    folded = re.sub(r"\s+", " ", fold(text).replace("’", "'").replace("`", "'")).strip(_WRAPPING)
    if not folded or len(folded) > 110 or not _PHONE.fullmatch(folded):
        return False
    if _APOLOGY.search(folded):
        return True
    if _SENTENCE.search(folded):
        return False
    words = folded.split()
    return len(words) <= 7 or (len(words) <= 10 and bool(_DEVICES.search(folded)))


def signature_start(lines: Sequence[Line], start: int, end: int) -> int:
    """Where the signature begins in lines[start:end]; `end` if there is none.

    A delimiter ("-- ", RFC 3676, 4.3) begins it; without one, lines of phones and apps
    at the end are it.
    """
    for place in range(start, end):
        line = lines[place]
        if line.mark is Mark.SIGNATURE and all(
            following.blank or following.mark is Mark.SIGNATURE or is_phone_line(following.bare)
            for following in lines[place:end]
        ):
            end = place
            break
        text = line.text
        if len(text) > 120 or not text or text[0] not in "-—–―_ " or line.quoted:
            continue
        bare = line.bare
        if _DELIMITER.fullmatch(bare) and not _list_goes_on(lines, place, end):
            end = place
            break
        if (_UNDERSCORES.fullmatch(bare) or _LONG_DASH.fullmatch(bare)) and _footer_below(lines, place, end):
            end = place
            break
    return _above_phone_lines(lines, start, end)


def _list_goes_on(lines: Sequence[Line], place: int, end: int) -> bool:
    """More than a screenful under "--" is text that was divided, unless it is a real "-- "."""
    if lines[place].text.rstrip("\r") == "-- ":
        return False
    return sum(1 for line in lines[place + 1 : end] if not line.blank) > 60


def _footer_below(lines: Sequence[Line], place: int, end: int) -> bool:
    below = [line for line in lines[place + 1 : end] if not line.blank]
    return 0 < len(below) <= LONGEST_FOOTER or not below


def _above_phone_lines(lines: Sequence[Line], start: int, end: int) -> int:
    cut = end
    place = end
    while place > start:
        line = lines[place - 1]
        bare = line.bare
        if not bare:
            place -= 1
            continue
        if is_phone_line(bare):
            place = cut = place - 1
            continue
        if _LINK.fullmatch(bare) and place - 2 >= start and is_phone_line(lines[place - 2].bare):
            place = cut = place - 2
            continue
        break
    return cut
