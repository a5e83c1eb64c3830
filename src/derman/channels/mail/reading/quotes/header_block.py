"""Header blocks and separators that programs put above the mail they answer."""

import re
from collections.abc import Sequence

from derman.channels.mail.reading.folding import fold

from .languages import LANGUAGES, REPLY_ABOVE, words_of
from .lines import Line, Mark

_LABEL = re.compile(r"[\s*_>|]*([^\W\d_][^:：*_<>@\d]{0,28}?)[\s*_]*[:：][\s*_]*(.*)", re.DOTALL)
_DASH = r"[-_=~\u2010-\u2015\u2212]"
_RULE = re.compile(r"[\s>*]*(?:[-_=*\u2010-\u2015\u2212]\s?){2,}\s*")
_BETWEEN_DASHES = re.compile(rf"[\s>*]*{_DASH}{{2,60}}[\s*]*((?!{_DASH}).{{2,81}}?)[\s*]*{_DASH}{{1,60}}[\s*:]*")
_SHARED = re.compile(rf"[\s>*]*{_DASH}{{4,60}}\s?((?!{_DASH}).{{2,60}}?)\s?{_DASH}{{4,60}}(?!{_DASH})\s*(?=\S)")
_FRAMED = re.compile(rf"{_DASH}{{3,60}}\s*[^\W\d_][^?!.]{{2,50}}?\s*{_DASH}{{3,60}}")
# Notes: "Derman Support ---24.11.2026 10:05:12---Dear Ayşe, have you".
_ONLY_TIME = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s[ap]m)?")
_NOTES_FRAME = re.compile(r"\|-{6,80}>")
_NOTES = re.compile(r"-{3}\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.{0,20}?-{3}")
_DAY = re.compile(r"(?<!\d)(?:19|2[05])\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_HOUR = re.compile(r"(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.]*\d{4})")
_DECORATION = re.compile(r"^[\s#*=_~<>-]+|[\s#*=_~<>:.-]+$")


def _roles() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for role in ("sender", "date", "to", "copy", "subject"):
            for label in getattr(language, role):
                found.setdefault(fold(label), role)
    return found


ROLES = _roles()
"""Folded label -> what it is the label of, over all languages."""

_ORIGINAL = frozenset(fold(phrase) for phrase in words_of("original"))
_FORWARDED = frozenset(fold(phrase) for phrase in words_of("forwarded"))
_ABOVE = re.compile("|".join(f"(?:{fold(pattern)})" for pattern in REPLY_ABOVE))
# GroupWise: the signs of a quote around sender and time, or before the time and the number of the message.
_GROUPWISE = re.compile(
    r">>>\s?[^>].{0,200}?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.{0,30}\s>>>"
    r"|>>>\s?[^>\d]{0,20}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.{0,60}<[^<>\s]{3,200}>,?.{0,200}"
)


def is_rule(bare: str) -> bool:
    """A line of dashes or underscores and nothing else."""
    return len(bare) < 200 and bool(_RULE.fullmatch(bare))


def separator(bare: str) -> str:
    """`original`, `forwarded` or `above` for a line that parts reply and quote, else empty."""
    if (match := _SHARED.match(bare)) and role_of(bare[match.end() :])[0]:
        # Samsung forgets to end the line: "--- Original message ---From: Ali".
        return _named(fold(match[1]).strip(" *"))
    if not 6 <= len(bare) <= 150:
        return ""
    if (match := _BETWEEN_DASHES.fullmatch(bare)) and (named := _named(fold(match[1]).strip(" *"))):
        return named
    plain = _DECORATION.sub("", fold(bare))
    if _ABOVE.fullmatch(plain):
        return "above"
    # Apple Mail announces a forward without dashes.
    return "forwarded" if bare.endswith((":", "：")) and plain in _FORWARDED else ""


def _named(inner: str) -> str:
    """What the words between dashes announce."""
    if _starts(inner, _ORIGINAL):
        return "original"
    return "forwarded" if _starts(inner, _FORWARDED) else ""


def groupwise(bare: str) -> bool:
    """Whether a line is the heading of GroupWise: `>>> Ali <ali@x.example> 24.11.2026 10:05 >>>`."""
    return bare.startswith(">>>") and bool(_GROUPWISE.fullmatch(bare))


def _starts(inner: str, phrases: frozenset[str]) -> bool:
    return inner in phrases or any(
        inner.startswith(phrase + " ") and len(inner) < len(phrase) + 60 for phrase in phrases
    )


def role_of(bare: str) -> tuple[str, str]:
    """The role of a header line and its value; two empty texts for any other line."""
    match = _LABEL.match(bare)
    if not match:
        return "", ""
    role = ROLES.get(fold(match[1]).strip(), "")
    return (role, match[2].strip(" *_")) if role else ("", "")


def header_block_at(lines: Sequence[Line], start: int) -> bool:
    """Whether a header block starts at lines[start]: sender and two fields more, or
    sender with an address and one more, in any language and any order."""
    first, value = role_of(lines[start].bare)
    if not first:
        return False
    roles = set() if first == "date" and _is_undated(value) else {first}
    address = first == "sender" and "@" in value
    strange = 0
    listing, above = first in ("to", "copy"), lines[start].bare
    for line in lines[start + 1 : start + 14]:
        if line.blank:
            # Some programs write a blank line between all of them.
            strange += 1
            if strange > 2:
                break
            continue
        role, value = role_of(line.bare)
        if role:
            if role != "date" or not _is_undated(value):
                roles.add(role)
            address = address or (role == "sender" and "@" in value)
            strange = 0
            listing = role in ("to", "copy")
        elif listing and (line.bare.endswith((";", ",")) or above.endswith((";", ","))):
            pass  # more recipients than a line holds
        elif roles == {"sender"} and _is_time(line.bare):
            roles.add("date")  # whatever its label is in a language that nobody taught us
        else:
            strange += 1
            address = address or (strange == 1 and first == "sender" and len(roles) == 1 and "@" in line.bare)
            if strange > 2:
                break
        above = line.bare
        if _enough(roles, address):
            return True
    return _enough(roles, address)


def _is_listed(bare: str) -> bool:
    """A field that Yandex lists above its heading, with a semicolon behind it."""
    return bare.endswith(";") and role_of(bare)[0] in ("to", "copy", "subject")


def _is_time(bare: str) -> bool:
    """A field of a day and an hour, whatever its label says."""
    match = _LABEL.match(bare)
    return bool(match and _DAY.search(match[2]) and _HOUR.search(match[2]))


def _is_undated(value: str) -> bool:
    """A date without a digit is none: people fill in forms that look like headers."""
    return bool(value) and not any(sign.isdigit() for sign in value)


def _enough(roles: set[str], address: bool) -> bool:
    if "sender" not in roles:
        return False
    if address:
        return bool(roles & {"date", "subject"})
    # Without an address it could be a journey: from, to and when.
    return {"date", "subject"} <= roles


def fields_end(lines: Sequence[Line], start: int) -> int:
    """The last line of the header block at lines[start] or below it, where quoted lines follow; else `start`."""
    last = start
    for place in range(start + 1, min(start + 16, len(lines))):
        line = lines[place]
        if line.quoted:
            return last
        if not line.blank:
            if not _LABEL.match(line.bare) and not lines[last].bare.endswith((";", ",")):
                break
            last = place
    return start


def is_notes_frame(bare: str) -> bool:
    """The top of the frame that Notes draws around each field of its heading: `|------------>`."""
    return bool(_NOTES_FRAME.fullmatch(bare))


def notes_heading(lines: Sequence[Line], place: int, floor: int) -> int | None:
    """Where the heading of an older Notes begins: the sender, a line with nothing but the time, and below it
    "To" and "Subject" on lines of their own, without a colon. `place` is the time; None for any other line."""
    if not _ONLY_TIME.fullmatch(fold(lines[place].bare)):
        return None
    words = [fold(line.bare) for line in lines[place + 1 : place + 16]]
    roles = {ROLES.get(word) or ROLES.get(word.partition(" ")[0]) for word in words}
    if not {"to", "subject"} <= roles:
        return None
    above = place - 1
    if above > floor and lines[above].blank and "@" in lines[above - 1].bare:
        above -= 1
    return above if above >= floor and not lines[above].blank else place


def _announces(bare: str) -> bool:
    """A line that belongs to the heading below it, in whatever language: words between dashes, "Original Message"
    without them, or the sender, the time and the first words that Notes puts there."""
    if separator(bare) == "forwarded":
        return False
    return (
        (len(bare) < 120 and bool(_FRAMED.fullmatch(bare)))
        or (len(bare) < 60 and fold(bare) in _ORIGINAL)
        or bool(_NOTES.search(bare[:400]))
    )


def rules_above(lines: Sequence[Line], place: int, floor: int) -> int:
    """Go up from lines[place] over rules and blank lines that belong to the cut."""
    above = place
    while above > floor and (
        lines[above - 1].blank
        or is_rule(lines[above - 1].bare)
        or _is_listed(lines[above - 1].bare)
        or _announces(lines[above - 1].bare)
    ):
        above -= 1
        if lines[above].mark is Mark.REST:
            break
    return _above_listed(lines, above, floor)


def _above_listed(lines: Sequence[Line], place: int, floor: int) -> int:
    """Up over fields between a rule and the heading, where Yandex lists them without a semicolon."""
    above = place
    while above > floor and place - above < 4 and role_of(lines[above - 1].bare)[0] in ("to", "copy", "subject"):
        above -= 1
    return above - 1 if above < place and above > floor and is_rule(lines[above - 1].bare) else place
