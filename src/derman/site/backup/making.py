"""`derman backup`: all of a desk in one file, while it goes on running."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from derman.site.backup import archive, database
from derman.site.backup.errors import BackupError
from derman.site.backup.keys import fingerprint


def backup(target: Path, *, address: str, data: Path, key: str, key_in_environment: bool) -> str:
    """Write the copy; gives what to tell. A key that stands in the environment is not in it. Raises BackupError."""
    if not database.holds_a_desk(address):
        raise BackupError("There is no desk in this database yet: nothing to copy.")
    with archive.writing(target) as copy, tempfile.TemporaryDirectory(dir=target.parent, prefix=".derman-") as aside:
        # Files and mails are never changed, only added and taken away. What goes after this is here already, and what
        # comes before the database's moment is added behind it: nothing that the database names is missing.
        _add_stored(copy, data)
        dump = Path(aside) / archive.DUMP
        with database.moment(address) as now:
            database.dump(address, now, dump)
            tables = database.tables(now)
            known = database.files(now)
            desk, version = database.desk_name(now), database.version(now)
            migrations = database.migrations(now)
        _add_stored(copy, data)
        copy.add_file(archive.DUMP, dump)
        if not key_in_environment:
            copy.add_bytes(archive.KEY, key.encode())
        there = {Path(name).name for name in copy.stored if name.startswith("files/")}
        manifest = archive.Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            desk=desk,
            postgresql=version,
            migrations=migrations,
            key=fingerprint(key),
            dump=archive.digest_of(dump),
            tables=tables,
            files=len(there),
            mails=len(copy.stored) - len(there),
            missing=[digest for digest in known if digest not in there],
        )
        copy.finish(manifest)
    return _told(target, manifest, key_in_environment=key_in_environment)


def _add_stored(copy: archive.Writing, data: Path) -> None:
    for folder in ("files", "mail"):
        copy.add_folder(data, folder)


def _told(target: Path, made: archive.Manifest, *, key_in_environment: bool) -> str:
    lines = [
        f"{target}: {target.stat().st_size / 2**20:.1f} MB, SHA-256 {archive.digest_of(target)}",
        contents(made),
    ]
    if made.missing:
        lines.append(f"{len(made.missing)} files that the database names were not in the data folder before this copy.")
    if key_in_environment:
        lines.append("The secret key is not in it: keep what stands in DERMAN_SECRET_KEY as well.")
    else:
        lines.append("The secret key is in it: keep the copy where nobody else can read it.")
    return "\n".join(lines)


def contents(made: archive.Manifest) -> str:
    """What a copy holds, in one line."""

    def rows(table: str) -> str:
        return f"{int(made.tables.get(table, ['0'])[0]):,}"

    return (
        f"{made.desk or 'A desk'}, {made.made_at}: {rows('tickets_ticket')} tickets with {rows('tickets_message')}"
        f" messages, {rows('people_person')} people, {made.files:,} files, {made.mails:,} mails;"
        f" {len(made.tables)} tables"
    )
