"""Write anew which countries and regions the library of holidays knows, with their names: `countries.py`, with Node.

Run it after the library was pinned anew; a test says where it is needed.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from holidays import country_holidays
from holidays.registry import COUNTRIES

TARGET = Path(__file__).parent.parent / "src/derman/desk/data/countries.json"
LANGUAGES = ("en", "tr")
_NAMES = "const [, code, ...all] = process.argv; const n = new Intl.DisplayNames([code], {type: 'region'});"
_NAMES += "console.log(JSON.stringify(all.map((one) => n.of(one))))"


def regions_of(country: str) -> dict[str, str]:
    """The regions with holidays of their own: code → name."""
    days = country_holidays(country)
    names = days.get_subdivision_aliases() if days.subdivisions else {}
    return {code: (names.get(code) or [code])[0] for code in days.subdivisions}


def main() -> None:
    """Write the file."""
    codes = sorted(entry[1] for entry in COUNTRIES.values())
    named = {}
    for language in LANGUAGES:
        said = subprocess.run(["node", "-e", _NAMES, language, *codes], capture_output=True, text=True, check=True)
        named[language] = dict(zip(codes, json.loads(said.stdout), strict=True))
    lines = []
    for code in codes:
        entry = {"names": {language: named[language][code] for language in LANGUAGES}, "regions": regions_of(code)}
        lines.append(f"{json.dumps(code)}: {json.dumps(entry, ensure_ascii=False)}")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
