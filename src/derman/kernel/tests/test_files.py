"""Files: kept once, whole or not at all, and served so that nothing in them can act."""

import errno
import hashlib
import os
import threading
from pathlib import Path

import pytest
from django.db import connection

from derman.kernel import files
from derman.kernel.models import StoredFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DERMAN_DATA = tmp_path
    return tmp_path


def everything(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_file_is_found_by_what_it_holds(data):
    stored = files.store(b"hello")
    assert stored.digest == hashlib.sha256(b"hello").hexdigest()
    assert (stored.size, stored.media_type) == (5, "text/plain")
    assert files.place(stored.digest) == data / "files" / "2c" / "f2" / stored.digest
    with files.open_file(stored) as file:
        assert file.read() == b"hello"


@pytest.mark.django_db
def test_the_same_content_is_kept_once(data):
    assert files.store(b"hello") == files.store(iter([b"he", b"", b"llo"]))
    assert StoredFile.objects.count() == len(everything(data)) == 1


@pytest.mark.django_db
def test_a_file_that_a_disk_has_cut_is_written_again():
    stored = files.store(b"hello")
    files.place(stored.digest).write_bytes(b"he")
    files.store(b"hello")
    assert files.place(stored.digest).read_bytes() == b"hello"


@pytest.mark.django_db
def test_an_empty_file_is_a_file():
    assert files.store(b"").size == 0


@pytest.mark.django_db
def test_a_file_that_is_too_large_leaves_nothing_and_is_read_no_further(data):
    def endless():
        while True:
            yield b"x" * 1000

    with pytest.raises(files.FileTooLarge):
        files.store(endless(), limit=5000)
    assert everything(data) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_has_a_name_and_leaves_nothing(data, monkeypatch, number):
    def full(descriptor):
        raise OSError(number, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.DiskFull):
        files.store(b"hello")
    assert everything(data) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_other_trouble_with_the_disk_keeps_its_name(data, monkeypatch):
    files.store(b"first")
    monkeypatch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        files.store(b"hello")
    assert len(everything(data)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_store_the_same_at_once(data):
    start = threading.Barrier(6)
    stored: list[str] = []

    def work():
        start.wait()
        stored.append(files.store(b"same" * 1000).digest)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored) == 6
    assert len(set(stored)) == len(everything(data)) == StoredFile.objects.count() == 1


def test_file_and_every_new_folder_are_synced(data, monkeypatch):
    synced = []
    real = os.fsync

    def noted(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    files.write_durably(data / "a" / "b" / "c", b"x")
    assert str(data) in synced
    assert str(data / "a") in synced
    assert synced[-1] == str(data / "a" / "b")
    assert any("/.new-" in name for name in synced)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "image/jpeg"),
        (b"GIF89a" + b"\0" * 40, "image/gif"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04" + b"\0" * 40, "application/zip"),
        (b"MZ\x90\0" + b"\0" * 60, "application/x-msdownload"),
        (b"<html><script>alert(1)</script></html>", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
        ("Yazıcı çalışmıyor\r\n".encode(), "text/plain"),
        (("a" + "ş" * 5000).encode(), "text/plain"),
        ("Yazıcı".encode("utf-16"), "text/plain"),
        ("Yazıcı".encode("iso-8859-9"), "application/octet-stream"),
        (b"text\0with nul", "application/octet-stream"),
        (bytes(range(1, 40)), "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_a_type_is_what_the_bytes_are(content, media_type):
    assert files.sniff(content) == media_type


def headers(name: str, media_type: str = "image/png") -> dict[str, str]:
    return files.headers_for(StoredFile(digest="d" * 64, size=7, media_type=media_type), name)


@pytest.mark.parametrize("media_type", ["text/plain", "text/html", "image/svg+xml", "application/pdf", "image/x-icon"])
def test_all_but_pictures_are_downloads_of_bytes(media_type):
    given = headers("x.html", media_type)
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment;")


def test_a_picture_is_shown_and_cannot_act():
    given = headers("hata.png")
    assert given["Content-Type"] == "image/png"
    assert given["Content-Disposition"] == "inline; filename=\"hata.png\"; filename*=UTF-8''hata.png"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("ekran görüntüsü.png", "ekran%20g%C3%B6r%C3%BCnt%C3%BCs%C3%BC.png"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x.txt", "C%3A_x.txt"),
        ('a"; filename=b.exe', "a%22%3B%20filename%3Db.exe"),
        ("a\r\nSet-Cookie: x=1", "a__Set-Cookie%3A%20x%3D1"),
        ("ann\u202egnp.exe", "ann_gnp.exe"),
        ("\ud800.txt", "_.txt"),
        ("", "file"),
        ("...", "file"),
        ("x" * 400 + ".png", "x" * 139 + ".png"),
        ("x" * 400, "x" * 150),
    ],
)
def test_a_name_is_only_a_name(name, saved):
    disposition = headers(name)["Content-Disposition"]
    assert disposition.endswith(f"filename*=UTF-8''{saved}")
    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.count('"') == 2
