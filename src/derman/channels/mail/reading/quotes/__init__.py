"""Cutting quote and signature off a plain text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextCut:
    """The new text, and what was cut off it."""

    reply: str
    signature: str
    quoted: str


def cut_text(text: str) -> TextCut:
    """The new text alone."""
    return TextCut(text.strip(), "", "")
