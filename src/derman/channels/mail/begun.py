"""Which mail takes its worker down? A mark in the data folder says what is being filed; it outlives a crash.

A mark costs no statement and no sync: the kernel keeps it when a process is killed, and that is all it must survive.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import F
from django.db.models.functions import Least

from derman.channels.mail.intake import folder
from derman.channels.mail.models import IncomingMail, IncomingState

PREFIX = ".begun-"


@contextlib.contextmanager
def mark() -> Iterator[Callable[[int], None]]:
    """Inside the block, calling what is given notes the id of the mail that this thread is at; 0 for none."""
    path = folder() / f"{PREFIX}{os.getpid()}-{threading.get_ident()}"
    file: int | None = None
    # what must not stop the filing: a full disk, a folder that is not there
    with contextlib.suppress(OSError):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def note(number: int) -> None:
        if file is not None:
            with contextlib.suppress(OSError):
                os.pwrite(file, b"%020d" % number, 0)

    try:
        yield note
    finally:
        if file is not None:
            os.close(file)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def count_crashes() -> None:
    """Count one more attempt for each mail whose worker is no more."""
    for path in folder().glob(f"{PREFIX}*"):
        process = path.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not _lives(int(process)):
            _count(path)


def _count(path: Path) -> None:
    try:
        number = path.read_text()
        path.unlink()
    except OSError:
        return  # another worker was faster
    if number.isdigit():
        found = IncomingMail.objects.filter(pk=int(number), state=IncomingState.STORED)
        found.update(attempts=Least(F("attempts") + 1, 1000))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
