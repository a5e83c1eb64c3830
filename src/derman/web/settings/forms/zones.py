"""Time zones and languages to choose from."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zones() -> list[tuple[str, str]]:
    """The zones of cities, as (code, name)."""
    known = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _CONTINENTS)
    return [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in [*known, "UTC"]]


def zone_choices(now: str, nothing: str = "") -> list[tuple[str, str]]:
    """The zones, with the present one even where it is not a city's, and `nothing` for none."""
    choices = zones()
    if now and now not in dict(choices):
        choices = [(now, now), *choices]
    return [("", nothing), *choices] if nothing else choices


def languages() -> list[tuple[str, str]]:
    """(code, name in itself) of the languages that Derman speaks."""
    return list(settings.LANGUAGES)
