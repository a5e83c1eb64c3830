from __future__ import annotations

import gzip
import re
from pathlib import Path

from derman.people.models import Person

STATIC = Path(__file__).resolve().parent.parent / "static"
LATIN = ("vendor/fonts/inter-latin.woff2", "vendor/fonts/inter-turkish.woff2")  # what a Turkish page needs


def _weight(name: str) -> int:
    content = (STATIC / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))


def test_the_first_page_is_light(client, elif_: Person) -> None:
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    page = client.get("/desk/").content
    named = {
        name.split("?")[0] for name in re.findall(rb'(?:href|src)="/static/([^"#]+)', page) for name in [name.decode()]
    }
    # fonts and the chevron are named by the style sheet, the live stream and the page itself come from the desk
    files = {name for name in named if (STATIC / name).exists()} | set(LATIN) | {"derman/icons/icons.svg"}
    weight = sum(_weight(name) for name in files) + len(gzip.compress(page, 6))
    assert len(files) + 1 <= 12, sorted(files)
    assert weight <= 150 * 1024, weight


def test_the_editor_is_loaded_only_by_who_writes(client, elif_: Person) -> None:
    client.force_login(elif_, backend="derman.people.backends.AddressBackend")
    assert b"tiptap" not in client.get("/desk/").content
    assert _weight("vendor/tiptap.js") <= 132 * 1024
