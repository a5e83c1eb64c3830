"""HTML to readable text, in one pass and in time linear to its length."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .folding import ascii_lower

MAX_HTML = 8_000_000
"""Signs of HTML that are looked at."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/\"'=]{0,60})([^<>]*)>")
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "xml", "svg", "object"})
_RAW = frozenset({"script", "style", "title", "noscript", "template"})
_LINE = frozenset({"div", "tr", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table",
                   "section", "article", "header", "footer", "form", "address", "center", "fieldset", "caption",
                   "thead", "tbody", "body", "html", "main", "nav", "aside", "figure", "figcaption", "hr", "pre"})
_PARAGRAPH = frozenset({"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                  "track", "wbr", "basefont", "frame", "keygen"})
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][-\w:.]{0,60})\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")


@dataclass(slots=True)
class Tag:
    """A tag of the source at source[start:end]; text lies between the tags."""

    name: str
    closing: bool
    attributes: str
    start: int
    end: int

    def get(self, name: str) -> str:
        """The value of an attribute, entities decoded, empty if there is none."""
        if name not in ascii_lower(self.attributes):
            return ""
        for match in _ATTRIBUTE.finditer(self.attributes[:8_000]):
            if ascii_lower(match[1]) == name:
                return html.unescape(match[2].strip("\"'"))
        return ""


def tags(source: str) -> Iterator[Tag]:
    """The tags of an HTML text in order. Comments, declarations and the content of
    scripts and styles are passed over; a `<` that opens no tag is text."""
    position = 0
    no_comment_end = no_quote_end = False
    while (start := source.find("<", position)) >= 0:
        if source.startswith("<!--", start):
            end = -1 if no_comment_end else source.find("-->", start + 4)
            if end >= 0:
                yield Tag("!--", False, "", start, end + 3)
                position = end + 3
                continue
            no_comment_end = True
        if source.startswith(("<!", "<?"), start):
            end = source.find(">", start, start + 5_000)
            if end >= 0:
                yield Tag("!", False, "", start, end + 1)
                position = end + 1
                continue
        match = _TAG.match(source, start)
        if not match:
            match_open = re.compile(r"<(/?)([A-Za-z][^\s<>/\"'=]{0,60})").match(source, start)
            if not match_open or no_quote_end:
                position = start + 1
                continue
            # A "<" inside a quoted attribute: look for the end of the tag a little further.
            end = _quoted_end(source, match_open.end())
            if end < 0:
                position = start + 1
                continue
            name, attributes = ascii_lower(match_open[2]), source[match_open.end() : end - 1]
            closing = bool(match_open[1])
        else:
            name, attributes, end, closing = ascii_lower(match[2]), match[3], match.end(), bool(match[1])
            if attributes.count('"') % 2:
                longer = _quoted_end(source, match.end(2))
                if longer > 0:
                    end, attributes = longer, source[match.end(2) : longer - 1]
        yield Tag(name, closing, attributes, start, end)
        position = end
        if name in _RAW and not closing and not attributes.endswith("/"):
            close = re.compile(rf"</{re.escape(name)}\b", re.IGNORECASE).search(source, end)
            # A script that never ends hides the rest, as it does in a browser.
            position = close.start() if close else len(source)
            if position > end:
                yield Tag("!--", False, "", end, position)


def _quoted_end(source: str, position: int) -> int:
    """Where a tag ends whose attributes hold `<` or `>` in quotes; -1 within 4,000 signs."""
    quote = ""
    for place in range(position, min(len(source), position + 4_000)):
        sign = source[place]
        if quote:
            if sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == ">":
            return place + 1
        elif sign == "<":
            return -1
    return -1


def html_to_text(source: str, *, quotes: bool = False) -> str:
    """What a person reads of an HTML text: no script, no style, blocks on their own lines.

    With `quotes`, lines inside a blockquote begin with `> `, so that the rules for quotes
    in plain text find them.
    """
    source = source[:MAX_HTML]
    writer = _Writer(quotes)
    position = 0
    skipping: list[str] = []
    for tag in tags(source):
        if not skipping:
            writer.text(source[position : tag.start])
        position = tag.end
        if tag.name in _SKIPPED:
            if tag.closing:
                if tag.name in skipping:
                    del skipping[skipping.index(tag.name) :]
            elif not tag.attributes.endswith("/"):
                skipping.append(tag.name)
        elif tag.name == "body":
            # The body is read even where a head was never closed.
            skipping.clear()
        elif not skipping:
            writer.tag(tag)
    if not skipping:
        writer.text(source[position:])
    return writer.result()


class _Writer:
    def __init__(self, quotes: bool) -> None:
        self.quotes = quotes
        self.depth = 0
        self.lines: list[str] = []
        self.line: list[str] = []
        self.pre = 0
        self.breaks = 0

    def text(self, raw: str) -> None:
        if not raw:
            return
        text = html.unescape(raw) if "&" in raw else raw
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for other in others:
                self.end_line(force=True)
                self.line.append(other)
            return
        text = _SPACES.sub(" ", text)
        if not self.line:
            text = text.lstrip(" ")
        if text:
            self.line.append(text)

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self.end_line(force=True)
        elif name in ("td", "th"):
            if not tag.closing and self.line:
                self.line.append(" ")
        elif name == "blockquote":
            self.end_line()
            self.blank()
            self.depth = max(0, self.depth + (-1 if tag.closing else 1))
        elif name in _LINE or name == "p":
            self.end_line()
            if name in _PARAGRAPH:
                self.blank()
            if name == "pre":
                self.pre = max(0, self.pre + (-1 if tag.closing else 1))
            elif name == "hr":
                self.lines.append(self.prefix() + "-" * 10 if self.quotes else "")
            elif name == "li" and not tag.closing:
                self.line.append("- ")

    def prefix(self) -> str:
        return "> " * min(self.depth, 20) if self.quotes else ""

    def end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line).rstrip()
        if self.pre == 0:
            text = text.replace("  ", " ")
        self.line.clear()
        if text or force:
            self.lines.append(self.prefix() + text if text or self.depth else "")

    def blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.prefix().rstrip())

    def result(self) -> str:
        self.end_line()
        out: list[str] = []
        for line in self.lines:
            if line or (out and out[-1]):
                out.append(line)
        return "\n".join(out).strip("\n")
