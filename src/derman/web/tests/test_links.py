"""A link is a link to everybody: a role of its own would take its name from those who hear the page."""

from __future__ import annotations

import re
from pathlib import Path

import derman

LOUD = re.compile(r"<(?:a|button)\b[^>]*\brole=\"(?:alert|status|log)\"")


def test_what_is_said_aloud_stands_around_a_link_and_not_in_its_place():
    pages = Path(derman.__file__).parent.rglob("*.html")
    assert [page.name for page in pages if LOUD.search(page.read_text())] == []
