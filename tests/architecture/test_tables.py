"""A new desk gets its tables in one go, and they are those to which every migration since the first leads."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from derman.site import tables

ROOT = Path(__file__).parents[2]
DONE = re.compile(r"INSERT INTO public\.django_migrations VALUES \(\d+, '(\w+)', '(\w+)'")


def test_no_migration_is_missing():
    assert set(DONE.findall(tables.TABLES.read_text())) == set(MigrationLoader(None).disk_migrations), "make tables"


def test_they_are_those_that_every_step_makes():
    done = subprocess.run([sys.executable, ROOT / "packaging" / "tables.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_server_that_knows_them_not_walks_through_every_step(monkeypatch, caplog):
    """Nothing is left half made, and the log says why it takes so long."""

    def forbidden(_connection):
        raise Error("permission denied to create extension")

    monkeypatch.setattr(tables, "are_missing", lambda _connection: True)
    monkeypatch.setattr(tables, "create", forbidden)
    call_command("migrate", verbosity=0)
    assert "permission denied to create extension" in caplog.text


@pytest.mark.django_db
def test_they_are_made_in_an_empty_database_only():
    assert not tables.are_missing(connection)
