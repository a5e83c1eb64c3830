"""Reading HTML as browsers do (WHATWG HTML, 13.2.5 Tokenization), in one pass, in time linear to its length.

Every pattern here matches wherever it is tried or fails at once, and no part of the source is looked at twice:
an unclosed comment, quote or script ends with the source, as it does in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

LIMIT = 1_000_000  # characters that are read of a source; a raw mail keeps the rest
MOST_TAGS = 60_000  # tags that are read; those behind them are left out, their text stays

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
# what is inside of these is not HTML, or is not meant to be read
_HIDDEN = frozenset(("script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes", "template"))

_TAG = re.compile(
    r"""<(?P<closing>/?)(?P<name>[a-zA-Z][^\s/<>@]*+)(?=[\s/>]|\Z)
    (?P<attributes>(?:[\s/]++ | [^\s/>=][^\s/>=]*+ | =\s*+(?:"[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) | [^\s"'>][^\s>]*+)?+)*+)
    (?:>|\Z)""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"?|'(?P<single>[^']*+)'?|(?P<bare>[^\s"'>][^\s>]*+)))?+""",
    re.VERBOSE,
)
_COMMENT_END = re.compile(r"--!?>|\Z")
# in the value of an attribute, `&copy=2` is part of an address and no sign
_SIGN = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]{1,31};)")


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be read between tags, entities decoded."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in small letters, with its attributes, decoded; of two of the same name the first counts."""

    name: str
    closing: bool
    attributes: dict[str, str]


def ascii_lower(text: str) -> str:
    """Small letters for the capital ones of ASCII alone, as the names of HTML are compared."""
    return text.lower() if text.isascii() else text  # protocol


def read(source: str) -> Iterator[Text | Tag]:
    """Texts and tags in order. Comments, declarations and the content of scripts, styles and titles are left out."""
    source = source[:LIMIT].replace("\0", "")
    position = shown = 0
    tags = 0
    while (start := source.find("<", position)) >= 0:
        following = source[start + 1 : start + 3]
        if following[:1] in ("!", "?") or (following[:1] == "/" and following[1:] and not following[1:].isalpha()):
            end = _end_of_declaration(source, start)
            tag = None
        elif (found := _TAG.match(source, start)) is None:
            position = start + 1  # a lone `<`, or somebody's address as in `<selin@ege.example>`: text
            continue
        else:
            end = found.end()
            tag = found
        if start > shown:
            yield Text(unescape(source[shown:start]))
        position = shown = end
        if tag is None:
            continue
        name = ascii_lower(tag["name"])
        if name in _HIDDEN and not tag["closing"]:
            position = shown = _end_of_hidden(source, name, end)
            continue
        tags += 1
        if tags <= MOST_TAGS:
            yield Tag(name, bool(tag["closing"]), _attributes(tag["attributes"]) if tag["attributes"] else {})
    if shown < len(source):
        yield Text(unescape(source[shown:]))


def _end_of_declaration(source: str, start: int) -> int:
    if source.startswith("<!--", start):
        if source.startswith((">", "->"), start + 4):
            return source.index(">", start + 4) + 1
        end = _COMMENT_END.search(source, start + 4)
        return end.end() if end else len(source)
    end_of_bogus = source.find(">", start)
    return end_of_bogus + 1 if end_of_bogus >= 0 else len(source)


def _end_of_hidden(source: str, name: str, start: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(source, start)
    return end.end() if end else len(source)


def _attributes(source: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(source):
        value = found["double"] or found["single"] or found["bare"] or ""
        attributes.setdefault(ascii_lower(found["name"]), _SIGN.sub(lambda sign: unescape(sign[0]), value))
        if len(attributes) >= 40:
            break
    return attributes
