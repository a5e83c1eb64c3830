"""Files, found by what they hold: stored once under the data folder, whoever attaches them how often."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import filetype
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from derman.kernel.models import StoredFile

LIMIT = 40 * 1024 * 1024  # bytes of one file
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # safe to show in a page
HEAD = 8192  # bytes by which a file is known
YOUNG = 86_400  # seconds in which a file that was stored is not taken away
NAME_LIMIT = 150  # characters of a name in a header


class FileTooLarge(Exception):
    """The file is larger than LIMIT."""


class DiskFull(Exception):
    """There is no room for the file; nothing was stored."""


def place(digest: str) -> Path:
    """Where the file of this digest lies."""
    return _folder() / digest[:2] / digest[2:4] / digest


def _folder() -> Path:
    return Path(settings.DERMAN_DATA) / "files"


def store(content: bytes | Iterable[bytes], *, limit: int = LIMIT) -> StoredFile:
    """Keep `content` (whole or in parts, at most `limit` bytes) durably; the same content is kept once.

    Safe when two store the same at once. Nothing is left behind when it raises FileTooLarge or DiskFull.
    """
    parts = [content] if isinstance(content, bytes) else content
    try:
        with _Writing(_folder() / "new") as writing:
            for part in parts:
                writing.write(part)
                if writing.size > limit:
                    raise FileTooLarge(f"A file may have {limit // 1024 // 1024} MB.")
            digest = writing.digest.hexdigest()
            writing.keep_as(place(digest))
    except OSError as error:
        raise _named(error) from error
    row, _made = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": writing.size, "media_type": sniff(bytes(writing.head))}
    )
    return row


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it survives a crash once this returns: file and folders are synced. Raises DiskFull."""
    try:
        with _Writing(path.parent) as writing:
            writing.write(content)
            writing.keep_as(path)
    except OSError as error:
        raise _named(error) from error


def _named(error: OSError) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk of this desk is full.")
    return error


class _Writing:
    """A file that exists under its name whole and synced, or not at all."""

    def __init__(self, folder: Path) -> None:
        self.digest = hashlib.sha256()
        self.size = 0
        self.head = bytearray()
        _make_folder(folder)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        self._path = Path(name)
        self._file = os.fdopen(descriptor, "wb")

    def __enter__(self) -> _Writing:
        return self

    def write(self, part: bytes) -> None:
        self._file.write(part)
        self.digest.update(part)
        self.size += len(part)
        if len(self.head) < HEAD:
            self.head += part[: HEAD - len(self.head)]

    def keep_as(self, path: Path) -> None:
        self._file.flush()
        # what is there already holds the same, unless a disk has lost a part of it
        if not _touched(path, self.size):
            os.fsync(self._file.fileno())
            _make_folder(path.parent)
            self._path.replace(path)
        # also where somebody else has just put it: their sync may not be done yet
        _sync(path.parent)

    def __exit__(self, *raised: object) -> None:
        try:
            self._file.close()
        finally:
            self._path.unlink(missing_ok=True)


def _touched(path: Path, size: int) -> bool:
    """Is it there whole? Then it looks new from now on, so that nobody who removes what is old takes it away."""
    try:
        os.utime(path)
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def forget(digests: Iterable[str]) -> None:
    """Remove those of these files that nothing uses any more. Safe to run twice, and while one is stored anew.

    What was stored within the last day stays: whoever stored it may be about to use it.
    """
    for digest in digests:
        if _is_young(place(digest)):
            continue
        try:
            with transaction.atomic():
                StoredFile.objects.filter(digest=digest).delete()
        except (ProtectedError, IntegrityError):
            continue  # something uses it
        _remove(place(digest))


def _is_young(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < YOUNG
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    """Out of its place first: who stores it at this moment either finds it gone, or makes it young before that."""
    aside = path.with_name(f".gone-{path.name}")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    if _is_young(aside):
        aside.replace(path)
    else:
        aside.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    """Make a folder so that it survives a crash: each new one is synced into the one that holds it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sniff(content: bytes) -> str:
    """The media type by what the first bytes are, whatever their sender calls them."""
    head = content[:HEAD]
    if head and (known := filetype.guess_mime(head)):
        return str(known)
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")()
    try:
        text = decoder.decode(head)  # not final: the head may end within a sign
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\v\f\r\x1b" for sign in text)


def open_file(file: StoredFile) -> BinaryIO:
    """The content, to be read. Raises FileNotFoundError where the data folder has lost it."""
    return place(file.digest).open("rb")


def headers_for(file: StoredFile, name: str) -> dict[str, str]:
    """The headers with which a file may be served: only pictures are shown, everything else is a download."""
    shown = file.media_type in PICTURES
    safe = _safe_name(name)
    plain = "".join(sign if sign.isascii() and sign not in '"%;' else "_" for sign in safe)
    return {
        "Content-Type": file.media_type if shown else "application/octet-stream",
        "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{plain}"; '
        f"filename*=UTF-8''{quote(safe, safe='')}",
        "Content-Length": str(file.size),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{file.digest}"',
    }


def _safe_name(name: str) -> str:
    """A name to save a file by: no path, nothing that cannot be seen or turns the order of letters around."""
    seen = "".join("_" if unicodedata.category(sign)[0] == "C" or sign in "/\\" else sign for sign in name)
    bare = " ".join(seen.split()).strip(". ") or "file"
    stem, dot, ending = bare.rpartition(".")
    if len(bare) <= NAME_LIMIT:
        return bare
    return f"{stem[: NAME_LIMIT - 11]}.{ending}" if dot and len(ending) <= 10 else bare[:NAME_LIMIT]
