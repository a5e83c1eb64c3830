"""`python -m derman.channels.mail.reading DIR`: mails in, JSON lines out."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .reader import read_mail
from .record import as_record

MAX_MAIL = 200_000_000
"""Bytes of a mail from which on it is not read at all."""

USAGE = "usage: python -m derman.channels.mail.reading DIR"


def main(argv: Sequence[str] | None = None) -> int:
    """Print one JSON line for each `*.eml` below the folder named in `argv`.

    The desk's own addresses come in the environment variable MAIL_OWN, separated by
    commas. Gives 0 when every file got its line, 1 when the folder is missing, 2 on
    wrong usage.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--help"], ["-h"]):
        print(USAGE)
        return 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if not folder.is_dir():
        print(f"There is no folder {folder}.", file=sys.stderr)
        return 1
    own = own_addresses(os.environ.get("MAIL_OWN", ""))
    for path in sorted(folder.rglob("*.eml")):
        record = parse_file(path, path.relative_to(folder).as_posix(), own)
        # ASCII escapes carry lone surrogates and need no particular locale.
        sys.stdout.write(json.dumps(record) + "\n")
        sys.stdout.flush()
    return 0


def own_addresses(listed: str) -> tuple[str, ...]:
    """Addresses out of a list separated by commas."""
    return tuple(address.strip() for address in listed.split(",") if address.strip())


def parse_file(path: Path, name: str, own: Sequence[str]) -> dict[str, Any]:
    """The record of one file; `{file, error}` with one sentence where it cannot be read."""
    try:
        if path.stat().st_size > MAX_MAIL:
            return {"file": name, "error": "The mail is too large to read."}
        return as_record(read_mail(path.read_bytes(), own), name)
    except Exception as error:
        # Whatever it is, it must not cost the mails that come after it.
        return {"file": name, "error": f"The mail cannot be read: {type(error).__name__}: {error}"}
