"""Where files of an import come from: a zip or a folder, read by name and never unpacked; sizes are bounded."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote

from django.utils.translation import gettext as _

from derman.knowledge.errors import WrongInput

MOST_FILES = 20_000
LARGEST_TEXT = 5 * 1024 * 1024  # bytes of an article's file
LARGEST_FILE = 20 * 1024 * 1024  # of a picture
LARGEST_EXPORT = 200 * 1024 * 1024  # of a WordPress export
LARGEST_WHOLE = 2 * 1024 * 1024 * 1024  # of all files that are read in one import


class Bundle(Protocol):
    """Some files with their paths, written with /."""

    def names(self) -> list[str]: ...

    def read(self, name: str, limit: int) -> bytes: ...


class Zip:
    """A zip that somebody uploaded. What it says of its sizes is not believed: reading stops at the limit."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            raise WrongInput(_("This is no zip file that can be read.")) from None
        if len(entries) > MOST_FILES:
            raise WrongInput(_("This zip has too many files. 20,000 are the most."))
        self._entries = {_plain(entry.filename): entry for entry in entries if not entry.is_dir()}
        self._left = LARGEST_WHOLE

    def names(self) -> list[str]:
        return sorted(name for name in self._entries if not _hidden(name))

    def read(self, name: str, limit: int) -> bytes:
        """Raises WrongInput for what is too large or cannot be read; KeyError for what is not there."""
        entry = self._entries[name]
        limit = min(limit, self._left)
        try:
            with self._zip.open(entry) as file:
                content = file.read(limit + 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            raise WrongInput(_("This file of the zip cannot be read.")) from None
        except Exception as error:  # zlib.error and its like, of whatever packer
            raise WrongInput(_("This file of the zip cannot be read.")) from error
        if len(content) > limit:
            raise WrongInput(_("This file is too large."))
        self._left -= len(content)
        return content


class Folder:
    """A folder of this machine, named on the command line. Links out of it are not followed."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()

    def names(self) -> list[str]:
        found = (path for path in self._root.rglob("*") if path.is_file() and self._inside(path))
        names = sorted(path.relative_to(self._root).as_posix() for path in found)
        return [name for name in names if not _hidden(name)]

    def read(self, name: str, limit: int) -> bytes:
        path = self._root / name
        if not path.is_file() or not self._inside(path):
            raise KeyError(name)
        if path.stat().st_size > limit:
            raise WrongInput(_("This file is too large."))
        return path.read_bytes()

    def _inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._root)


class Nothing:
    """A file that comes alone."""

    def names(self) -> list[str]:
        return []

    def read(self, name: str, limit: int) -> bytes:
        raise KeyError(name)


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def beside(name: str, address: str) -> str:
    """The name of what `address`, in the file `name`, leads to: relative to it, or from the top."""
    path = unquote(address.partition("?")[0].partition("#")[0])
    top = "" if path.startswith("/") else posixpath.dirname(name)
    return _plain(posixpath.join(top, path.lstrip("/")))


def decoded(content: bytes) -> str:
    """Text of a file: UTF-8, or what older Turkish programs write."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1254"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")
