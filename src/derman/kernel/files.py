"""Files, found by what they hold: stored once under the data folder, whoever attaches them how often."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import filetype
from django.conf import settings

from derman.kernel.models import StoredFile

LIMIT = 40 * 1024 * 1024  # bytes of one file
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # safe to show in a page


class FileTooLarge(Exception):
    """The file is larger than LIMIT."""


class DiskFull(Exception):
    """There is no room for the file; nothing was stored."""


def place(digest: str) -> Path:
    """Where the file of this digest lies."""
    return Path(settings.DERMAN_DATA) / "files" / digest[:2] / digest[2:4] / digest


def store(content: bytes) -> StoredFile:
    """Keep `content` durably. Safe when two store the same at once. Raises FileTooLarge, DiskFull."""
    if len(content) > LIMIT:
        raise FileTooLarge(f"A file may have {LIMIT // 1024 // 1024} MB.")
    digest = hashlib.sha256(content).hexdigest()
    path = place(digest)
    if not path.exists():
        write_durably(path, content)
    row, _made = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": len(content), "media_type": sniff(content)}
    )
    return row


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it survives a crash once this returns: file and folder are synced. Raises DiskFull."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull("The disk of this desk is full.") from error
        raise


def sniff(content: bytes) -> str:
    """The media type by what the bytes are, whatever their sender calls them."""
    known = filetype.guess_mime(content[:8192])
    if known:
        return str(known)
    head = content[:8192]
    if b"\0" in head:
        return "application/octet-stream"
    try:
        head.decode("utf-8", "strict" if len(content) <= 8192 else "ignore")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"


def open_file(file: StoredFile) -> BinaryIO:
    """The content, to be read. Raises FileNotFoundError where the data folder has lost it."""
    return place(file.digest).open("rb")


def headers_for(file: StoredFile, name: str) -> dict[str, str]:
    """The headers with which a file may be served: only pictures are shown, everything else is a download."""
    shown = file.media_type in PICTURES
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\/;' else "_" for sign in name)
    return {
        "Content-Type": file.media_type if shown else "application/octet-stream",
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename=\"{plain[:150]}\"; "
        f"filename*=UTF-8''{quote(name[:150], safe='')}",
        "Content-Length": str(file.size),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{file.digest}"',
    }
