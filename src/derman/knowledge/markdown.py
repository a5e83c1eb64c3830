"""Articles as Markdown (CommonMark with tables), in and out.

Boxes are written as `> [!NOTE]`, `> [!TIP]` and `> [!WARNING]`; a list of steps has `<!-- steps -->` before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from derman.kernel.html.reading import Tag, read
from derman.knowledge.emphasis import SIGNS, Piece, Sign, joined

_BLOCK_TAG = re.compile(r"</(?:p|div|h[1-6]|ul|ol|li|table|pre|blockquote|section|article|body)\s*>", re.IGNORECASE)
_BEGINS_WITH_TAG = re.compile(r"\s*<(?:!doctype|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_BOX = re.compile(r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br\s*/?>)?\s*", re.IGNORECASE)
_STEPS = re.compile(r"<!--\s*steps\s*-->\s*<ol")
_KINDS = {"NOTE": "info", "IMPORTANT": "info", "TIP": "tip", "WARNING": "warning", "CAUTION": "warning"}
_NAMES = {"info": "NOTE", "tip": "TIP", "warning": "WARNING"}
# what would be read as Markdown within a line
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\s*\d*)([#+.)-])", re.MULTILINE)

_parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])


def is_html(text: str) -> bool:
    """Is a body HTML, and not Markdown?"""
    return bool(_BEGINS_WITH_TAG.match(text) or _BLOCK_TAG.search(text))


def to_html(text: str) -> str:
    """Markdown as HTML. It may hold whatever its writer wrote: to be cleaned before it is kept."""
    made = _parser.render(text.replace("\0", "").replace("\r\n", "\n"))
    made = _STEPS.sub('<ol data-steps="1"', made)
    parts, position = [], 0
    while (found := _BOX.search(made, position)) is not None:
        end = _end_of_quote(made, found.end())
        kind = _KINDS[found[1].upper()]  # protocol
        inside = "<p>" + made[found.end() : end]
        inside = inside.replace("<p></p>", "", 1)
        parts += [made[position : found.start()], f'<div data-callout="{kind}">', inside, "</div>"]
        position = end + len("</blockquote>")
    return "".join([*parts, made[position:]])


def _end_of_quote(made: str, start: int) -> int:
    depth = 1
    for tag in re.finditer(r"<(/?)blockquote>", made[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return start + tag.start()
    return len(made)


def body_of(text: str) -> str:
    """HTML of a body that is HTML or Markdown."""
    return text if is_html(text) else to_html(text)


def from_html(body: str, *, picture: Callable[[str], str] = lambda address: address) -> str:
    """Clean HTML of an article as Markdown; `picture` says where a picture is found."""
    writer = _Writer(picture)
    for part in read(body):
        if isinstance(part, Tag):
            writer.tag(part)
        else:
            writer.words(part.text)
    return writer.result()


_KEPT = frozenset(("kbd", "mark", "sub", "sup", "u"))  # has no Markdown: stays as HTML


class _Writer:
    def __init__(self, picture: Callable[[str], str]) -> None:
        self.picture = picture
        self.blocks: list[str] = []
        self.line: list[Piece] = []
        self.prefixes: list[str] = []  # of quotes and lists that are open
        self.first: list[str] = []  # what the next line begins with instead: a bullet
        self.lists: list[int] = []
        self.divs: list[bool] = []  # open divs: is each a box?
        self.links: list[str] = []
        self.pre = self.code = self.tight = False
        self.shared: str | None = None  # the prefixes that the block before and the next one are both in
        self.table: list[list[str]] | None = None

    def words(self, text: str) -> None:
        if self.pre or self.code:
            self.line.append(text)
            return
        plain = re.sub(r"\s+", " ", text)
        if plain.strip() or (self.line and plain):
            self.line.append(_SIGNS.sub(r"\\\1", plain if self.line else plain.lstrip()))

    def tag(self, tag: Tag) -> None:
        name, closing = tag.name, tag.closing
        if self.pre and name != "pre":
            self.line += ["\n"] if name == "br" else []
        elif name in SIGNS:
            self.line.append(Sign(name, closing))
        elif name == "code":
            self.line.append("`")
            self.code = not closing
        elif name in _KEPT:
            personal = ' data-personal="1"' if "data-personal" in tag.attributes else ""
            self.line.append(f"</{name}>" if closing else f"<{name}{personal}>")
        elif name == "br":
            self.line.append(" " if self.table is not None else "\\\n")
        elif name == "img":
            source = self.picture(tag.attributes.get("src", ""))
            words = tag.attributes.get("alt", "").replace("[", "(").replace("]", ")")
            self.line.append(f"![{words}]({source})")
        elif name == "a":
            self._link(tag)
        elif self.table is not None or name == "table":
            self._cell(name, closing)
        else:
            self._block(tag)

    def _link(self, tag: Tag) -> None:
        if not tag.closing:
            self.links.append(tag.attributes.get("href", "").replace(")", "%29").replace(" ", "%20"))
            self.line.append("[")
        elif self.links:
            self.line.append(f"]({self.links.pop()})")

    def _cell(self, name: str, closing: bool) -> None:
        if name == "table" and not closing:
            self.end()
            self.table = []
        elif name == "table" and self.table is not None:
            self._end_table()
        elif self.table is not None and name == "tr" and not closing:
            self.table.append([])
        elif self.table and name in ("td", "th") and closing:
            self.table[-1].append(" ".join(joined(self.line).split()))
            self.line = []

    def _end_table(self) -> None:
        rows = [row for row in self.table or [] if row]
        self.table, self.line = None, []
        if not rows:
            return
        width = max(len(row) for row in rows)
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        self.put("\n".join(lines))

    def _block(self, tag: Tag) -> None:
        name, closing = tag.name, tag.closing
        if name == "pre":
            self._preformatted(closing)
            return
        self.end(heading=int(name[1]) if closing and re.fullmatch(r"h[1-6]", name) else 0)
        if name in ("ul", "ol"):
            if not closing:
                if name == "ol" and "data-steps" in tag.attributes:
                    self.put("<!-- steps -->")
                self.lists.append(int(tag.attributes.get("start") or 1) if name == "ol" else 0)
            elif self.lists:
                self.lists.pop()
            self.tight = not closing and len(self.lists) > 1
        elif name == "li":
            self._item(closing)
        elif name == "blockquote":
            self._quote("" if not closing else None)
        elif name == "div":
            self._div(tag)
        elif name == "hr":
            self.put("---")

    def _item(self, closing: bool) -> None:
        if closing:
            self._leave()
            self.first = []
            self.tight = True
            return
        number = self.lists[-1] if self.lists else 0
        bullet = f"{number}. " if number else "- "
        if number:
            self.lists[-1] += 1
        self.first.append(bullet)
        self._enter(" " * len(bullet))

    def _div(self, tag: Tag) -> None:
        if not tag.closing:
            kind = _NAMES.get(tag.attributes.get("data-callout", ""))
            self.divs.append(kind is not None)
            if kind:
                self._quote(f"[!{kind}]")
        elif self.divs and self.divs.pop():
            self._quote(None)

    def _quote(self, first_line: str | None) -> None:
        """Open a quote with a first line, or (None) close it."""
        if first_line is None:
            self._leave()
            return
        self._enter("> ")
        if first_line:
            self.put(first_line)
            self.tight = True

    def _enter(self, prefix: str) -> None:
        if self.shared is None:
            self.shared = "".join(self.prefixes)
        self.prefixes.append(prefix)

    def _leave(self) -> None:
        if self.prefixes:
            self.prefixes.pop()
        self.shared = "".join(self.prefixes)

    def _preformatted(self, closing: bool) -> None:
        if not closing:
            self.end()
            self.pre = True
            return
        text = joined(self.line).strip("\n")
        self.line, self.pre = [], False
        fence = "```"
        while fence in text:
            fence += "`"
        self.put(f"{fence}\n{text}\n{fence}")

    def end(self, heading: int = 0) -> None:
        """End a paragraph."""
        text = joined(self.line).strip()
        self.line = []
        if text:
            self.put(f"{'#' * heading} {text}" if heading else _AT_START.sub(r"\1\\\2", text))

    def put(self, text: str) -> None:
        """Write a block behind the prefixes of what it is in."""
        prefix = "".join(self.prefixes)
        start = prefix
        if self.first:
            outer = self.prefixes[: len(self.prefixes) - len(self.first)]
            start = "".join(outer) + "".join(self.first)
            self.first = []
        lines = text.split("\n")
        made = [start + lines[0], *(prefix + line if line else prefix.rstrip() for line in lines[1:])]
        gap = [] if self.tight or not self.blocks else [(prefix if self.shared is None else self.shared).rstrip()]
        self.tight, self.shared = False, None
        self.blocks += [*gap, *made]

    def result(self) -> str:
        self.end()
        return "\n".join(line.rstrip() for line in self.blocks).strip("\n") + "\n" if self.blocks else ""
