"""The public holidays of a country, out of a maintained library.

The library takes some 20 MB once it is loaded. So a short-lived process of its own loads it, and neither the web nor
the worker ever does. Run as a program, this file is that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_PATIENCE = 120  # seconds


class LibraryFailed(Exception):
    """The library gave no days."""


@dataclass(frozen=True, slots=True)
class Feast:
    """A day on which a country rests, or, where it is `half`, rests from noon on."""

    day: date
    name: str
    half: bool


def feasts(country: str, region: str, years: Sequence[int], language: str) -> list[Feast]:
    """The holidays of these years, in order, named in `language` where the library speaks it. Raises LibraryFailed."""
    asked = [country, region, language, *map(str, years)]
    try:
        said = subprocess.run(
            [sys.executable, "-m", "derman.desk.feasts", *asked],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=_PATIENCE,
        )
    except subprocess.CalledProcessError as error:
        raise LibraryFailed(f"no holidays of {country} {region}: {error.stderr[-400:]}") from None
    except subprocess.TimeoutExpired:
        raise LibraryFailed(f"no holidays of {country} {region}: it took too long") from None
    return [Feast(date.fromisoformat(day), name, half) for day, name, half in json.loads(said.stdout)]


def _main(country: str, region: str, language: str, *years: str) -> None:
    from holidays import country_holidays

    def days(category: str) -> dict[date, str]:
        asked = [int(year) for year in years]
        return dict(country_holidays(country, region or None, asked, categories=(category,), language=speaks))

    known = country_holidays(country)
    speaks = next((one for one in known.supported_languages if one.partition("_")[0] == language), None)
    rows: dict[date, tuple[str, bool]] = {}
    if "half_day" in known.supported_categories:
        rows = {day: (name, True) for day, name in days("half_day").items()}
    rows |= {day: (name, False) for day, name in days("public").items()}
    print(json.dumps([(day.isoformat(), *rows[day]) for day in sorted(rows)]))  # in ASCII, whatever the machine speaks


if __name__ == "__main__":
    _main(*sys.argv[1:])
