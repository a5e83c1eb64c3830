"""Countries and their regions, as far as public holidays are known of them: read from a file when asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from derman.kernel.folding import fold

_FILE = Path(__file__).parent / "data/countries.json"  # packaging/countries.py writes it


@dataclass(frozen=True, slots=True)
class Country:
    """A country, its name in the language that was asked for, and its regions with holidays of their own."""

    code: str
    name: str
    regions: Mapping[str, str]  # code → name


def countries(language: str) -> list[Country]:
    """All of them, by name."""
    known = json.loads(_FILE.read_text(encoding="utf-8"))
    found = [
        Country(code, row["names"].get(language, row["names"]["en"]), row["regions"]) for code, row in known.items()
    ]
    return sorted(found, key=lambda one: fold(one.name))


def country(code: str, language: str = "en") -> Country | None:
    """One of them by its code (ISO 3166)."""
    return next((one for one in countries(language) if one.code == code), None)
