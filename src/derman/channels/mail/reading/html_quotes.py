"""Cutting quote and signature off an HTML reply.

Mail programs put the mail they answer into containers of their own. Those are known
here by class, id or style; where there is none, the rules for plain text find the
heading of the quote in the readable lines. Either way the cut is made in the source.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from .folding import ascii_lower
from .html_colours import with_coloured, with_own_lines, without_heading
from .html_containers import (
    QUOTE_CLASSES,
    QUOTE_IDS,
    QUOTE_NAMES,
    REST_CLASSES,
    REST_IDS,
    SIGNATURE_CLASSES,
    SIGNATURE_IDS,
    SIGNATURE_NAMES,
)
from .html_text import VOID, Tag, html_to_lines, tags
from .quotes import Forwarding, Kind, Line, Mark, TextCut, heaps, sort_lines, with_answered
from .quotes.attribution import is_attribution
from .quotes.header_block import header_block_at, separator

MOST_CONTAINERS = 50
"""Containers of quotes that are opened to see whether they hold a forwarded mail."""

# The thin line above "From:" that desktop Outlook draws, in the spellings of its versions
# and of the programs that write its styles anew: a line at the top, a little space under it.
_TOP_LINE = re.compile(
    r"border-top(?:-width)?:(?=[^;\"']{0,40}?(?<![\d.])1(?:\.0)?pt)"
    r"|border-width:\s?1(?:\.0)?pt\s(?:medium|0\w{0,2}|none)\s(?:medium|0\w{0,2}|none)\b",
    re.IGNORECASE,
)
_TOP_SPACE = re.compile(r"padding(?:-top)?:\s?3(?:\.0)?pt", re.IGNORECASE)
_RENAMED = re.compile(r"^(?:x_|v\d{1,2}(?=reply-intro))+")
_FRAME_HEADING = 600
"""Signs of text that stand above the blockquote in Gmail's frame, at most: they are its heading."""
_BLOCKQUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class HtmlCut:
    """The new HTML, what was cut off it (quote and signature), and the same as plain text; `shown` is as in `TextCut`.

    `coloured` says that answers stand inside the quote that only their colour tells from it.
    """

    reply: str
    quoted: str
    shown: str
    text: TextCut
    coloured: bool = False


def cut_html(source: str, author: str = "", forwarding: Forwarding | None = None) -> HtmlCut:
    """Part the new HTML of a mail from signature and quote; `author` and `forwarding` are as in `cut_text`.

    What comes out holds every tag that stood open at a cut and its end, so that it is
    as balanced as the source. It is as unsafe as the source too.
    """
    if not source:
        return HtmlCut("", "", "", TextCut("", "", "", ""))
    lines, kinds = sort_lines(html_to_lines(source, _Marker(source)), author, forwarding)
    if (parted := with_own_lines(source, lines, kinds)) != source:
        source = parted
        lines, kinds = sort_lines(html_to_lines(source, _Marker(source)), author, forwarding)
    kinds, marked = with_coloured(source, lines, kinds)
    coloured = marked != source
    kinds = with_answered(lines, kinds)
    if coloured:
        kinds = without_heading(lines, kinds)
        source = marked
        # the same lines, at their new places
        lines, _before = sort_lines(html_to_lines(source, _Marker(source)), author, forwarding)
    text = heaps(lines, kinds)
    if all(kind is Kind.NEW for kind in kinds):
        return HtmlCut(source, "", source, text)
    runs = _runs(lines, kinds, len(source))
    reply = _without(source, runs)
    folded = [run for run in runs if run[2] is not Kind.ANSWERED]
    shown = reply if len(folded) == len(runs) else _without(source, folded)
    quoted = "".join(source[start:end] for start, end, _kind in folded)
    return HtmlCut(reply, quoted, shown, text, coloured)


def _without(source: str, runs: Sequence[tuple[int, int, Kind]]) -> str:
    kept: list[str] = []
    position = 0
    for start, end, _kind in runs:
        kept.append(source[position:start])
        kept.append(_balance(source[start:end]))
        position = end
    kept.append(source[position:])
    return "".join(kept)


def _runs(lines: Sequence[Line], kinds: Sequence[Kind], length: int) -> list[tuple[int, int, Kind]]:
    """Stretches of the source that are cut out, with what they are."""
    runs: list[tuple[int, int, Kind]] = []
    place = 0
    while place < len(lines):
        kind = kinds[place]
        stop = place
        while stop < len(lines) and (kinds[stop] is kind):
            stop += 1
        if kind is not Kind.NEW:
            first = next((line for line in lines[place:stop] if not line.blank), lines[place])
            end = lines[stop].start if stop < len(lines) else length
            if first.start < end:
                runs.append((first.start, end, kind))
        place = stop
    return runs


def _balance(cut: str) -> str:
    """The tags of a stretch that have no partner within it."""
    open_tags: list[tuple[str, str]] = []
    closing: list[str] = []
    for tag in tags(cut):
        if tag.name in VOID or tag.name.startswith("!") or tag.attributes.endswith("/"):
            continue
        if not tag.closing:
            open_tags.append((tag.name, cut[tag.start : tag.end]))
        elif open_tags and open_tags[-1][0] == tag.name:
            open_tags.pop()
        elif tag.name in [name for name, _ in open_tags[-20:]]:
            while open_tags.pop()[0] != tag.name:
                pass
        else:
            closing.append(f"</{tag.name}>")
    return "".join(closing) + "".join(source for _, source in open_tags)


class _Marker:
    """Says what the content of an element is, by what mail programs call it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.left = MOST_CONTAINERS
        self.looked = 0  # into so many of them
        self.answered = False  # a plain blockquote was the mail that is answered: further ones are its pieces

    def __call__(self, tag: Tag, before: Sequence[Line]) -> Mark:
        attributes = tag.attributes
        if not attributes:
            return self._plain_blockquote(tag, before)
        classes = {_RENAMED.sub("", name) for name in ascii_lower(tag.get("class")).split()}
        name = _RENAMED.sub("", ascii_lower(tag.get("id")))
        called = ascii_lower(tag.get("name")) if tag.name == "div" else ""
        if classes & SIGNATURE_CLASSES or name in SIGNATURE_IDS or called in SIGNATURE_NAMES:
            return Mark.SIGNATURE
        if classes & REST_CLASSES or name in REST_IDS or _is_outlook_rule(tag):
            return Mark.REST
        if called in QUOTE_NAMES:
            return self._quote(tag, before)
        if tag.name == "hr" and tag.get("tabindex") == "-1":
            # Outlook on the web draws this line above the mail that is answered.
            return Mark.REST
        if tag.name == "div" and "gmail_quote" in classes and self._frames(tag):
            mark = self._quote(tag, before)
            return Mark.FRAME if mark is Mark.QUOTE else mark
        if any(name.endswith("yahoo_quoted") for name in classes):
            return self._quote(tag, before)
        if classes & QUOTE_CLASSES or name in QUOTE_IDS or tag.get("data-marker") == "__QUOTED_TEXT__":
            return self._quote(tag, before)
        if tag.name == "blockquote" and ascii_lower(tag.get("type")) == "cite":
            return self._quote(tag, before)
        return self._plain_blockquote(tag, before)

    def _plain_blockquote(self, tag: Tag, before: Sequence[Line]) -> Mark:
        """People indent with blockquotes too; it is a quote where its heading stands above it or begins it, or a
        quote stood before it."""
        if tag.name != "blockquote":
            return Mark.NONE
        self.answered = self.answered or _heading_above(before) or self._begins_with_heading(tag, before)
        return Mark.QUOTE if self.answered else Mark.NONE

    def _begins_with_heading(self, tag: Tag, before: Sequence[Line]) -> bool:
        """Orange and others write the fields of the old mail inside of its blockquote."""
        self.looked += 1
        if self.looked > MOST_CONTAINERS or _forwards(self.source, tag.end, before):
            return False
        inside = unescape(_ANY_TAG.sub("\n", self.source[tag.end : tag.end + 1_500]))
        first = [Line(bare.lstrip("> ")) for line in inside.split("\n") if (bare := line.strip(" >\t\xa0"))][:8]
        return any(header_block_at(first, place) for place in range(min(2, len(first))))

    def _frames(self, tag: Tag) -> bool:
        """Whether little more than a heading stands above a blockquote: answers may stand below it."""
        found = _BLOCKQUOTE.search(self.source, tag.end, tag.end + 4_000)
        return found is not None and len(_ANY_TAG.sub("", self.source[tag.end : found.start()])) < _FRAME_HEADING

    def _quote(self, tag: Tag, before: Sequence[Line]) -> Mark:
        self.left -= 1
        return Mark.NONE if self.left >= 0 and _forwards(self.source, tag.end, before) else Mark.QUOTE


def _is_outlook_rule(tag: Tag) -> bool:
    if "border-" not in ascii_lower(tag.attributes[:2_000]):
        return False
    style = tag.get("style")[:2_000].replace(" :", ":")
    return bool(_TOP_LINE.search(style) and _TOP_SPACE.search(style))


def _heading_above(before: Sequence[Line]) -> bool:
    last = [line.bare for line in before[-4:] if not line.blank][-3:]
    return any(is_attribution(" ".join(last[-count:]), quoted_below=True) for count in range(1, len(last) + 1))


def _forwards(source: str, position: int, before: Sequence[Line]) -> bool:
    """Whether a container holds a forwarded mail, which is content and no quote."""
    for text in _ANY_TAG.sub("\n", source[position : position + 1_500]).split("\n"):
        if bare := text.strip():
            if separator(bare) == "forwarded":
                return True
            break
    last = [line.bare for line in before[-3:] if not line.blank]
    return bool(last) and separator(last[-1]) == "forwarded"
