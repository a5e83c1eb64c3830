"""Writes mails as Outlook saves them (MS-CFB, MS-OXMSG), for the tests."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import Any

from derman.channels.mail.reading.compound import MAGIC

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, Any]
"""Names with bytes (streams) or trees (folders)."""


def compound(tree: Tree) -> bytes:
    """A compound file with that tree; short streams lie in the small sectors, as in every file of Outlook's."""
    entries: list[list[Any]] = [["Root Entry", 5, FREE, FREE, b""]]
    _list(tree, entries, 0)
    small, minis = bytearray(), []
    sectors: list[bytes] = []
    table: list[int] = []

    def put(content: bytes) -> int:
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        first = len(sectors)
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), END] if pieces else [])
        return first if pieces else END

    places: list[tuple[int, int]] = []
    for _name, kind, _right, _child, content in entries:
        if kind == 2 and 0 < len(content) < 4096:
            first, count = len(minis), -(-len(content) // 64)
            minis.extend([*range(first + 1, first + count), END])
            small += content.ljust(count * 64, b"\0")
            places.append((first, len(content)))
        else:
            places.append((put(content), len(content)) if kind == 2 else (0, 0))
    places[0] = (put(bytes(small)), len(small))
    listing = b"".join(_entry(entry, place) for entry, place in zip(entries, places, strict=True))
    at_listing, at_minis = put(listing), put(struct.pack(f"<{len(minis)}I", *minis))
    count = -(-(len(table) + 8) // 127)
    first = len(table)
    table += [TABLE] * count
    written = struct.pack(f"<{count * 128}I", *table, *[FREE] * (count * 128 - len(table)))
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<III4xIIIII", 0, count, at_listing, 4096, at_minis, 1, END, 0)
    head += struct.pack("<109I", *range(first, first + count), *[FREE] * (109 - count))
    return head + b"".join(sectors) + written


def _list(tree: Tree, entries: list[list[Any]], above: int) -> None:
    before: int | None = None
    for name, content in tree.items():
        number = len(entries)
        entries.append([name, 1 if isinstance(content, dict) else 2, FREE, FREE, b""])
        entries[above if before is None else before][3 if before is None else 2] = number
        before = number
        if isinstance(content, dict):
            _list(content, entries, number)
        else:
            entries[number][4] = content


def _entry(entry: list[Any], place: tuple[int, int]) -> bytes:
    name, kind, right, child, _content = entry
    written = (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
    return (
        written + struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, FREE, right, child)
        + bytes(36) + struct.pack("<IQ", *place)
    )  # fmt: skip


def saved(*files: Tree, head: int = 32, sent: datetime | None = None, page: int = 0, **texts: str | bytes) -> Tree:
    """The tree of a saved mail: `p0037="Subject"` is a text, bytes are binary; `files` are of `a_file`."""
    tree: Tree = {}
    fixed = b""
    for number, value in ((0x0039, _filetime(sent)), (0x3FFD, page), (0x3FDE, page)):
        fixed += struct.pack("<HHIQ", 0x40 if number == 0x39 else 3, number, 6, value) if value else b""
    tree["__properties_version1.0"] = bytes(head) + fixed
    for name, value in texts.items():
        unicode = isinstance(value, str)
        kind = "001F" if unicode else "0102"
        tree[f"__substg1.0_{name[1:].upper()}{kind}"] = value.encode("utf-16-le") if isinstance(value, str) else value
    for place, file in enumerate(files):
        tree[f"__attach_version1.0_#{place:08X}"] = file
    return tree


def a_file(name: str, content: bytes, kind: str = "", identity: str = "") -> Tree:
    """The folder of an attachment."""
    more = {"p370e": kind} if kind else {}
    more |= {"p3712": identity} if identity else {}
    return saved(head=8, p3707=name, p3701=content, **more)


def a_mail(inner: Tree) -> Tree:
    """The folder of an attached mail; `inner` is `saved(…, head=24)`."""
    return {**saved(head=8, p3001="İletilen"), "__substg1.0_3701000D": inner}


def _filetime(moment: datetime | None) -> int:
    return int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000 if moment else 0
