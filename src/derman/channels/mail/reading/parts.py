"""The tree of parts of a mail (RFC 2045, 2046), without copying the mail."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .folding import ascii_lower, ascii_lower_bytes
from .headers import Headers, parameters, read_headers
from .transfer import decode_transfer

MAX_DEPTH = 100
"""Multiparts inside one another that are opened; what lies deeper stays one attachment."""
MAX_PARTS = 20_000
"""Parts that are read; a mail with more is read up to there."""

_TYPE_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-")


@dataclass(slots=True)
class Part:
    """One node of the tree: its headers and where its body lies in the raw mail."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    depth: int = 0
    default_type: str = "text/plain"
    children: list["Part"] = field(default_factory=list)
    _content_type: tuple[str, dict[str, str]] | None = None

    @property
    def body(self) -> bytes:
        """The body as it stands in the mail."""
        return self.raw[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return decode_transfer(self.body, self.headers.get("content-transfer-encoding"))

    @property
    def type(self) -> str:
        """Media type in lower case; what cannot be one is the default type."""
        return self._typed()[0]

    @property
    def type_parameters(self) -> dict[str, str]:
        """Parameters of Content-Type, names in lower case."""
        return self._typed()[1]

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or empty, in lower case."""
        return ascii_lower(parameters(self.headers.get("content-disposition"))[0]).strip("\"' ")

    @property
    def content_id(self) -> str:
        """Content-ID without its angle brackets."""
        return self.headers.get("content-id").strip("<> ")

    @property
    def filename(self) -> str:
        """The name that the sender gave, decoded, possibly with folders in it; or empty."""
        named = parameters(self.headers.get("content-disposition"))[1].get("filename", "")
        return (named or self.type_parameters.get("name", "")).strip()

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))

    def _typed(self) -> tuple[str, dict[str, str]]:
        if self._content_type is None:
            main, named = parameters(self.headers.get("content-type"))
            # Of "text/plain charset=x" or "text/plain, text/html" the first word counts.
            words = ascii_lower(main).replace(",", " ").split()
            found = words[0].strip("\"'") if words else ""
            top, slash, sub = found.partition("/")
            if not (top and slash and sub and set(top + sub) <= _TYPE_SIGNS):
                # RFC 2045, 5.2: what has no valid type is plain text.
                known = {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}
                found = known.get(top, self.default_type) if found else self.default_type
            self._content_type = found, named
        return self._content_type


def read_parts(raw: bytes) -> Part:
    """Read a whole mail into its tree; never raises, stops at `MAX_DEPTH` and `MAX_PARTS`."""
    headers, start = read_headers(raw, 0, len(raw))
    root = Part(raw, headers, start, len(raw))
    left = MAX_PARTS
    waiting = [root]
    while waiting and left > 0:
        part = waiting.pop()
        if not part.type.startswith("multipart/") or part.depth >= MAX_DEPTH:
            continue
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for begin, end in _divide(part, left):
            child_headers, child_start = read_headers(raw, begin, end, part=True)
            part.children.append(
                Part(raw, child_headers, min(child_start, end), end, part.depth + 1, default_type=default)
            )
        left -= len(part.children)
        waiting.extend(part.children)
    return root


def _divide(part: Part, most: int) -> list[tuple[int, int]]:
    """Where the parts of a multipart begin and end (RFC 2046, 5.1.1)."""
    boundary = part.type_parameters.get("boundary", "").rstrip()
    spans = _divide_by(part, b"--" + boundary.encode("utf-8", "surrogateescape"), most) if boundary else []
    if not spans and (guessed := _guess_boundary(part)):
        spans = _divide_by(part, guessed, most)
    return spans


def _divide_by(part: Part, marker: bytes, most: int) -> list[tuple[int, int]]:
    raw = part.raw
    spans: list[tuple[int, int]] = []
    begin = -1
    position = part.start
    while len(spans) < most:
        found = raw.find(marker, position, part.end)
        if found < 0:
            break
        position = after = found + len(marker)
        if found > part.start and raw[found - 1] not in b"\r\n":
            continue
        newline = raw.find(b"\n", after, part.end)
        stop = part.end if newline < 0 else newline + 1
        rest = raw[after : min(stop, after + 200)].strip()
        if rest not in (b"", b"--"):
            continue
        if begin >= 0:
            spans.append((begin, max(begin, _before_newline(raw, found))))
        begin = stop
        position = stop
        if rest == b"--":
            # Whatever follows the last boundary is an epilogue, unless parts go on after it.
            begin = -1
    if begin >= 0 and len(spans) < most:
        spans.append((begin, part.end))
    return spans


def _before_newline(raw: bytes, position: int) -> int:
    # The line break before a boundary belongs to the boundary.
    if position and raw[position - 1] == 10:
        position -= 1
    if position and raw[position - 1] == 13:
        position -= 1
    return position


def _guess_boundary(part: Part) -> bytes:
    """The boundary of a multipart that names none or a wrong one: a `--` line with fields after it."""
    raw = part.raw
    position = part.start
    for _ in range(200):
        newline = raw.find(b"\n", position, part.end)
        if newline < 0:
            return b""
        line = raw[position:newline].rstrip()
        following = raw[newline + 1 : newline + 9]
        if 4 <= len(line) <= 90 and line.startswith(b"--") and ascii_lower_bytes(following) == b"content-":
            return line
        position = newline + 1
    return b""
