"""What must be there before the parts start: tables, and static files under their hashed names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

UPGRADE_LOCK = 7_265_001  # any number: the same for every process of one desk


def prepare(*, pages: bool = False) -> None:
    """Migrate the database, and for `pages` collect the static files; of several that start at once, one does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADE_LOCK])
        try:
            migrate()
            if pages:
                collect_static()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPGRADE_LOCK])


def migrate() -> None:
    """Bring the tables up to date; one look when they are."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Copy, hash and compress the static files, unless this very set was collected before."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    print_ = fingerprint()
    if stamp.exists() and stamp.read_text() == print_:
        return
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(print_)


def fingerprint() -> str:
    """A digest of the names, sizes and times of all static files."""
    base = Path(__file__).resolve().parent.parent
    found = hashlib.sha256()
    for path in sorted(base.glob("**/static/**/*")):
        if path.is_file():
            facts = path.stat()
            found.update(f"{path.relative_to(base)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
