"""Cleaning HTML: what is written is built anew from known parts, and nh3 has the last word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlsplit

import nh3

from derman.kernel.html.addresses import OWN_FILE, safe_address
from derman.kernel.html.reading import VOID, Tag, ascii_lower, read
from derman.kernel.html.texts import from_text, to_text

DEEPEST = 100  # elements inside each other; deeper ones are left out, their text stays
LONGEST = 3_000_000  # characters written
MOST_SIGNS = 30_000  # escaped ones; from there on nh3 takes more than its share of time, and nothing but text is kept

TAGS = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q"),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "u", "ul", "var"),
    )
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "span": {"data-mention"},
    "div": {"data-callout"},
    "mark": {"data-personal"},
    "ol": {"start", "data-steps"},
}
_SMALL_NUMBERS = frozenset(
    ("width", "height", "colspan", "rowspan", "start", "data-mention", "data-steps", "data-personal")
)
CALLOUTS = frozenset(("info", "tip", "warning"))  # what a box of an article is for

# `&` needs it only where a sign could begin
_SPECIAL = re.compile(r"[<>]|&(?=[a-zA-Z#])")


def _escaped(found: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;"}.get(found[0], "&amp;")


_BLOCKS = frozenset(
    ("blockquote", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul", "details")
)
# opening the first closes these, up to what holds them: `<li>` needs no `</li>`
_CLOSES = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
    "thead": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
    "tfoot": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
}

_last_word = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)


def clean(html: str, *, images: Mapping[str, str] | None = None, pages: bool = False) -> str:
    """Clean HTML to structure: no script, style, class, id, form, and no picture of another server.

    `images` says where a picture with a Content-ID (without brackets) is served. Pictures of the desk's own files
    stay. One of another server becomes a link, because loading it would tell its sender who reads and when.
    `pages`: links to articles of the desk stay as well, for what people of the desk write.
    At most reading.LIMIT characters are read; time and memory are linear to them.
    """
    writer = _Writer(images or {}, pages=pages)
    for part in read(html):
        if isinstance(part, Tag):
            writer.tag(part)
        else:
            writer.write(_SPECIAL.sub(_escaped, part.text))
        if writer.length > LONGEST:
            break
    written = writer.result()
    if written.count("&") > MOST_SIGNS:
        return from_text(to_text(html))
    return _last_word.clean(written)


class _Writer:
    """Writes elements that are closed in order, at most DEEPEST inside each other."""

    def __init__(self, images: Mapping[str, str], *, pages: bool) -> None:
        self.images = images
        self.pages = pages
        self.parts: list[str] = []
        self.open: list[str] = []
        self.length = 0

    def write(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name not in TAGS:
            return
        if tag.closing:
            if name in self.open:
                self.close_to(len(self.open) - 1 - self.open[::-1].index(name))
            elif name == "p":
                self.write("<br>")
            return
        if name == "img":
            self.picture(tag.attributes)
            return
        self.close_implied(name)
        attributes = self.attributes_of(tag)
        if name == "a" and "href" not in attributes:
            return
        if name not in VOID:
            if len(self.open) >= DEEPEST:
                return
            self.open.append(name)
        self.write(f"<{name}{''.join(f' {key}="{escape(value)}"' for key, value in attributes.items())}>")

    def close_to(self, depth: int) -> None:
        while len(self.open) > depth:
            self.write(f"</{self.open.pop()}>")

    def close_implied(self, name: str) -> None:
        if name in _BLOCKS and self.open and self.open[-1] == "p":
            self.close_to(len(self.open) - 1)
        if name == "a" and "a" in self.open:
            self.close_to(self.open.index("a"))
        rule = _CLOSES.get(name)
        if rule is None:
            return
        closed, holders = rule
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in holders:
                return
            if self.open[place] in closed:
                self.close_to(place)
                return

    def attributes_of(self, tag: Tag) -> dict[str, str]:
        known = ATTRIBUTES.get(tag.name)
        kept: dict[str, str] = {}
        if known:
            for name, value in tag.attributes.items():
                if name not in known or (name in _SMALL_NUMBERS and not re.fullmatch(r"[0-9]{1,9}", value)):
                    continue
                if name == "data-callout" and value not in CALLOUTS:
                    continue
                if name == "href" and not (value := safe_address(value, pages=self.pages)):
                    continue
                kept[name] = value[:2000]
        return kept

    def picture(self, attributes: Mapping[str, str]) -> None:
        source = attributes.get("src", "").strip()
        words = " ".join(attributes.get("alt", "").split())[:200]
        own = self.images.get(source[4:].strip("<>")) if ascii_lower(source[:4]) == "cid:" else source
        if own and OWN_FILE.fullmatch(own):
            kept = {key: attributes[key] for key in ("width", "height") if attributes.get(key, "").isdecimal()}
            size = "".join(f' {key}="{int(value)}"' for key, value in kept.items() if len(value) < 5)
            self.write(f'<img src="{own}" alt="{escape(words)}"{size}>')
            return
        address = safe_address(source)
        if not address or _is_speck(attributes):
            self.write(escape(words))
        elif "a" in self.open:
            self.write(escape(words or _name_of(address)))
        else:
            self.write(f'<a href="{escape(address[:2000])}">{escape(words or _name_of(address))}</a>')

    def result(self) -> str:
        self.close_to(0)
        return "".join(self.parts)


def _is_speck(attributes: Mapping[str, str]) -> bool:
    """A picture that nobody can see counts who reads."""
    sizes = [attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) <= 3 for size in sizes)


def _name_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "…"
    return (parts.path.rsplit("/", 1)[-1] or parts.netloc)[:80]
