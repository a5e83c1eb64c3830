"""A check that has never failed checks nothing: each finds what is planted in a copy of the desk."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


class Desk:
    """A copy of the desk in which a test plants something."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.derman = root / "src" / "derman"

    def plant(self, path: str, text: str) -> None:
        file = self.derman / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text() if file.exists() else "") + "\n" + text + "\n")

    def run(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(self.root / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        )
        return done.returncode, done.stdout

    def own_check(self, name: str) -> str:
        return self.run(sys.executable, str(ROOT / "packaging" / f"{name}_lint.py"), str(self.root / "src"))[1]

    def imports(self) -> tuple[int, str]:
        return self.run(str(BIN / "lint-imports"), "--no-cache", "--no-logo")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Nothing but what a test plants, and one room's texts."""
    texts = Path("src", "derman", "tickets", "locale")
    shutil.copytree(ROOT / texts, tmp_path / texts)
    return Desk(tmp_path)


@pytest.fixture
def whole_desk(clean_copy: Path, tmp_path: Path) -> Desk:
    shutil.copytree(clean_copy, tmp_path / "desk")
    return Desk(tmp_path / "desk")


@pytest.mark.parametrize(
    "line",
    [
        "subject = ''.lower()",
        "subject = str(1).strip().upper()",
        "names = map(str.title, ['x'])",
        "name = (\n    'x'\n    .capitalize()\n)",
    ],
)
def test_the_fold_lint_finds_a_changed_case(desk: Desk, line: str):
    desk.plant("tickets/planted.py", line)
    assert "derman/tickets/planted.py:" in desk.own_check("fold")


@pytest.mark.parametrize("line", ["token = 'X'.lower()  # protocol", "lower = 1", "text = fold('X')"])
def test_the_fold_lint_leaves_protocols_alone(desk: Desk, line: str):
    desk.plant("tickets/planted.py", line)
    assert "planted" not in desk.own_check("fold")


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "from django import shortcuts",
        "import django.forms",
        "def late():\n    from ninja import Router",
    ],
)
def test_no_room_below_the_doors_knows_the_web(desk: Desk, line: str):
    desk.plant("routing/planted.py", line)
    desk.plant("web/planted.py", line)
    found = desk.own_check("doors")
    assert "derman/routing/planted.py:" in found
    assert "derman/web/planted.py" not in found


@pytest.mark.parametrize(
    "line",
    [
        "from derman.tickets.models import Event\nEvent(seq=1)",
        "from derman.tickets.models import Event as E\nE.objects.create(seq=1)",
        "def f(ticket):\n    ticket.events.create(seq=1)",
        "from derman.tickets.models import Event\nEvent.objects.using('default').bulk_create([])",
    ],
)
def test_only_actions_write_to_the_timeline(desk: Desk, line: str):
    desk.plant("routing/planted.py", line)
    desk.plant("tickets/actions/planted.py", line)
    found = desk.own_check("timeline")
    assert "derman/routing/planted.py:" in found
    assert "actions/planted.py" not in found


@pytest.mark.parametrize(
    ("path", "line", "what"),
    [
        ("people/planted.py", "import derman.tickets.models", "derman.people is not allowed to import derman.tickets"),
        ("people/planted.py", "import derman.desk.models", "derman.people is not allowed to import derman.desk"),
        ("kernel/planted.py", "import derman.people.models", "derman.kernel is not allowed to import derman.people"),
        ("tickets/planted.py", "import derman.site.settings", "derman.tickets is not allowed to import derman.site"),
        ("search/planted.py", "import derman.channels.mail", "derman.search is not allowed to import derman.channels"),
        ("web/planted.py", "import derman.api", "derman.web is not allowed to import derman.api"),
        ("web/planted.py", "from derman.tickets.models import Ticket", "derman.web.planted -> derman.tickets.models"),
        ("api/planted.py", "import derman.channels.mail.models", "derman.api.planted -> derman.channels.mail.models"),
        ("routing/planted.py", "import procrastinate.app", "derman.routing.planted -> procrastinate"),
        ("people/planted.py", "import ninja", "derman.people.planted -> ninja"),
        ("gossip/__init__.py", "", "derman.gossip"),
    ],
)
def test_imports_keep_to_the_floors(whole_desk: Desk, path: str, line: str, what: str):
    whole_desk.plant(path, line)
    code, output = whole_desk.imports()
    assert code == 1
    assert what in " ".join(output.split())


def test_imports_of_the_desk_as_it_is_are_in_order(clean_copy: Path):
    code, output = Desk(clean_copy).imports()
    assert code == 0, output


needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")


@needs_gettext
def test_a_text_that_nobody_collected_is_found(desk: Desk):
    desk.plant("tickets/planted.py", "from django.utils.translation import gettext\ngettext('Brand new words')")
    assert "tickets/locale/tr/LC_MESSAGES/django.po: not collected: “Brand new words”" in desk.own_check("texts")


@needs_gettext
@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('msgid "Planted"\nmsgstr ""', "not translated: “Planted”"),
        ('#, fuzzy\nmsgid "Planted"\nmsgstr "Ekildi"', "a guess (fuzzy): “Planted”"),
        ('msgid "Planted"\nmsgstr "Ekildi"', "django.mo is older than django.po"),
        ('#, python-format\nmsgid "%(count)s planted"\nmsgstr "%(sayi)s ekildi"', "count"),
    ],
)
def test_a_text_that_is_not_finished_is_found(desk: Desk, entry: str, what: str):
    desk.plant("tickets/locale/tr/LC_MESSAGES/django.po", f"\n{entry}")
    assert what in desk.own_check("texts")


@needs_gettext
def test_a_text_that_two_rooms_translate_differently_is_found(desk: Desk):
    texts = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "%s"\nmsgstr "Planted"\n'
    known = polib.pofile(str(desk.derman / "tickets/locale/tr/LC_MESSAGES/django.po")).translated_entries()[0].msgid
    desk.plant("planted/locale/tr/LC_MESSAGES/django.po", texts % known)
    assert f"planted and tickets differ: “{known}” is “Planted”" in desk.own_check("texts")


@pytest.mark.parametrize(
    ("step", "path", "text", "what"),
    [
        ("lint", "planted.py", "import os\n", "F401"),
        ("lint", "planted.py", "def of():\n    return 1\n", "ANN201"),
        ("format", "planted.py", "names = [ 'x' ]\n", "planted.py"),
        ("types", "planted.py", 'def length(text: str) -> int:\n    return "1" + text\n', "[return-value]"),
        ("types", "planted.py", "def length(text):\n    return 1\n", "[no-untyped-def]"),
        ("templates", "planted.html", "<p>{% if words %}Words</p>\n", "T038"),
    ],
)
def test_what_the_checks_of_others_are_for_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, path: str, text: str, what: str
):
    """The very command of the step, with the desk's own settings of it, on a folder with one planted file."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import check

    for name in check.OWN:
        (tmp_path / name).write_text("") if name.endswith(".py") else (tmp_path / name).mkdir()
    (tmp_path / "src" / "derman").mkdir()
    # the plug-in for Django's models starts the whole desk, and nothing here needs it
    settings = (ROOT / "pyproject.toml").read_text().replace('plugins = ["mypy_django_plugin.main"]', "")
    (tmp_path / "pyproject.toml").write_text(settings)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    planted = tmp_path / "src" / "derman" / path
    planted.write_text("<p>Words</p>\n" if path.endswith(".html") else "")
    command = next(each for each in check.STEPS if each.name == step)
    before = check.run(command)
    assert before.code == 0, before.output
    planted.write_text(text)
    after = check.run(command)
    assert after.code == 1
    assert what in after.output


def test_one_failed_check_fails_all_and_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import check

    monkeypatch.setattr(
        check,
        "STEPS",
        [
            check.Step("good", "passes", [sys.executable, "-c", ""]),
            check.Step("bad", "fails", [sys.executable, "-c", "print('because'); raise SystemExit(3)"]),
        ],
    )
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "ok     good" in said
    assert "FAILED bad" in said
    assert "because" in said
    assert said.endswith("1 of 2 checks failed: bad\n")
    assert check.main(["good"]) == 0
    assert check.main(["none"]) == 2
