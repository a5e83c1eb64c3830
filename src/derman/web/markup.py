"""The smallest pieces of markup, as functions: lists build hundreds of them, and a template tag each is slow."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from typing import Any, Protocol

from django.utils.safestring import SafeString

from derman.web import moments
from derman.web.static_files import sprite

_TONES = "abcdf"
_LONG = 20_000  # characters of a text in which it is looked for words without an end
_ENDLESS = re.compile(r"((?:&[#\w]{1,10};|[^\s<>&]){500})|<[^>]*>")


def cleaned(html: str) -> SafeString:
    """HTML that was cleaned or escaped before: what is stored of messages and articles, and what was made from it.

    A browser needs a minute for a word of 500,000 letters: words that nobody writes may end their line anywhere.
    """
    return SafeString(_ENDLESS.sub(_broken, html) if len(html) > _LONG else html)


def _broken(found: re.Match[str]) -> str:
    return f"{found[0]}<wbr>" if found[1] else found[0]


def text(words: Any) -> str:
    """Escaped, for markup that is put together here; Django's own `escape` costs ten times as much."""
    return escape(str(words))


def bold(words: Any) -> SafeString:
    """Escaped and in bold type; what is markup already stays as it is."""
    return words if isinstance(words, SafeString) else SafeString(f"<b>{text(words)}</b>")


class Marked(Protocol):
    """A text, and the places (start, end) in it that were looked for."""

    @property
    def text(self) -> str: ...

    @property
    def marks(self) -> tuple[tuple[int, int], ...]: ...


def marked(found: Marked) -> SafeString:
    """Escaped, with what was looked for marked."""
    parts, last = [], 0
    for start, end in found.marks:
        parts += [escape(found.text[last:start]), "<mark>", escape(found.text[start:end]), "</mark>"]
        last = end
    return SafeString("".join([*parts, escape(found.text[last:])]))


def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: the words beside it speak."""
    shape = f' class="{css}"' if css else ""
    return SafeString(f'<svg{shape} aria-hidden="true"><use href="{sprite()}#{name}"/></svg>')


def tone(pk: int | None) -> str:
    """The colour of a person's avatar: always the same for the same person."""
    return _TONES[(pk or 0) % len(_TONES)]


def avatar(pk: int | None, initials: str, css: str = "", presence: str = "") -> SafeString:
    """A round with initials; hidden from screen readers, since the name stands beside it."""
    extra = f" {css}" if css else ""
    state = f' data-presence="{presence}"' if presence else ""
    return SafeString(
        f'<span class="avatar avatar--{tone(pk)}{extra}"{state} aria-hidden="true">{escape(initials)}</span>'
    )


def initials(name: str) -> str:
    """One or two letters for a name; capital letters follow Turkish rules (`i` gives `İ`)."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return "".join("İ" if letter == "i" else letter.upper() for letter in letters)  # protocol: single letters


def time_ago(then: datetime, css: str = "tiny muted", now: datetime | None = None) -> SafeString:
    """A `<time>` that the page keeps true while it is open; the full date shows on pointing at it."""
    full, ago = moments.full_and_ago(then, now)
    return SafeString(f'<time class="{css}" datetime="{then.isoformat()}" data-ago title="{full}">{ago}</time>')


def time_short(then: datetime, css: str = "tiny muted") -> SafeString:
    """A `<time>` that says when: the hour today, otherwise the day."""
    return SafeString(
        f'<time class="{css}" datetime="{then.isoformat()}" title="{moments.full(then)}">{moments.short(then)}</time>'
    )
