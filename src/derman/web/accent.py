"""The desk's own colour, turned into the tones that the style sheet needs, readable in light and in dark."""

from __future__ import annotations

import colorsys
import re

DEFAULT = "#0b746f"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_PAPER, _INK = "#ffffff", "#05211f"
_DARK_PAPER = "#151c1f"
# WCAG 2.2, 1.4.3: 4.5 to 1 for text; a little more, because the colour also stands on tinted paper
READABLE = 4.9


def is_colour(text: str) -> bool:
    """Is this a colour as `<input type="color">` writes it?"""
    return _HEX.fullmatch(text) is not None


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in (red, green, blue))


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _until_readable(colour: str, paper: str, step: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for _step in range(100):
        if contrast(_hex(*colorsys.hls_to_rgb(hue, light, saturation)), paper) >= READABLE:
            break
        light = max(0.0, min(1.0, light + step))
    return _hex(*colorsys.hls_to_rgb(hue, light, saturation))


def _mix(colour: str, paper: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(paper), strict=True)
    red, green, blue = (one * part + other * (1 - part) for one, other in pairs)
    return _hex(red, green, blue)


def tones(colour: str) -> dict[str, tuple[str, str]]:
    """The desk's colour, what is written on it, and its tint, each for light and for dark."""
    light = _until_readable(colour, "#f0f4f3", -0.01)
    dark = _until_readable(colour, _DARK_PAPER, 0.01)
    ink = _PAPER if contrast(light, _PAPER) >= contrast(light, _INK) else _INK
    dark_ink = _INK if contrast(dark, _INK) >= contrast(dark, _PAPER) else _PAPER
    return {
        "accent": (light, dark),
        "accent-ink": (ink, dark_ink),
        "accent-soft": (_mix(light, _PAPER, 0.1), _mix(dark, _DARK_PAPER, 0.16)),
    }


def style_sheet(colour: str) -> str:
    """The few lines of CSS that give every page the desk's colour; none for the default or something unreadable."""
    if not is_colour(colour) or colour == DEFAULT:
        return ""
    lines = "".join(f"--{name}:light-dark({pair[0]},{pair[1]});" for name, pair in tones(colour).items())
    return f"@layer tokens{{:root{{{lines}}}}}\n"
