"""The file of a copy: a compressed tar that proves by itself that it is whole.

Files and mails bear their SHA-256 as their names. `manifest.json`, the last member, has that of the database's dump,
and says how much there must be.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from derman.site.backup.errors import BackupError

FORMAT = 1
DUMP, KEY, MANIFEST = "database.dump", "secret.key", "manifest.json"
STORED = re.compile(r"(?:files/[0-9a-f]{2}/[0-9a-f]{2}|mail/[0-9a-f]{2})/([0-9a-f]{64})(?:\.eml)?")
LARGEST_MANIFEST = 1024 * 1024  # bytes; that of a real one are some thousands
PART = 1024 * 1024  # bytes read at a time
LEVEL = 3  # of compression: most of it is compressed already, or text that packs well at any level


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds."""

    made_at: str
    desk: str
    postgresql: int
    migrations: list[str]  # “tickets.0001_initial”, of all that the tables had seen
    key: str  # the fingerprint of the secret key
    dump: str  # SHA-256 of the dump
    tables: dict[str, list[str]]  # name → number of rows, and the sum of their hashes
    files: int = 0
    mails: int = 0
    missing: list[str] = field(default_factory=list)  # files that the database names and the data folder has lost
    format: int = FORMAT


class Writing:
    """A copy that is being written. What was added once is not added again."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.stored: set[str] = set()

    def add_folder(self, data: Path, name: str) -> None:
        """Add what is kept below this folder of the data folder, as far as it is there."""
        for path in sorted((data / name).rglob("*")):
            inside = path.relative_to(data).as_posix()
            if STORED.fullmatch(inside) and inside not in self.stored and self.add_file(inside, path):
                self.stored.add(inside)

    def add_file(self, name: str, path: Path) -> bool:
        """Add one file; False where it has gone meanwhile."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            self._add(name, os.fstat(source.fileno()).st_size, source)
        return True

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add what is in memory."""
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, source: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, source)

    def finish(self, manifest: Manifest) -> None:
        """The last member, without which the copy is not whole."""
        self.add_bytes(MANIFEST, json.dumps(asdict(manifest), indent=1).encode())


@contextmanager
def writing(target: Path) -> Iterator[Writing]:
    """Write a copy that appears under its name whole, synced and readable by its owner alone, or not at all."""
    if target.exists():
        raise BackupError(f"{target} is there already. Give the copy another name.")
    aside = target.with_name(f".{target.name}.new")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=LEVEL) as tar:
                yield Writing(tar)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, target)  # fails where somebody else has put a file there meanwhile
    except FileExistsError as error:
        raise BackupError(f"{target} is there already. Give the copy another name.") from error
    except OSError as error:
        raise BackupError(f"The copy could not be written to {target}: {error.strerror}.") from error
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _members(copy: Path) -> Iterator[Iterable[tuple[tarfile.TarInfo, IO[bytes]]]]:
    """The files of a copy, one after the other."""
    try:
        with tarfile.open(copy, "r:gz") as tar:
            yield ((member, content) for member in tar if (content := tar.extractfile(member)) is not None)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupError(f"{copy} is not a whole copy of a desk: {error}.") from error
    except OSError as error:
        raise BackupError(f"{copy} cannot be read: {error.strerror or error}.") from error


def parts_of(content: IO[bytes]) -> Iterator[bytes]:
    """The content, a part at a time."""
    return iter(lambda: content.read(PART), b"")


def _digest(content: IO[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts_of(content):
        found.update(part)
    return found.hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as content:
        return _digest(content)


def verify(copy: Path) -> tuple[Manifest, str]:
    """Read all of a copy and compare it with what it says of itself: its manifest, and its secret key or "".

    Raises BackupError where anything is damaged, missing or more than there should be.
    """
    stored: set[str] = set()
    dump, key, manifest = "", "", None
    with _members(copy) as members:
        for member, content in members:
            if (kept := STORED.fullmatch(member.name)) is not None:
                if _digest(content) != kept[1]:
                    raise BackupError(f"{copy} is damaged: {member.name} is not what was put into it.")
                stored.add(member.name)
            elif member.name == DUMP:
                dump = _digest(content)
            elif member.name == KEY:
                key = content.read(1024).decode()
            elif member.name == MANIFEST:
                manifest = _manifest(content.read(LARGEST_MANIFEST), copy)
            else:
                raise BackupError(f"{copy} is not a copy of a desk: {member.name[:100]} does not belong into one.")
    if manifest is None:
        raise BackupError(f"{copy} is not a whole copy of a desk: its end is missing.")
    mails = sum(name.startswith("mail/") for name in stored)
    if (dump, len(stored) - mails, mails) != (manifest.dump, manifest.files, manifest.mails):
        raise BackupError(f"{copy} is damaged: it does not hold what its manifest says.")
    return manifest, key


def _manifest(text: bytes, copy: Path) -> Manifest:
    try:
        found = Manifest(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise BackupError(f"The manifest of {copy} cannot be read. Was it made by a newer Derman?") from error
    if found.format != FORMAT:
        raise BackupError(f"{copy} was made by a newer Derman. Restore it with that one.")
    return found


def extract(copy: Path, *, data: Path, dump: Path) -> None:
    """Put the files and mails of a verified copy into the data folder, and its dump into a file."""
    with _members(copy) as members:
        for member, content in members:
            if STORED.fullmatch(member.name):
                _write(data / member.name, content)
            elif member.name == DUMP:
                _write(dump, content)
    # one sync of the whole disk is quicker than one for each of many thousand files
    os.sync()


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for part in parts_of(content):
            file.write(part)
