"""`winmail.dat` unpacked: files and text of a mail in Outlook's own form (MS-OXTNEF).

Bounded: at most `MOST_FILES` files and `MOST_PROPERTIES` properties are looked at, nothing is
copied but what is given back, and what cannot be read ends the reading and loses nothing read so far.
"""

import struct
from dataclasses import dataclass, field

from .charsets import decode

MOST_FILES = 500
MOST_ATTRIBUTES = 20_000
MOST_PROPERTIES = 5_000

_SIGNATURE = 0x223E9F78
_CODE_PAGE, _BODY, _MESSAGE_PROPERTIES = 0x9007, 0x800C, 0x9003
_FILE_BEGINS, _FILE_DATA, _FILE_TITLE, _FILE_PROPERTIES = 0x9002, 0x800F, 0x8010, 0x9005

_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a property's value by its type; the types below have a length of their own."""
_OBJECT, _STRING, _UNICODE, _BINARY = 0x0D, 0x1E, 0x1F, 0x102
_MULTIPLE = 0x1000

_DATA, _SHORT_NAME, _LONG_NAME, _TYPE, _CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_PLAIN, _HTML = 0x1000, 0x1013


@dataclass(slots=True)
class PackedFile:
    """A file in it. `type` and `content_id` are empty where the sender's program gave none."""

    name: str = ""
    type: str = ""
    content_id: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Unpacked:
    """All that is in it."""

    text: str = ""
    html: str = ""
    files: list[PackedFile] = field(default_factory=list)


def unpack(raw: bytes) -> Unpacked:
    """Read a `winmail.dat`; what is none gives nothing."""
    found = Unpacked()
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return found
    charset = "windows-1254"
    position = 6
    for _ in range(MOST_ATTRIBUTES):
        if position + 9 > len(raw) or raw[position] not in (1, 2):
            break
        name, _type, length = struct.unpack_from("<HHI", raw, position + 1)
        start = position + 9
        data = raw[start : start + length]
        position = start + length + 2
        if name == _CODE_PAGE and len(data) >= 4:
            charset = _charset(struct.unpack_from("<I", data)[0]) or charset
        elif name == _BODY:
            found.text = found.text or _text(data, charset)
        elif name == _MESSAGE_PROPERTIES:
            _read_message(data, charset, found)
        elif name == _FILE_BEGINS:
            if len(found.files) >= MOST_FILES:
                break
            found.files.append(PackedFile())
        elif found.files:
            _read_file(name, data, charset, found.files[-1])
    found.files = [file for file in found.files if file.name or file.content]
    return found


def _read_message(data: bytes, charset: str, found: Unpacked) -> None:
    properties = _properties(data, charset)
    found.text = found.text or _as_text(properties.get(_PLAIN, ""), charset)
    found.html = found.html or _as_text(properties.get(_HTML, ""), charset)


def _read_file(name: int, data: bytes, charset: str, file: PackedFile) -> None:
    if name == _FILE_TITLE:
        file.name = file.name or _text(data, charset)
    elif name == _FILE_DATA:
        file.content = data
    elif name == _FILE_PROPERTIES:
        properties = _properties(data, charset)
        file.name = (
            _as_text(properties.get(_LONG_NAME, ""), charset)
            or file.name
            or _as_text(properties.get(_SHORT_NAME, ""), charset)
        )
        file.type = _as_text(properties.get(_TYPE, ""), charset) or file.type
        file.content_id = _as_text(properties.get(_CONTENT_ID, ""), charset).strip("<> ") or file.content_id
        content = properties.get(_DATA)
        if not file.content and isinstance(content, bytes):
            file.content = content


def _properties(data: bytes, charset: str) -> dict[int, str | bytes]:
    """Texts and bytes of a list of MAPI properties by their number; of several values the first."""
    found: dict[int, str | bytes] = {}
    try:
        count = struct.unpack_from("<I", data)[0]
        position = 4
        for _ in range(min(count, MOST_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", data, position)
            position += 4
            if number >= 0x8000:
                position = _past_name(data, position)
            many = bool(kind & _MULTIPLE)
            kind &= ~_MULTIPLE
            if kind in _SIZES:
                values = 1
                if many:
                    values = struct.unpack_from("<I", data, position)[0]
                    position += 4
                position += _SIZES[kind] * values
            elif kind in (_OBJECT, _STRING, _UNICODE, _BINARY):
                position = _past_values(data, position, kind, number, charset, found)
            else:
                break
            if position > len(data):
                break
    except struct.error:
        pass
    return found


def _past_name(data: bytes, position: int) -> int:
    """Behind the name of a named property: a set, and a number or a text."""
    if struct.unpack_from("<I", data, position + 16)[0] == 0:
        return position + 24
    length = struct.unpack_from("<I", data, position + 20)[0]
    return position + 24 + _padded(length)


def _past_values(
    data: bytes, position: int, kind: int, number: int, charset: str, found: dict[int, str | bytes]
) -> int:
    values = struct.unpack_from("<I", data, position)[0]
    position += 4
    for _ in range(min(values, MOST_PROPERTIES)):
        length = struct.unpack_from("<I", data, position)[0]
        position += 4
        value = data[position : position + length]
        if number not in found:
            if kind == _UNICODE:
                found[number] = value.decode("utf-16-le", "replace").rstrip("\x00")
            elif kind == _STRING:
                found[number] = _text(value, charset)
            else:
                # An object begins with the sixteen bytes of its kind.
                found[number] = value[16:] if kind == _OBJECT else value
        position += _padded(length)
        if position > len(data):
            break
    return position


def _padded(length: int) -> int:
    return length + (-length % 4)


def _text(data: bytes, charset: str) -> str:
    return decode(data.split(b"\x00", 1)[0], charset)


def _as_text(value: str | bytes, charset: str) -> str:
    return value if isinstance(value, str) else _text(value, charset)


def _charset(code_page: int) -> str:
    return {65001: "utf-8", 20127: "us-ascii", 28599: "iso-8859-9", 28591: "iso-8859-1"}.get(
        code_page, f"windows-{code_page}" if 0 < code_page < 2_000 else ""
    )
