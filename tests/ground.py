"""What the suite stands on: its own data folder and its own PostgreSQL, started once.

Loaded before Django's settings (`-p tests.ground`), so that nothing of an installed desk is used.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import psycopg

from derman.site import postgres

_folder = Path(tempfile.mkdtemp(prefix="derman-tests-"))
_folder.chmod(0o755)
for _name in [name for name in os.environ if name.startswith("DERMAN_") and "DRILL" not in name]:
    del os.environ[_name]
os.environ["DERMAN_DATA"] = str(_folder / "data")
os.environ["DERMAN_URL"] = "http://testserver"
os.environ["DATABASE_URL"] = postgres.start(_folder / "postgres")

with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as _server:
    # what a test leaves behind need not outlive a crash
    for _setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _server.execute(f"ALTER SYSTEM SET {_setting} = off")
    _server.execute("SELECT pg_reload_conf()")


@atexit.register
def _clean_up() -> None:
    postgres.stop(_folder / "postgres")
    shutil.rmtree(_folder, ignore_errors=True)
