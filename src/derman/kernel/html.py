"""Safe HTML: what came from outside is cleaned to plain structure before it is stored or shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

LIMIT = 1_000_000  # characters; longer input is cut, the raw mail keeps the rest

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "u", "ul", "var"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "span": {"data-mention"},
}
OWN_FILE = re.compile(r"/files/[A-Za-z0-9_-]{20,64}/")
_BLOCK_END = re.compile(r"</(?:p|div|li|tr|h[1-6]|blockquote|pre|table|ul|ol|dd|dt)\s*>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"\b(https?://[^\s<>\"']{3,500}[^\s<>\"'.,;:!?)\]}])")


def clean(html: str, *, images: Mapping[str, str] | None = None) -> str:
    """Clean HTML to structure: no script, style, class, form or address of another server's picture.

    `images` says where a picture with a Content-ID (without brackets) is served. Pictures of the desk's own
    files stay; all others become their alternative text, because loading them would tell their sender.
    """
    places = images or {}

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            if value.startswith("cid:"):
                return places.get(value[4:].strip("<>"))
            return value if OWN_FILE.fullmatch(value) else None
        if name in ("width", "height", "colspan", "rowspan", "start"):
            return value if value.isdigit() and len(value) < 5 else None
        return value

    cleaned = nh3.clean(
        _tame_depth(html[:LIMIT]),
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"},
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )
    return re.sub(r"<img(?![^>]*\bsrc=)[^>]*?(?:\balt=\"([^\"]*)\")?[^>]*>", lambda found: found[1] or "", cleaned)


def _tame_depth(html: str, limit: int = 200) -> str:
    """Deeply nested input becomes text: no reader needs it, and a tree a million deep stops a parser."""
    depth = deepest = 0
    for found in re.finditer(r"<(/?)[a-zA-Z]", html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    # void elements raise the count without nesting, so the limit is generous
    if deepest <= limit * 20:
        return html
    return from_text(to_text(html))


def from_text(text: str) -> str:
    """Plain text as HTML: escaped, blank lines part paragraphs, addresses become links."""
    paragraphs = re.split(r"\n\s*\n", text.strip()[:LIMIT])
    return "".join(f"<p>{_linked(part)}</p>" for part in paragraphs if part.strip())


def _linked(text: str) -> str:
    parts = _LINK.split(text.strip("\n"))
    made = []
    for position, part in enumerate(parts):
        safe = escape(part)
        if position % 2:
            safe = f'<a href="{safe}" rel="noopener noreferrer nofollow" target="_blank">{safe}</a>'
        made.append(safe)
    return "".join(made).replace("\n", "<br>")


def to_text(html: str) -> str:
    """The readable text of HTML, block by block on lines of its own."""
    if not html:
        return ""
    spoken = _SILENT.sub("", html[:LIMIT])
    text = unescape(_TAG.sub("", _BLOCK_END.sub("\n", spoken)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
