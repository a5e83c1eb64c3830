"""`derman restore`: a desk out of its copy, into an empty place; it proves that what came out is what went in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from derman.site.backup import archive, database
from derman.site.backup.errors import BackupError
from derman.site.backup.keys import fingerprint
from derman.site.backup.making import contents

FOLDERS = ("files", "mail")


def restore(copy: Path, *, data: Path, key_given: str, reach_database: Callable[[], str]) -> str:
    """Bring the desk of a copy into an empty data folder and database; gives what to tell. Raises BackupError.

    `key_given` is the key of the environment, or "". `reach_database` gives the address of the database; it is called
    once the data folder has its key. Whatever fails, the data folder is as empty as before.
    """
    manifest, key_inside = archive.verify(copy)
    _must_be_empty(data)
    key = _key_of(data, manifest, key_given, key_inside)
    data.mkdir(parents=True, exist_ok=True)
    made_key = not key_given and _keep_key(data, key)
    try:
        address = reach_database()
        if database.holds_a_desk(address):
            raise BackupError("There is a desk in this database already. Restore into an empty one.")
        _must_be_known(manifest)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as aside:
            dump = Path(aside) / archive.DUMP
            archive.extract(copy, data=data, dump=dump)
            database.load(address, dump)
        _prove(address, manifest)
    except BaseException:
        for folder in FOLDERS:
            shutil.rmtree(data / folder, ignore_errors=True)
        if made_key:
            (data / archive.KEY).unlink(missing_ok=True)
        raise
    return _told(manifest)


def _must_be_empty(data: Path) -> None:
    for folder in FOLDERS:
        if (data / folder).is_dir() and any((data / folder).iterdir()):
            raise BackupError(f"{data} has files of a desk already. Restore into a new folder (DERMAN_DATA).")


def _key_of(data: Path, manifest: archive.Manifest, given: str, inside: str) -> str:
    """The key that this desk had: the one of the environment, else the one of the copy."""
    if given:
        if fingerprint(given) != manifest.key:
            raise BackupError("DERMAN_SECRET_KEY is not the key of this copy: set the one that the desk had.")
        return given
    if not inside:
        raise BackupError("The key of this desk stood in DERMAN_SECRET_KEY: set it to what it was.")
    path = data / archive.KEY
    if path.exists() and path.read_text().strip() != inside:
        raise BackupError(f"{path} is the key of another desk. Restore into a new folder (DERMAN_DATA).")
    return inside


def _keep_key(data: Path, key: str) -> bool:
    """Write the key, readable by its owner alone; False where it was there."""
    try:
        descriptor = os.open(data / archive.KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return True


def _must_be_known(manifest: archive.Manifest) -> None:
    """An older program does not read newer tables; a newer one brings older ones up to date when it starts."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    if newer := [name for name in manifest.migrations if name not in known | replaced]:
        raise BackupError(f"This copy was made by a newer Derman (it knows {newer[-1]}). Restore it with that one.")


def _prove(address: str, manifest: archive.Manifest) -> None:
    with psycopg.connect(address) as connection:
        found = database.tables(connection)
    if wrong := sorted(name for name in manifest.tables | found if manifest.tables.get(name) != found.get(name)):
        raise BackupError(f"What was restored is not what was copied, in {', '.join(wrong[:5])}. Empty the database.")


def _told(manifest: archive.Manifest) -> str:
    lines = [
        contents(manifest),
        "Every row and every file was compared with the copy: they are the same. Start the desk with: derman run",
    ]
    if manifest.missing:
        lines.append(f"{len(manifest.missing)} files were missing before the copy was made.")
    return "\n".join(lines)
