"""Compound files (MS-CFB), in which Outlook saves a mail as `.msg`: a tree of streams, read and never written."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 5_000
"""Streams and folders that are looked at."""
_END = 0xFFFFFFFA
"""Sector numbers from here on mean something else: free, end, a table."""
_ENTRY = 128
_FOLDERS = (1, 5)
_STREAM = 2


@dataclass(slots=True)
class Folder:
    """One level of the tree: its streams and further folders by their names."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, "Folder"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def read_compound(raw: bytes) -> Folder | None:
    """The tree of a compound file; None for what is none, or is damaged beyond its root. Never raises."""
    if len(raw) < 1_536 or not raw.startswith(MAGIC):
        return None
    try:
        return _Reader(raw).root()
    except (struct.error, IndexError, RecursionError, UnicodeDecodeError):
        return None


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        version, _order, shift, mini_shift = struct.unpack_from("<HHHH", raw, 26)
        if shift not in (9, 12) or not 4 <= mini_shift < shift:
            raise IndexError(version)
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        self.most = len(raw) // self.size + 1
        first_entry, self.cutoff = struct.unpack_from("<I4xI", raw, 48)
        first_mini, _minis, first_more, _more = struct.unpack_from("<IIII", raw, 60)
        self.table = self._numbers(self._table_sectors(first_more))
        self.minis = self._numbers(self._chain(first_mini))
        listing = b"".join(self._sector(number) for number in self._chain(first_entry))
        self.entries = [_entry(listing, place) for place in range(0, len(listing) - _ENTRY + 1, _ENTRY)][:MOST_ENTRIES]
        top = self.entries[0]
        self.mini = b"".join(self._sector(number) for number in self._chain(top.start))[: top.size]
        self.left = 2 * len(raw)
        """Bytes that streams may have together: damaged tables name one sector many times."""

    def root(self) -> Folder:
        """The whole tree, folder by folder."""
        top = Folder()
        waiting = [(self.entries[0].child, top)]
        seen: set[int] = set()
        while waiting:
            number, folder = waiting.pop()
            for entry in self._siblings(number, seen):
                if entry.kind == _STREAM:
                    folder.streams[entry.name] = self._stream(entry)
                elif entry.kind in _FOLDERS:
                    waiting.append((entry.child, folder.folders.setdefault(entry.name, Folder())))
        return top

    def _siblings(self, number: int, seen: set[int]) -> Iterator[_Entry]:
        waiting = [number]
        while waiting:
            number = waiting.pop()
            if number >= len(self.entries) or number in seen:
                continue
            seen.add(number)
            entry = self.entries[number]
            waiting += (entry.left, entry.right)
            yield entry

    def _stream(self, entry: _Entry) -> bytes:
        size = min(entry.size, self.left)
        if entry.size < self.cutoff:
            step, chain = self.mini_size, self._chain(entry.start, self.minis)
            pieces = (self.mini[number * step : (number + 1) * step] for number in chain)
        else:
            pieces = (self._sector(number) for number in self._chain(entry.start))
        content = bytearray()
        for piece in pieces:
            if len(content) >= size:
                break
            content += piece
        self.left -= len(content)
        return bytes(content[:size])

    def _table_sectors(self, more: int) -> list[int]:
        """Where the table of sectors lies: 109 numbers in the head, further ones in a chain of their own."""
        found = list(struct.unpack_from("<109I", self.raw, 76))
        for _ in range(self.most):
            if more >= _END:
                break
            numbers = self._numbers([more])
            if not numbers:
                break
            *numbers, more = numbers
            found += numbers
        return [number for number in found if number < _END][: self.most]

    def _numbers(self, sectors: list[int]) -> list[int]:
        joined = b"".join(self._sector(number) for number in sectors)
        return list(struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4]))

    def _chain(self, start: int, table: list[int] | None = None) -> list[int]:
        table = self.table if table is None else table
        found: list[int] = []
        seen: set[int] = set()
        while start < len(table) and start not in seen:
            seen.add(start)
            found.append(start)
            start = table[start]
        return found

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.raw[start : start + self.size]


def _entry(listing: bytes, place: int) -> _Entry:
    length = min(struct.unpack_from("<H", listing, place + 64)[0], 64)
    name = listing[place : place + max(0, length - 2)].decode("utf-16-le", "replace")
    kind = listing[place + 66]
    left, right, child = struct.unpack_from("<III", listing, place + 68)
    start, size = struct.unpack_from("<II", listing, place + 116)
    return _Entry(name, kind, left, right, child, start, size)
