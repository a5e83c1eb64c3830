"""No key of the workspace is a secret: the list under `?` and the page of the docs name each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derman.web.workspace import screens

TEMPLATES = Path(screens.__file__).parent / "templates" / "workspace"
DOCS = Path(screens.__file__).parents[4] / "docs" / "agents.md"
SHOWN = {"mod+k": "Ctrl K", ".": "."}


def keys_of_templates() -> set[str]:
    """The keys that press something, but those that press an answer of a guided fix."""
    found: set[str] = set()
    for template in TEMPLATES.glob("*.html"):
        found.update(re.findall(r'data-key="([^"{]+)"', template.read_text()))
    found.update(re.findall(r'"key": "(.)"', (Path(screens.__file__).parent / "screens.py").read_text()))
    return {SHOWN.get(key, key.upper()) for key in found if key not in "123456789"}


@pytest.mark.parametrize(("page", "form"), [(TEMPLATES / "keys.html", "<kbd>{}</kbd>"), (DOCS, "`{}`")])
def test_each_key_is_told(page: Path, form: str):
    text = page.read_text()
    keys = keys_of_templates()
    assert {"Q", "V", "X", "/", "Ctrl K"} <= keys
    assert [key for key in sorted(keys) if form.format(key) not in text] == []


def test_each_key_does_one_thing():
    told = re.findall(r"<kbd>(.)</kbd>", (TEMPLATES / "keys.html").read_text())
    # “/” on an empty line of an answer is another thing than in the queue
    assert sorted({key for key in told if told.count(key) > 1}) == ["/"]
