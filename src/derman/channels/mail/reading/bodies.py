"""Which parts of a mail are its text, its HTML and its attachments."""

import re
from dataclasses import dataclass, replace

from .charsets import decode
from .folding import ascii_lower
from .html_text import html_to_text
from .mail import Attachment
from .parts import MAX_DEPTH, Part
from .transfer import decode_in_pieces, decode_transfer, split_uu

MAX_TEXT = 1_000_000
"""Bytes of one text part that are read as text."""

_MARKED_UP = frozenset({"text/enriched", "text/richtext"})
_BODY_TYPES = frozenset({"text/plain", "text/html", "text/x-plain"}) | _MARKED_UP
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?([-\w.:]{2,40})", re.IGNORECASE)
_ENRICHED_TAG = re.compile(r"</?[A-Za-z-]{1,60}>")


@dataclass(frozen=True, slots=True)
class Bodies:
    """`plain` is what text/plain parts say, `html` the HTML, `attachments` all else."""

    plain: str
    html: str
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """The text to read: the plain one, or that of the HTML where there is no other."""
        return self.plain if self.plain.strip() or not self.html else html_to_text(self.html)


def read_bodies(root: Part) -> Bodies:
    """Sort the parts of a mail; a text part is inline unless it says otherwise."""
    plains: list[str] = []
    htmls: list[str] = []
    files: list[Attachment] = []
    waiting = [(root, "")]
    while waiting:
        part, parent = waiting.pop()
        if part.children:
            waiting.extend((child, part.type) for child in reversed(part.children))
        elif part.type.startswith("multipart/") and part.depth < MAX_DEPTH:
            # A multipart without a single boundary: its text is all there is.
            plains.append(_text(part)[0])
        elif _is_body(part, parent):
            text, taken = _text(part)
            if part.type == "text/html":
                htmls.append(text)
            elif part.type in _MARKED_UP and parent == "multipart/alternative" and plains:
                continue
            else:
                plains.append(text)
            files.extend(taken)
        else:
            files.append(_file(part, parent))
    return Bodies("\n".join(plains), "\n".join(htmls), tuple(files))


def _is_body(part: Part, parent: str) -> bool:
    """A text to read: not an attachment, and without a file name, unless it is one of
    several forms of the same text (some programs name those)."""
    if part.type not in _BODY_TYPES or part.disposition == "attachment":
        return False
    return not part.filename or (parent == "multipart/alternative" and part.type in ("text/plain", "text/html"))


def _text(part: Part) -> tuple[str, list[Attachment]]:
    content, taken = _beginning(part)
    charset = part.type_parameters.get("charset", "")
    if part.type == "text/html":
        if not charset and (meta := _META_CHARSET.search(content, 0, 4_000)):
            charset = meta[1].decode("ascii")
        return decode(content, charset).replace("\r\n", "\n").replace("\x00", ""), taken
    if b"\nbegin " in content or content.startswith(b"begin "):
        content, found = split_uu(content)
        taken += [
            Attachment(name, "application/octet-stream", len(data), False, "", data, 0, len(data), "")
            for name, data in found
        ]
    text = decode(content, charset).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if part.type in _MARKED_UP:
        text = _ENRICHED_TAG.sub("", text)
    elif ascii_lower(part.type_parameters.get("format", "")) == "flowed":
        text = unflow(text, delsp=ascii_lower(part.type_parameters.get("delsp", "")) == "yes")
    return text, taken


def _beginning(part: Part) -> tuple[bytes, list[Attachment]]:
    """As much of a text as anybody reads; one that is longer is a file as well, so that nothing of it is lost."""
    if part.end - part.start <= MAX_TEXT:
        return part.content, []
    encoding = part.headers.get("content-transfer-encoding")
    content = decode_transfer(part.raw[part.start : part.start + 2 * MAX_TEXT], encoding)[:MAX_TEXT]
    whole = _file(part, "")
    if whole.size <= len(content):
        return content, []
    name = part.filename or ("message.html" if part.type == "text/html" else "message.txt")
    return content, [replace(whole, name=name, inline=False)]


def unflow(text: str, *, delsp: bool = False) -> str:
    """Join the lines of format=flowed (RFC 3676) into paragraphs, quote by quote."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        signature = content == "-- "
        flows = content.endswith(" ") and not signature
        if flows and delsp:
            content = content[:-1]
        if open_depth == depth and not signature:
            out[-1] += content
        else:
            out.append((">" * depth + " " if depth else "") + content)
        open_depth = depth if flows else -1
    return "\n".join(out)


def _file(part: Part, parent: str) -> Attachment:
    encoding = part.headers.get("content-transfer-encoding")
    inline = part.disposition == "inline" or (
        bool(part.content_id) and part.disposition != "attachment" and part.type.startswith("image/")
    )
    return Attachment(
        part.filename,
        part.type,
        sum(map(len, decode_in_pieces(part.raw, part.start, part.end, encoding))),
        inline or (bool(part.content_id) and parent == "multipart/related" and part.type.startswith("image/")),
        part.content_id,
        part.raw,
        part.start,
        part.end,
        encoding,
    )
