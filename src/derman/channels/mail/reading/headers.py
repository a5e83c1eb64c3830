"""The header block of a mail or a part: finding it, its fields, their parameters."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from .charsets import decode, decode_raw_header
from .folding import ascii_lower
from .words import decode_words, unfold

_FIELD = re.compile(rb"^([!-9;-~]{1,300})[ \t]*:", re.MULTILINE)
_FIELD_START = re.compile(rb"[!-9;-~]{1,300}[ \t]*:")
_LEADING_NEWLINES = re.compile(rb"(?:[ \t]*\r?\n)+")
_USUAL_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,30}|received|reply-to|return-path|"
    rb"in-reply-to|references|sender|delivered-to|dkim-signature|x-[a-z0-9-]{2,60})[ \t]*:",
    re.IGNORECASE,
)
_MAX_VALUE = 400_000
"""Longest value that is looked at: more is read by nobody, and is no header."""


class Headers:
    """Fields of one header block in their order; names are free in case.

    Values come as they are written (`raw`), as one line of text (`get`), or with
    encoded words decoded (`text`).
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        wanted = ascii_lower(name)
        return any(field == wanted for field, _ in self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Pairs of lower-case name and value on one line."""
        return ((name, _line(value)) for name, value in self._fields)

    def names(self) -> Iterator[str]:
        """Lower-case names in the order of the mail, repeated as they are."""
        return (name for name, _ in self._fields)

    def get(self, name: str, default: str = "") -> str:
        """First value of that name on one line, encoded words as they are."""
        wanted = ascii_lower(name)
        for field, value in self._fields:
            if field == wanted:
                return _line(value)
        return default

    def get_all(self, name: str) -> list[str]:
        """Every value of that name, each on one line."""
        wanted = ascii_lower(name)
        return [_line(value) for field, value in self._fields if field == wanted]

    def text(self, name: str) -> str:
        """First value of that name with encoded words decoded, for people to read."""
        return decode_words(self.get(name)).strip()

    def count(self, name: str) -> int:
        """How often the field occurs."""
        wanted = ascii_lower(name)
        return sum(1 for field, _ in self._fields if field == wanted)


def _line(value: bytes) -> str:
    return unfold(decode_raw_header(value[:_MAX_VALUE])).strip()


def read_headers(raw: bytes, start: int, end: int, *, part: bool = False) -> tuple[Headers, int]:
    """Read the header block of raw[start:end]; gives the fields and where the body starts.

    A line that is no field ends the block if the line after it isn't one either;
    otherwise it is skipped (a forgotten blank line is likelier than a new kind of field).
    A `part` of a multipart may begin with its blank line and then has no fields.
    """
    position = start
    if not part:
        if leading := _LEADING_NEWLINES.match(raw, position, end):
            position = leading.end()
        if raw[position : position + 5] in (b"From ", b">From"):
            newline = raw.find(b"\n", position, end)
            position = end if newline < 0 else newline + 1
    fields: list[tuple[str, bytes]] = []
    while position < end:
        newline = raw.find(b"\n", position, end)
        stop = end if newline < 0 else newline + 1
        first = raw[position]
        if first in b"\r\n" and not raw[position:stop].strip(b"\r\n"):
            return Headers(fields), stop
        if first in b" \t" and fields:
            # Continuation lines are gathered at once, so that one long value costs one copy.
            while stop < end and raw[stop] in b" \t":
                newline = raw.find(b"\n", stop, end)
                stop = end if newline < 0 else newline + 1
            name, value = fields[-1]
            fields[-1] = (name, value + raw[position : min(stop, position + _MAX_VALUE)].rstrip(b"\r\n"))
            position = stop
            continue
        if match := _FIELD_START.match(raw, position, stop):
            name = ascii_lower(raw[position : match.end() - 1].rstrip().decode("ascii"))
            value = raw[match.end() : min(stop, match.end() + _MAX_VALUE)].rstrip(b"\r\n")
            fields.append((name, value + b"\n" if stop < end and raw[stop] in b" \t" else value))
            position = stop
            continue
        if not _more_fields(raw, stop, end):
            return Headers(fields), position
        position = stop
    return Headers(fields), end


def _more_fields(raw: bytes, position: int, end: int) -> bool:
    """Whether a header that every mail has stands below, before any blank line."""
    for place in range(12):
        if position >= end or raw[position] in b"\r\n":
            return False
        newline = raw.find(b"\n", position, end)
        match = _FIELD_START.match(raw, position, min(end, position + 400))
        if match and (place == 0 or _USUAL_FIELD.fullmatch(match[0])):
            return True
        if newline < 0:
            return False
        position = newline + 1
    return False


_ATTRIBUTE = re.compile(
    r"""([^\s=;"']{1,80})\s{0,20}=\s{0,20}("(?:[^"\\]|\\.){0,20000}"?|'[^';]{0,2000}'(?=\s*(?:;|$))|[^;]{0,20000})"""
)
_BACKSLASH = re.compile(r"\\(.)")
_CONTINUED = re.compile(r"(.{1,60}?)(?:\*(\d{1,3}))?(\*)?")


@lru_cache(maxsize=256)
def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split `text/plain; charset=x` into its value and its parameters.

    Names come lower-case; RFC 2231 continuations and charsets are put together, and
    encoded words in a value (not allowed, and everywhere) are decoded. Of a repeated
    parameter the first counts.
    """
    main, semicolon, rest = value.partition(";")
    if "=" in main and not semicolon:
        main, rest = "", value
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _ATTRIBUTE.finditer(rest[:50_000]):
        name, text = ascii_lower(match[1]), match[2].strip()
        quoted = text[:1] == '"'
        if quoted:
            text = _BACKSLASH.sub(r"\1", text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:])
        elif text[:1] == "'" and len(text) > 1 and text.endswith("'"):
            text = text[1:-1]
        part = _CONTINUED.fullmatch(name)
        if part and (part[2] or part[3]):
            # An asterisk says percent-encoded; programs put it on quoted values too.
            pieces.setdefault(part[1], {}).setdefault(int(part[2] or 0), (bool(part[3]), text))
        else:
            found.setdefault(name, text)
    for name, parts in pieces.items():
        found[name] = _join_continued(parts)
    return main.strip(), {name: decode_words(text) for name, text in found.items()}


def _join_continued(parts: dict[int, tuple[bool, str]]) -> str:
    charset = ""
    data: list[bytes] = []
    for place, number in enumerate(sorted(parts)):
        encoded, text = parts[number]
        if encoded and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data.append(unquote_to_bytes(raw) if encoded else raw)
    return decode(b"".join(data), charset)
