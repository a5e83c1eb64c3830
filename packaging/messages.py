"""`make messages`: collect the texts to translate into each room's locale folder, and compile them."""

from __future__ import annotations

import shutil
import subprocess
import sys

import polib
from texts_lint import ROOT, collect

DERMAN = ROOT / "src" / "derman"


def main() -> int:
    """Collect, compile, and say what is left to translate; returns the exit code."""
    if not shutil.which("msgfmt") or not shutil.which("xgettext"):
        print("gettext is missing (Debian: apt-get install gettext).", file=sys.stderr)
        return 1
    # every room gets a folder for its texts; those that stay empty go again
    folders = [path.parent / "locale" for path in DERMAN.rglob("apps.py")]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    try:
        collect(DERMAN)
        for path in sorted(DERMAN.rglob("locale/*/LC_MESSAGES/*.po")):
            # msgmerge leaves guesses, which nobody has read: better none
            catalogue = polib.pofile(str(path), wrapwidth=0)
            for entry in catalogue.fuzzy_entries():
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
                entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
                catalogue.save()
            subprocess.run(["msgfmt", "--check-format", "-o", str(path.with_suffix(".mo")), str(path)], check=True)
            left = len(catalogue.untranslated_entries())
            print(f"{path.relative_to(DERMAN)}: {len(catalogue)} texts{f', {left} to translate' if left else ''}")
    except subprocess.CalledProcessError as error:
        print(error.stderr or error, file=sys.stderr)
        return 1
    finally:
        for folder in folders:
            if not any(folder.rglob("*.po")):
                shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
