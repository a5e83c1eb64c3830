import json
import os
import subprocess
import sys

from derman.channels.mail.reading.command import main

from .post import write


def test_each_mail_below_a_folder_gives_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MAIL_OWN", "destek@derman.example, yardim@derman.example")
    (tmp_path / "alt").mkdir()
    (tmp_path / "a.eml").write_bytes(write())
    (tmp_path / "alt" / "b.eml").write_bytes(write(from_="yardim@derman.example"))
    (tmp_path / "not.txt").write_text("x")
    assert main([str(tmp_path)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["file"], second["file"]) == ("a.eml", "alt/b.eml")
    assert first["from"] == {"name": "Ayşe Yılmaz", "email": "ayse@ornek.example"}
    assert (first["auto_submitted"], second["auto_submitted"]) == (False, True)


def test_a_mail_that_cannot_be_opened_gives_its_error_and_the_run_goes_on(tmp_path, capsys):
    (tmp_path / "a.eml").mkdir()
    (tmp_path / "b.eml").write_bytes(write())
    assert main([str(tmp_path)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(first) == {"file", "error"}
    assert second["subject"] == "Yazıcı"


def test_a_missing_folder_is_said_in_one_sentence(tmp_path, capsys):
    assert main([str(tmp_path / "yok")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_wrong_call_shows_how_it_is_meant(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_package_stands_on_the_standard_library_alone():
    code = (
        "import sys, derman.channels.mail.reading;"
        "print([name for name in ('django', 'email', 'nh3', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
