"""The line above a quote that says who wrote it, and when."""

import itertools
import re
from collections.abc import Sequence

from derman.channels.mail.reading.folding import fold, one_line

from .languages import words_of
from .lines import Line

MOST_LINES = 5
"""Lines over which mail programs wrap an attribution."""
LONGEST = 420


def _any_of(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_VERBS = _any_of({fold(verb) for verb in words_of("verbs")})
_OPENERS = _any_of({fold(opener) for opener in words_of("openers")})
_CLOSE = r"[\s*_]*(?:\([^()]{0,80}\))?[\s*_]*[:：]?[\s*_]*"
_VERB_END = re.compile(rf"(?:^|[^a-z])(?:{_VERBS}){_CLOSE}$")
# Apps of GMX and Web.de end with the name: "Am 12.08.26 um 14:22 schrieb Helpdesk".
_UNFINISHED = re.compile(rf"[^\n]{{1,30}}\d[:.]\d{{2}},? (?:uhr )?(?:{_VERBS}) [^\n.:;?!]{{2,60}}")
_VERB_INSIDE = re.compile(rf"(?:^|[^a-z])(?:{_VERBS})[\s,]")
_ONLY_VERB = re.compile(rf">?\s*(?:{_VERBS}){_CLOSE}")
_OPENER_DATE = re.compile(rf"[\s*_\"'(-]*(?:{_OPENERS})[\s,]+(?:[^\d\n]{{0,28}})\d")
_NUMERIC = r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}"
_DAY_MONTH = (
    r"\d{1,2}(?:\.|st|nd|rd|th)?[\s.,-]{1,3}(?:de |di |d')?[^\W\d_]{3,12}\.?,?"
    r"[\s.,-]{1,3}(?:de |del )?\d{2,4}"
)
_MONTH_DAY = r"[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:at\s)?\d{2,4}"
_EASTERN = r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]"
# Months that are written with signs of their own: "24 พ.ย. 2026".
_DAY_SIGNS = r"(?<!\d)\d{1,2}\s[^\s\d]{2,14},?\s(?:19|2[05])\d\d(?!\d)"
_DATE = re.compile(rf"{_NUMERIC}|{_EASTERN}|{_DAY_MONTH}|{_MONTH_DAY}|{_DAY_SIGNS}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_DATE_START = re.compile(
    rf"[\s*_\"'(\[-]*(?:{_CLOCK.pattern},\s+)?(?:[^\W\d_]{{2,14}}\.?,?\s+)?(?:{_NUMERIC}|{_EASTERN}|{_DAY_MONTH}|{_MONTH_DAY})"
)
_EMAIL = re.compile(r"[^\s<>()\"';:,&\[\]]{1,100}@[^\s<>()\"';:,&\[\]]{2,100}")
# Horde: "Quoting Ali <ali@x.example>:".
_QUOTING = re.compile(
    r"(?:quoting|zitat von|alinti|citation de|citando(?: a)?|citazione|citat|cytowanie|цитирую|цитата) "
    r"[^:<>]{0,80}<?[^\s<>:]{1,100}@[^\s<>:]{2,100}>?[:：]"
)
_NAMED = re.compile(r"[^<>@:]{1,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>,?")
_DATE_LINE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s)?(?:{_NUMERIC}|{_DAY_MONTH}|{_MONTH_DAY}),?\s+{_CLOCK.pattern}(?::\d{{2}})?"
    r"(?:\s?[ap]m)?(?:\s\(?(?:[+-]\d{4}|[a-z]{2,5}(?:[+-]\d{1,2})?)\)?){0,2},?"
)
_BRACKETED = re.compile(r"<\s?[^<>\s]{1,100}@[^<>\s]{1,100}\s?>")
# An end of a sentence, which abbreviations are not: they are short.
_SENTENCE = re.compile(r"[?!]|(?:[^\W\d_]{5,}[.]\s[^\W\d_]{2,}|\d[.]\s[^\W\d_]{3,}\s[^\W\d_])")
_DASHES = "-_=\u2010\u2011\u2012\u2013\u2014\u2015"
# Yahoo's apps put the first line of what was answered behind the heading: "… wrote:   Hello".
_FOLLOWED = re.compile(r"([^:：\d]{0,40}\d[^\n]{10,300}?[^\W\d_][:：])\s{2,10}\S")
_SHARED = re.compile(
    r"(?<=\S)\s+((?:On|Am|Le|El|Il|Em|Op|Den|Dne|Dnia)\s+(?:[A-Za-zÀ-ÿ]{2,10}\.?,?\s+)?"
    r"(?:[A-Za-z]{3,9}\.?\s+\d{1,2}|\d{1,2}[\s./-])[^\n]{4,300})$"
)


def attribution_at(lines: Sequence[Line], end: int, floor: int) -> int | None:
    """Where the attribution starts whose last line is lines[end], None if there is none.

    Nothing above `floor` belongs to it. The shortest run of lines that makes sense is
    taken, and a longer one if it begins as attributions begin ("On 3 March,").
    """
    last = lines[end]
    if (before := _FOLLOWED.match(last.bare)) and is_attribution(before[1]) and _EMAIL.search(fold(before[1])):
        return end
    if not _may_end(last.bare) and not _OPENER_DATE.match(fold(last.bare[:LONGEST])):
        return None
    quoted_below = _quoted_below(lines, end)
    start: int | None = None
    joined = ""
    place: int | None = end
    for _ in range(MOST_LINES):
        if place is None:
            break
        bare = lines[place].bare
        joined = f"{bare} {joined}" if joined else bare
        if len(joined) > LONGEST:
            break
        above = _line_above(lines, place, floor)
        folded = fold(bare)
        begins = bool(_OPENER_DATE.match(folded)) and not _only_hour(folded)
        if start is None or begins or (_NAMED.fullmatch(bare) and "@" not in lines[start].text):
            if is_attribution(joined, quoted_below=quoted_below, complete=above is None):
                start = place
                if begins:
                    break
            elif start is not None:
                break
        place = above
    if start is not None and not any(_DATE.search(fold(line.bare)) for line in lines[start : end + 1]):
        above = _line_above(lines, start, floor)
        if above is not None and _DATE_LINE.fullmatch(fold(lines[above].bare)):
            return above
    return start


def is_attribution(text: str, *, quoted_below: bool = False, complete: bool = False) -> bool:
    """Whether a text (lines joined by blanks) is a whole attribution.

    `quoted_below` says that quoted lines follow, which makes weaker signs enough;
    `complete` that nothing stands directly above that could belong to it.
    """
    folded = fold(one_line(text)).strip("*_ ")
    if not 8 <= len(folded) <= LONGEST:
        return False
    if inner := _between_dashes(folded):
        return bool(_VERB_END.search(inner)) or _says_who_and_when(inner)
    folded = folded.lstrip('-–>*_ \t"')
    if not complete and (folded.startswith(("<", "mailto:", "r.")) or _torn(folded) or _only_hour(folded)):
        return False
    colon = folded.endswith((":", "："))
    email = bool(_EMAIL.search(folded))
    date = bool(_DATE.search(folded))
    opens = bool(_OPENER_DATE.match(folded))
    dated = bool(_DATE_START.match(folded))
    if not date and opens and (email or quoted_below) and _has_clock(folded):
        date = True
    if _VERB_END.search(folded):
        if date and (email or opens or quoted_below or _has_clock(folded)):
            return quoted_below or email or ((colon or opens) and not _is_sentence(text))
        if email:
            return colon or quoted_below
        # "Derman Support wrote:", of a name and nothing else.
        return colon and quoted_below and not date and _is_named(text)
    if not colon and not quoted_below:
        return False
    if not colon and opens and date and _UNFINISHED.fullmatch(folded):
        return True
    if email and _QUOTING.fullmatch(folded):
        return True
    if email and colon and quoted_below and len(folded) < 120:
        return True
    if _VERB_INSIDE.search(folded) and date and (email or quoted_below or _has_clock(folded)):
        return colon
    if email and (dated or opens) and date:
        return colon or folded.endswith(">")
    # In a language that nobody taught us: a paragraph of a name, its address and the time.
    return colon and complete and _says_who_and_when(folded)


def _says_who_and_when(folded: str) -> bool:
    """Whether an address in its brackets, a date and a time of day stand there, and few words besides."""
    return (
        len(folded) < 160
        and bool(_BRACKETED.search(folded))
        and bool(_DATE.search(folded))
        and _has_clock(folded)
        and not _SENTENCE.search(folded)
    )


def _only_hour(folded: str) -> bool:
    """The second line of "On Tue, 3 March,\nat 10:05 …": an hour without its day."""
    return folded.startswith("at ") and not _DATE.search(folded)


def _is_named(text: str) -> bool:
    """Two to four words with capitals at the head of a line, which a name is."""
    head = list(itertools.takewhile(lambda word: word[0].isupper(), text.split()))
    return 2 <= len(head) <= 4


def _is_sentence(text: str) -> bool:
    """Whether what wrote is no name: "On 24.11.2026 at 10:05 the server wrote:"."""
    words = text.split()
    dated = [place for place, word in enumerate(words) if any(sign.isdigit() for sign in word)]
    if not dated or words[dated[-1]].endswith((",", ";")):
        return False
    others = words[1 : dated[0]] if dated[0] else []
    others += words[dated[-1] + 1 :]
    return bool(others) and all(word[0].islower() or not word[0].isalpha() for word in others)


def _between_dashes(folded: str) -> str:
    """What stands between three dashes or more and two or more, empty if nothing does."""
    line = folded.lstrip(" >")
    rest = line.lstrip(_DASHES)
    if len(line) - len(rest) < 3:
        return ""
    line = rest.rstrip(" :：")
    inner = line.rstrip(_DASHES)
    return inner.strip() if len(line) - len(inner) >= 2 else ""


def _has_clock(folded: str) -> bool:
    """A time of day, which a date with points is not."""
    return bool(_CLOCK.search(_DATE.sub(" ", folded)))


def shared_line(text: str) -> int | None:
    """Where an attribution begins that follows the reply on the same line."""
    match = _SHARED.search(text[:LONGEST])
    if match and is_attribution(match[1]):
        return match.start()
    return None


def _may_end(bare: str) -> bool:
    if not bare:
        return False
    tail = bare[-1]
    return tail in ":：>*_-—)" or bool(_VERB_END.search(fold(bare[-40:])))


def _torn(folded: str) -> bool:
    """An address that began on the line above: `>` before any `<`."""
    close, opened = folded.find(">"), folded.find("<")
    return close >= 0 and (opened < 0 or close < opened) and "&gt;" not in folded[: close + 1]


def _line_above(lines: Sequence[Line], place: int, floor: int) -> int | None:
    above = place - 1
    if above < floor:
        return None
    if lines[above].blank:
        # Polymail and others put an address on lines of its own, with a blank one above.
        above -= 1
        if not lines[place].bare.startswith("<") or above < floor:
            return None
        if not _OPENER_DATE.match(fold(lines[above].bare)):
            return None
    if lines[above].quoted:
        return None
    return above


def _quoted_below(lines: Sequence[Line], end: int) -> bool:
    for line in lines[end + 1 : end + 5]:
        if not line.blank:
            return line.quoted and not only_verb(line.bare)
    return False


def only_verb(bare: str) -> bool:
    """A last line of an attribution that looks like a quote: `> wrote:`."""
    return len(bare) < 60 and bool(_ONLY_VERB.fullmatch(fold(bare)))
