from __future__ import annotations

import re

import pytest

from derman.web import accent


@pytest.mark.parametrize("colour", ["#ffe600", "#ffffff", "#000000", "#ff0000", "#7f7f7f", "#123456", "#00ff88"])
def test_any_colour_becomes_readable_in_light_and_in_dark(colour: str) -> None:
    sheet = accent.style_sheet(colour)
    tones = dict(re.findall(r"(--[\w-]+):light-dark\(([^)]+)\)", sheet))
    light, dark = tones["--accent"].split(",")
    light_ink, dark_ink = tones["--accent-ink"].split(",")
    light_soft, dark_soft = tones["--accent-soft"].split(",")
    assert accent.contrast(light, "#ffffff") >= 4.5
    assert accent.contrast(dark, "#151c1f") >= 4.5
    assert accent.contrast(light, light_ink) >= 4.5
    assert accent.contrast(dark, dark_ink) >= 4.5
    assert accent.contrast(light, light_soft) >= 4
    assert accent.contrast(dark, dark_soft) >= 3.5


def test_the_default_needs_no_sheet_of_its_own() -> None:
    assert accent.style_sheet(accent.DEFAULT) == ""


@pytest.mark.parametrize("colour", ["red", "#fff", "#0b746f;}", "", "url(x)"])
def test_what_is_no_colour_never_reaches_the_page(colour: str) -> None:
    assert accent.style_sheet(colour) == ""
