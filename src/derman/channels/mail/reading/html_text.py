"""HTML to readable text, in one pass and in time linear to its length."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .folding import ascii_lower
from .quotes.lines import Line, Mark

MAX_HTML = 8_000_000
"""Signs of HTML that are looked at."""
MAX_TAGS = 150_000
"""Tags that are understood; from there on they are only taken out."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/\"'=]{0,60})([^<>]*)>")
_TAG_START = re.compile(r"<(/?)([A-Za-z][^\s<>/\"'=]{0,60})")
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "xml", "svg", "object"})
_RAW = frozenset({"script", "style", "title", "noscript", "template"})
_LINE = frozenset(
    {
        "div",
        "tr",
        "li",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "form",
        "address",
        "center",
        "fieldset",
        "caption",
        "thead",
        "tbody",
        "body",
        "html",
        "main",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "hr",
        "pre",
    }
)
_BLOCK = _LINE | {"p", "blockquote"}
_PARAGRAPH = frozenset({"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"})
VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "basefont",
        "frame",
        "keygen",
    }
)
_NEVER_MARKED = (VOID - {"hr"}) | {"font", "b", "i", "u", "em", "strong", "a"}
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


MarkOf = Callable[[Tag, Sequence[Line]], Mark]
REST_SIGN = "\u2500\u2500"
"""The text of a line that only carries `Mark.REST`."""


def tags(source: str) -> Iterator[Tag]:
    """The tags of an HTML text in order. Comments, declarations and the content of
    scripts and styles are passed over; a `<` that opens no tag is text."""
    position = 0
    no_comment_end = False
    left = MAX_TAGS
    while (start := source.find("<", position)) >= 0 and left:
        left -= 1
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
            match_open = _TAG_START.match(source, start)
            if not match_open:
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
            if attributes.count('"') % 2 or attributes.count("'") % 2:
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


def html_to_text(source: str) -> str:
    """What a person reads of an HTML text: no script, no style, blocks on their own lines."""
    return "\n".join(line.text for line in html_to_lines(source)).strip("\n")


def html_to_lines(source: str, mark_of: MarkOf | None = None) -> list[Line]:
    """The readable lines of an HTML text, each with its position in the source.

    `mark_of` looks at each opening tag and the lines before it, and says what its content
    is (a quote, a signature), or that all that follows is an earlier mail.
    """
    source = source[:MAX_HTML]
    writer = _Writer(mark_of)
    position = 0
    skipping: list[str] = []
    for tag in tags(source):
        if not skipping:
            writer.text(source[position : tag.start], position)
        position = tag.end
        if tag.name in _SKIPPED:
            if tag.closing:
                if tag.name in skipping:
                    del skipping[skipping.index(tag.name) :]
            elif not tag.attributes.endswith("/") and len(skipping) < 100:
                skipping.append(tag.name)
        elif tag.name == "body":
            # The body is read even where a head was never closed.
            skipping.clear()
        elif not skipping:
            writer.tag(tag)
    if not skipping:
        rest = source[position:]
        writer.text(_TAG.sub(" ", rest) if "<" in rest else rest, position)
    return writer.result()


class _Writer:
    def __init__(self, mark_of: MarkOf | None) -> None:
        self.mark_of = mark_of
        self.mark = Mark.NONE
        self.marked_by = ""
        self.nested = 0
        self.framed = False
        self.deep = 0
        self.here = 0
        self.lines: list[Line] = []
        self.line: list[str] = []
        self.start = 0
        self.pre = 0

    def text(self, raw: str, position: int) -> None:
        if not raw:
            return
        self.here = position
        text = html.unescape(raw) if "&" in raw else raw
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.add(first, position)
            for other in others:
                self.end_line(force=True)
                position += 1
                self.add(other, position)
            return
        text = _SPACES.sub(" ", text)
        self.add(text if self.line else text.lstrip(" "), position)

    def add(self, text: str, position: int) -> None:
        if text:
            if not self.line:
                self.start = position
            self.line.append(text)

    def tag(self, tag: Tag) -> None:
        name = tag.name
        self.here = tag.start
        if name == "br":
            self.end_line(force=True)
        elif name in ("td", "th"):
            if not tag.closing and self.line:
                self.line.append(" ")
        elif name in _BLOCK:
            self.end_line()
            if name in _PARAGRAPH:
                self.blank()
        if self.mark_of is not None and name not in _NEVER_MARKED:
            self.follow_marks(tag)
        if name == "pre":
            self.pre = max(0, self.pre + (-1 if tag.closing else 1))
        elif name == "li" and not tag.closing:
            self.add("- ", tag.start)

    def follow_marks(self, tag: Tag) -> None:
        """Know when the content of a marked element begins and ends."""
        assert self.mark_of is not None
        if self.marked_by:
            if self.framed and tag.name == "blockquote":
                self.end_line()
                self.deep = max(0, self.deep + (-1 if tag.closing else 1))
                self.mark = Mark.QUOTE if self.deep else Mark.NONE
            if tag.name == self.marked_by:
                self.nested += -1 if tag.closing else 1
                if self.nested == 0:
                    self.end_line()
                    self.marked_by, self.mark = "", Mark.NONE
            return
        if tag.closing:
            return
        mark = self.mark_of(tag, self.lines)
        if mark is Mark.REST:
            self.end_line()
            self.lines.append(Line(REST_SIGN, tag.start, Mark.REST))
            self.mark_of = None
        elif mark is not Mark.NONE and tag.name not in VOID:
            self.end_line()
            self.framed, self.deep = mark is Mark.FRAME, 0
            self.mark, self.marked_by, self.nested = Mark.QUOTE if self.framed else mark, tag.name, 1

    def end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line).rstrip()
        if self.pre == 0 and "  " in text:
            text = _SPACES.sub(" ", text)
        # Two empty lines in a row say no more than one.
        if text or (force and self.lines and self.lines[-1].text):
            self.lines.append(Line(text, self.start if self.line else self.here, self.mark))
        self.line.clear()

    def blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", self.here, self.mark))

    def result(self) -> list[Line]:
        self.end_line()
        return self.lines
