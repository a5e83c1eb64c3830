"""Text as HTML, and HTML as text."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from derman.kernel.html.addresses import safe_address
from derman.kernel.html.reading import LIMIT, Tag, read

_LINK = re.compile(
    r"""(?P<web>\b(?:https?://|www\.)[^\s<>"'\x00-\x20]{2,2000})
    |(?P<mail>(?<![\w.+-])[a-zA-Z0-9][\w.+-]{0,63}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8})""",
    re.VERBOSE | re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_PAIRS = {")": "(", "]": "[", "}": "{"}

_LINES = frozenset(
    (
        *("address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "html", "li", "main", "nav", "option", "section"),
        *("summary", "tbody", "tfoot", "thead", "tr"),
    )
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr"))
DEEPEST = 12  # quotes and lists inside each other that are still shown as such


def from_text(text: str) -> str:
    """Plain text as HTML: escaped, blank lines part paragraphs, indents stay, addresses become links."""
    plain = text[:LIMIT].replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return "".join(f"<p>{_linked(part)}</p>" for part in _PARAGRAPH.split(plain) if part.strip())


def from_text_with_quotes(text: str) -> str:
    """Plain text as HTML, as `from_text`; lines behind a `>` become block quotes, those behind two inner ones."""
    return _quotes(text[:LIMIT].replace("\r\n", "\n").replace("\r", "\n").split("\n"), 0)


def _quotes(lines: list[str], depth: int) -> str:
    made: list[str] = []
    for quoted, some in groupby(lines, lambda line: line.startswith(">")):
        if quoted and depth < DEEPEST:
            inner = _quotes([line[1:].removeprefix(" ") for line in some], depth + 1)
            made.append(f"<blockquote>{inner}</blockquote>" if inner else "")
        else:
            made.append(from_text("\n".join(some)))
    return "".join(made)


def _linked(text: str) -> str:
    text = _INDENT.sub(lambda found: "\u00a0" * min(len(found[0].expandtabs(4)), 40), text.rstrip())
    made = []
    position = 0
    for found in _LINK.finditer(text):
        shown = _without_punctuation(found[0]) if found["web"] else found[0]
        address = f"mailto:{shown}" if found["mail"] else shown if "://" in shown else f"https://{shown}"
        made.append(escape(text[position : found.start()]))
        made.append(
            f'<a href="{escape(address)}" rel="noopener noreferrer nofollow" target="_blank">{escape(shown)}</a>'
        )
        position = found.start() + len(shown)
    made.append(escape(text[position:]))
    return "".join(made).replace("\n", "<br>")


def _without_punctuation(address: str) -> str:
    """The full stop that ends a sentence, or a bracket around an address, is not part of it."""
    end = len(address)
    while end > 8:
        last = address[end - 1]
        if last in ".,;:!?…" or (last in _PAIRS and address.count(last, 0, end) > address.count(_PAIRS[last], 0, end)):
            end -= 1
        else:
            break
    return address[:end]


def to_text(html: str) -> str:
    """The readable text of HTML: blocks on lines of their own, `> ` before quotes, addresses of links in brackets."""
    if "<" not in html and "&" not in html:
        return html[:LIMIT].replace("\0", "").strip()
    writer = _Writer()
    for part in read(html):
        if isinstance(part, Tag):
            writer.tag(part)
        else:
            writer.text(part.text)
    return writer.result()


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.pre = 0
        self.gap = False  # an empty line belongs before the next one
        self.depth = 0  # quotes around the last line
        self.lists: list[int] = []  # the number of the next entry; 0 where they have none
        self.link = ""
        self.link_words: list[str] = []

    def text(self, text: str) -> None:
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.add(first)
            for other in others:
                self.end_line(force=True)
                self.add(other)
            return
        blank = text[:1].isspace() and bool(self.line) and not self.line[-1].endswith(" ")
        words = " ".join(text.split())
        if words or blank:
            self.add((" " if blank else "") + words + (" " if words and text[-1].isspace() else ""))

    def add(self, words: str) -> None:
        self.line.append(words)
        if self.link:
            self.link_words.append(words)

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self.end_line(force=True)
        elif name in ("td", "th"):
            if not tag.closing and self.line:
                self.add("  ")
        elif name == "img":
            self.text(" ".join(tag.attributes.get("alt", "").split())[:200])
        elif name == "a":
            self.end_link()
            self.link = "" if tag.closing else safe_address(tag.attributes.get("href", ""))
        elif name in _LINES or name in _PARAGRAPHS:
            self.block(name, tag.closing)

    def block(self, name: str, closing: bool) -> None:
        self.end_line()
        step = -1 if closing else 1
        if name in _PARAGRAPHS and not (name in ("ul", "ol") and len(self.lists) > (1 if closing else 0)):
            self.blank()
        if name == "blockquote":
            self.quotes = max(0, self.quotes + step)
        elif name == "pre":
            self.pre = max(0, self.pre + step)
        elif name in ("ul", "ol"):
            if not closing:
                self.lists.append(1 if name == "ol" else 0)
            elif self.lists:
                self.lists.pop()
        elif name == "li" and not closing:
            indent = "  " * min(max(len(self.lists) - 1, 0), DEEPEST)
            number = self.lists[-1] if self.lists else 0
            self.line.append(f"{indent}{number}. " if number else f"{indent}- ")
            if number:
                self.lists[-1] += 1
        elif name == "hr":
            self.line.append("-----")
            self.end_line()

    def end_link(self) -> None:
        words, link = "".join(self.link_words).strip(), self.link
        self.link, self.link_words = "", []
        if link.startswith(("http:", "https:")) and words and not _same(words, link):
            self.line.append(f" ({link[:2000]})")

    def end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line).rstrip()
        self.line.clear()
        if text or force:
            if self.gap and self.lines:
                # a gap on the edge of a quote does not belong to the quote
                self.lines.append("> " * min(self.quotes, self.depth))
            self.gap, self.depth = False, min(self.quotes, DEEPEST)
            self.lines.append("> " * self.depth + text)

    def blank(self) -> None:
        self.gap = True

    def result(self) -> str:
        self.end_link()
        self.end_line()
        text = "\n".join(line.rstrip() for line in self.lines).replace("\u00a0", " ")
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip()


def _same(words: str, link: str) -> bool:
    """Does the text of a link say its address already?"""
    return link.partition("://")[2].strip("/") in (words.strip("/"), words.partition("://")[2].strip("/"))
