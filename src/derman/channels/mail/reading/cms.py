"""The content of an opaque S/MIME signature (RFC 5652, `SignedData`).

Reads just enough of BER to find it: the signature is not verified, that is for whoever has the
certificates. Bounded in depth and in the number of elements.
"""

from dataclasses import dataclass

MOST_ELEMENTS = 50_000
DEEPEST = 12

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OBJECT_ID, _OCTETS, _OCTETS_IN_PIECES, _EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0


class _Unreadable(Exception):
    """It ends too early or is none."""


@dataclass(slots=True)
class _Element:
    tag: int
    start: int
    end: int  # of an element without a length: where what holds it ends
    open: bool


def signed_content(raw: bytes) -> bytes | None:
    """What was signed, or None where `raw` holds no signed content (or holds something else)."""
    try:
        outer = _element(raw, 0, len(raw))
        kind = _element(raw, outer.start, outer.end)
        if outer.tag != _SEQUENCE or kind.tag != _OBJECT_ID or raw[kind.start : kind.end] != _SIGNED_DATA:
            return None
        explicit = _element(raw, kind.end, outer.end)
        signed = _element(raw, explicit.start, explicit.end)
        version = _element(raw, signed.start, signed.end)
        algorithms = _element(raw, version.end, signed.end)
        content = _element(raw, _after(raw, algorithms), signed.end)
        content_kind = _element(raw, content.start, content.end)
        wrapped = _element(raw, content_kind.end, content.end)
        if content.tag != _SEQUENCE or content_kind.tag != _OBJECT_ID or wrapped.tag != _EXPLICIT:
            return None
        return b"".join(_octets(raw, _element(raw, wrapped.start, wrapped.end), [MOST_ELEMENTS], 0))
    except _Unreadable:
        return None


def _element(raw: bytes, position: int, end: int) -> _Element:
    if position + 2 > end:
        raise _Unreadable
    tag, first = raw[position], raw[position + 1]
    start = position + 2
    if first == 0x80:
        return _Element(tag, start, end, open=True)
    length = first
    if first > 0x80:
        count = first & 0x7F
        if count > 6 or start + count > end:
            raise _Unreadable
        length = int.from_bytes(raw[start : start + count])
        start += count
    # What was cut off is read as far as it goes.
    return _Element(tag, start, min(start + length, end), open=False)


def _after(raw: bytes, element: _Element, left: list[int] | None = None, depth: int = 0) -> int:
    """Where the element behind this one begins."""
    if not element.open:
        return element.end
    left = left or [MOST_ELEMENTS]
    position = element.start
    while raw[position : position + 2] != b"\x00\x00":
        left[0] -= 1
        if left[0] <= 0 or depth > DEEPEST or position >= element.end:
            raise _Unreadable
        position = _after(raw, _element(raw, position, element.end), left, depth + 1)
    return position + 2


def _octets(raw: bytes, element: _Element, left: list[int], depth: int) -> list[bytes]:
    """The pieces of an octet string, whole or in pieces."""
    if element.tag == _OCTETS:
        return [raw[element.start : element.end]]
    if element.tag != _OCTETS_IN_PIECES or depth > DEEPEST:
        raise _Unreadable
    pieces: list[bytes] = []
    position = element.start
    while position + 2 <= element.end and raw[position : position + 2] != b"\x00\x00":
        left[0] -= 1
        if left[0] <= 0:
            raise _Unreadable
        piece = _element(raw, position, element.end)
        pieces += _octets(raw, piece, left, depth + 1)
        position = _after(raw, piece)
    return pieces
