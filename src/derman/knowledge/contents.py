"""What an article is made of: its HTML cleaned for keeping, and made ready for reading with its table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from derman.kernel import html
from derman.kernel.folding import fold

LONGEST_TITLE = 200
LONGEST_BODY = 500_000  # characters
WORDS_A_MINUTE = 200

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_OWN_LINK = re.compile(r'(<a href="/kb/[^"]*"[^>]*?) (?:rel="[^"]*" ?|target="_blank" ?)+')
_ANCHOR = re.compile(r'(<a href="#[^"]*"[^>]*?) (?:rel="[^"]*" ?|target="_blank" ?)+')
_NOT_OF_AN_ID = re.compile(r"[^a-z0-9]+")
_PICTURE = re.compile(r"<img ")
_EMPTY = r"(?:<p>(?:\s|<br>|&nbsp;|\u00a0)*</p>\s*)+"
_EMPTY_ENDS = re.compile(rf"\A{_EMPTY}|{_EMPTY}\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents: its level (2 or 3), its words, and where the page has it."""

    level: int
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Readable:
    """A body with anchors, its table of contents, and how many minutes it takes."""

    body: str
    headings: list[Heading]
    minutes: int


def clean_body(body: str, *, own: str) -> str:
    """Clean HTML of an article; `own` is the desk's public address, whose articles are linked without it."""
    cleaned = html.clean(body.replace(f'href="{own}/kb/', 'href="/kb/'), pages=True)
    return _EMPTY_ENDS.sub("", cleaned)


def readable(body: str) -> Readable:
    """Make a clean body ready for its page. The page has the one h1: headings begin at h2, in unbroken levels."""
    levels = sorted({int(found[1]) for found in _HEADING.finditer(body)})
    shift = {level: min(place + 2, 4) for place, level in enumerate(levels)}
    headings: list[Heading] = []
    used: set[str] = set()

    def with_anchor(found: re.Match[str]) -> str:
        level = shift[int(found[1])]
        words = " ".join(unescape(_TAGS.sub("", found[2])).split())
        if not words:
            return ""
        base = _NOT_OF_AN_ID.sub("-", fold(words).replace("'", "")).strip("-")[:60] or "part"
        anchor, number = base, 1
        while anchor in used:
            number += 1
            anchor = f"{base}-{number}"
        used.add(anchor)
        if level < 4:
            headings.append(Heading(level, words, anchor))
        return f'<h{level} id="{escape(anchor)}">{found[2]}</h{level}>'

    shown = _HEADING.sub(with_anchor, body)
    shown = _ANCHOR.sub(r"\1", _OWN_LINK.sub(r"\1", shown))
    shown = _PICTURE.sub('<img loading="lazy" ', shown)
    # a wide table scrolls by itself, and the page stays as wide as the screen
    shown = shown.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    words = len(_TAGS.sub(" ", body).split())
    return Readable(shown, headings, max(1, round(words / WORDS_A_MINUTE)))


def excerpt(text: str, length: int = 160) -> str:
    """The beginning of a plain text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length + 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
