"""A copy of a desk: what goes in comes out elsewhere, and nothing is ever written over."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from derman.site import postgres
from derman.site.backup import archive, command, database
from derman.site.backup.errors import BackupError
from derman.site.backup.making import backup
from derman.site.backup.restoring import restore
from tests.clones import Clone, _address, _admin
from tests.journeys.the_desk import DERMAN

KEY = "a key of the desk that is long enough to be one"


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database with nothing in it."""
    name = f"derman_empty_{secrets.token_hex(6)}"
    _admin(f"CREATE DATABASE {name}")
    yield _address(name)
    _admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Mert Kaya <mert@ege.example>"
    mail["To"] = "help@ege.example"
    mail["Subject"] = "Yazıcı çalışmıyor"
    mail["Message-ID"] = "<copied@ege.example>"
    mail.set_content("Merhaba, yazıcı çalışmıyor.\n")
    mail.add_attachment(os.urandom(100_000), "application", "octet-stream", filename="kayıt.bin")
    return mail.as_bytes()


def _derman(environment: dict[str, str], *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*DERMAN, *words], env=environment, input=given, capture_output=True, check=False)


def _rows(address: str) -> dict[str, list[str]]:
    """Everything that stands in a database."""
    with psycopg.connect(address) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: sorted(
                str(row) for row in connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
            )
            for (name,) in names
        }


def _files(data: Path) -> dict[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for folder in ("files", "mail")
        for path in (data / folder).rglob("*")
        if path.is_file()
    }


def test_a_desk_is_restored_elsewhere_as_it_was(clone: Clone, empty: str, tmp_path: Path) -> None:
    here, copy, there = Path(clone.environment["DERMAN_DATA"]), tmp_path / "desk.derman", tmp_path / "there"
    setup = ("setup", "--email", "aylin@ege.example", "--name", "Aylin Su", "--password-stdin")
    assert _derman(clone.environment, *setup, given=b"a good long password\n").returncode == 0
    assert _derman(clone.environment, "mail", "deliver", given=_mail()).returncode == 0
    with clone.process("worker"):
        clone.wait_for("SELECT 1 FROM tickets_message JOIN tickets_attachment ON message_id = tickets_message.id")
        clone.wait_for("SELECT count(*) = 0 FROM procrastinate_jobs WHERE status = 'doing'")

    made = _derman(clone.environment, "backup", str(copy))
    assert made.returncode == 0, made.stderr
    assert b"1 files, 1 mails" in made.stdout
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    elsewhere = {**clone.environment, "DATABASE_URL": empty, "DERMAN_DATA": str(there)}
    back = _derman(elsewhere, "restore", str(copy))
    assert back.returncode == 0, back.stderr

    assert _rows(empty) == _rows(clone.url)
    assert len(_files(there)) == 2
    assert _files(there) == _files(here)
    assert (there / "secret.key").read_text() == (here / "secret.key").read_text()
    # and it is a desk that one can go on with: the next ticket has the next number
    token = _derman(elsewhere, "token", "create", "--email", "aylin@ege.example")
    assert token.returncode == 0, token.stderr
    with psycopg.connect(empty) as connection, psycopg.connect(clone.url) as first:
        asked = "SELECT last_value FROM tickets_message_id_seq"
        assert connection.execute(asked).fetchone() == first.execute(asked).fetchone()

    again = _derman(elsewhere, "restore", str(copy))
    assert (again.returncode, again.stdout) == (1, b"")
    assert len(again.stderr.decode().splitlines()) == 1


@pytest.fixture
def copied(clone: Clone, tmp_path: Path) -> Callable[..., Path]:
    """Makes a copy of a desk that has one file."""

    def copy(*, key_in_environment: bool = False) -> Path:
        data = Path(clone.environment["DERMAN_DATA"])
        kept = data / "files" / "2c" / "f2" / "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        kept.parent.mkdir(parents=True)
        kept.write_text("hello")
        target = tmp_path / "copy"
        backup(target, address=clone.url, data=data, key=KEY, key_in_environment=key_in_environment)
        return target

    return copy


def _restored(copy: Path, data: Path, address: str, *, key: str = "") -> str:
    return restore(copy, data=data, key_given=key, reach_database=lambda: address)


def test_a_copy_is_never_written_over(copied: Callable[..., Path], clone: Clone, tmp_path: Path) -> None:
    before = copied().read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        backup(tmp_path / "copy", address=clone.url, data=tmp_path, key=KEY, key_in_environment=False)
    assert (tmp_path / "copy").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if "derman" not in path.name) == ["copy"]


def test_a_desk_is_never_written_over(copied: Callable[..., Path], clone: Clone, empty: str, tmp_path: Path) -> None:
    copy, there = copied(), tmp_path / "there"
    with pytest.raises(BackupError, match="desk in this database already"):
        _restored(copy, there, clone.url)
    assert list(there.iterdir()) == []
    (there / "mail").mkdir()
    (there / "mail" / "kept").write_text("of another desk")
    with pytest.raises(BackupError, match="has files of a desk already"):
        _restored(copy, there, empty)
    assert (there / "mail" / "kept").read_text() == "of another desk"
    other = tmp_path / "other"
    other.mkdir()
    (other / "secret.key").write_text("the key of another desk")
    with pytest.raises(BackupError, match="key of another desk"):
        _restored(copy, other, empty)
    assert not database.holds_a_desk(empty)


@pytest.mark.parametrize("harm", ["cut", "changed", "forged", "of something else", "empty"])
def test_what_is_damaged_is_not_restored(copied: Callable[..., Path], empty: str, tmp_path: Path, harm: str) -> None:
    copy = copied()
    whole = copy.read_bytes()
    if harm == "cut":
        copy.write_bytes(whole[: len(whole) * 2 // 3])
    elif harm == "changed":
        middle = len(whole) // 2
        copy.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    elif harm == "empty":
        copy.write_bytes(b"")
    else:
        _pack_anew(copy, tmp_path, "files/2c/f2/" + "2c" * 32 if harm == "forged" else "../outside")
    with pytest.raises(BackupError):
        _restored(copy, tmp_path / "there", empty)
    assert not (tmp_path / "there").exists()
    assert not database.holds_a_desk(empty)


def _pack_anew(copy: Path, folder: Path, name: str) -> None:
    """A copy whose packing is right and whose file bears another name."""
    with tarfile.open(copy) as old, tarfile.open(folder / "new", "w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            if member.name.startswith("files/"):
                member.name = name
            new.addfile(member, content)
    (folder / "new").replace(copy)


def test_a_key_that_stands_in_the_environment_is_not_in_the_copy(
    copied: Callable[..., Path], empty: str, tmp_path: Path
) -> None:
    copy, there = copied(key_in_environment=True), tmp_path / "there"
    assert archive.verify(copy)[1] == ""
    with pytest.raises(BackupError, match="stood in DERMAN_SECRET_KEY"):
        _restored(copy, there, empty)
    with pytest.raises(BackupError, match="is not the key of this copy"):
        _restored(copy, there, empty, key="another key that is long enough to be one")
    assert "are the same" in _restored(copy, there, empty, key=KEY)
    assert not (there / "secret.key").exists()


def test_a_copy_of_a_newer_program_is_refused(
    copied: Callable[..., Path], clone: Clone, empty: str, tmp_path: Path
) -> None:
    with psycopg.connect(clone.url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_of_tomorrow', now())"
        )
    with pytest.raises(BackupError, match="newer Derman"):
        _restored(copied(), tmp_path / "there", empty)
    assert not (tmp_path / "there" / "secret.key").exists()


def test_a_file_that_the_data_folder_has_lost_is_said(clone: Clone, tmp_path: Path, empty: str) -> None:
    with psycopg.connect(clone.url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO kernel_storedfile (digest, size, media_type, created_at) VALUES (%s, 5, 'text/plain', now())",
            ["ab" * 32],
        )
    said = backup(tmp_path / "copy", address=clone.url, data=tmp_path, key=KEY, key_in_environment=False)
    assert "1 files that the database names" in said
    assert "1 files were missing" in _restored(tmp_path / "copy", tmp_path / "there", empty)


def test_what_was_restored_is_compared(
    copied: Callable[..., Path], empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = database.load

    def load(address: str, source: Path) -> None:
        loaded(address, source)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("UPDATE django_migrations SET applied = now()")

    monkeypatch.setattr(database, "load", load)
    with pytest.raises(BackupError, match="in django_migrations"):
        _restored(copied(), tmp_path / "there", empty)
    assert not (tmp_path / "there" / "files").exists()


def test_a_running_desk_keeps_its_database(
    copied: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[Path] = []

    def refuse(data: Path) -> None:
        raise postgres.DatabaseUnreachable("Another desk runs already.")

    copy = copied()
    # in a context: what drops the database afterwards asks for its address again
    with monkeypatch.context() as patch:
        patch.delenv("DATABASE_URL")
        patch.setenv("DERMAN_DATA", str(tmp_path / "there"))
        patch.setattr(postgres, "claim", refuse)
        patch.setattr(postgres, "stop", stopped.append)
        with pytest.raises(postgres.DatabaseUnreachable):
            command.restore(copy, lambda: None)
    assert stopped == []
