"""Every text that people read is translated, none is a guess, rooms agree, and what is compiled is what is written.

The texts are collected anew in a copy, so that one which nobody has collected yet is found too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("tr",)  # the sources are in English
COLLECT = ("--no-wrap", "--no-obsolete", "--no-location", "--ignore=vendor", "--ignore=tests")
SHOWN = 8  # findings of one kind and file


def collect(derman: Path, *options: str) -> None:
    """Collect the texts below `derman` into the locale folders there. Raises CalledProcessError."""
    languages = [f"--locale={language}" for language in LANGUAGES]
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *languages, *COLLECT, *options],
        cwd=derman,
        check=True,
        capture_output=True,
        text=True,
    )


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _few(what: str, texts: list[str]) -> Iterator[str]:
    for text in texts[:SHOWN]:
        yield f"{what}: “{text[:100]}”"
    if len(texts) > SHOWN:
        yield f"{what}: {len(texts) - SHOWN} more"


def of_catalogue(path: Path) -> Iterator[str]:
    """What is wrong with one .po file and the .mo file beside it."""
    catalogue = polib.pofile(str(path))
    yield from _few("not translated", [entry.msgid for entry in catalogue.untranslated_entries()])
    yield from _few("a guess (fuzzy)", [entry.msgid for entry in catalogue.fuzzy_entries()])
    form = subprocess.run(
        ["msgfmt", "--check-format", "--output-file=/dev/null", str(path)], capture_output=True, text=True, check=False
    )
    yield from (line for line in form.stderr.splitlines() if form.returncode)
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{compiled.name} is missing: run `make messages`"
        return
    written = {_key(entry): (entry.msgstr, entry.msgstr_plural) for entry in catalogue.translated_entries()}
    in_force = {_key(entry): (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(compiled))}
    if written != in_force:
        yield f"{compiled.name} is older than {path.name}: run `make messages`"


def of_two_minds(catalogues: list[Path]) -> Iterator[str]:
    """Texts that rooms translate differently: a running desk knows one of them, and shows it everywhere."""
    first: dict[tuple[str, str, str], tuple[polib.POEntry, Path]] = {}
    for path in catalogues:
        for entry in polib.pofile(str(path)).translated_entries():
            known, place = first.setdefault((path.parts[-3], *_key(entry)), (entry, path))
            if (known.msgstr, known.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                words, others = (one.msgstr or one.msgstr_plural[0] for one in (known, entry))
                rooms = f"{place.parts[-5]} and {path.parts[-5]}"
                yield f"{rooms} differ: “{entry.msgid[:100]}” is “{words}” and “{others}”; give one of them a context"


def not_collected(source: Path) -> Iterator[str]:
    """Texts of the sources that no .po file has."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "derman"
        shutil.copytree(source / "derman", copy, ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
        (copy / "locale").mkdir(exist_ok=True)  # takes the texts of rooms that have no folder for them
        collect(copy)
        for path in sorted(copy.rglob("*.po")):
            place = path.relative_to(copy)
            known = source / "derman" / place
            before = {_key(entry) for entry in polib.pofile(str(known))} if known.exists() else set()
            after = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
            missing = [entry.msgid for entry in after if _key(entry) not in before]
            yield from (f"{place}: {finding}" for finding in _few("not collected", missing))


def main(source: Path) -> int:
    """Print what is wrong below `source` (the folder that holds `derman`); returns the exit code."""
    if not shutil.which("msgfmt") or not shutil.which("xgettext"):
        print("The texts cannot be checked: gettext is missing (Debian: apt-get install gettext).")
        return 1
    catalogues = sorted(source.rglob("locale/*/LC_MESSAGES/*.po"))
    findings = [
        f"{path.relative_to(source / 'derman')}: {finding}" for path in catalogues for finding in of_catalogue(path)
    ]
    findings += of_two_minds(catalogues)
    try:
        findings += not_collected(source)
    except subprocess.CalledProcessError as error:
        findings.append(f"the texts cannot be collected: {error.stderr.strip()}")
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src"))
