from __future__ import annotations

import hashlib
from pathlib import Path

FRONTEND = Path(__file__).resolve().parents[4] / "frontend"


def test_what_pages_load_was_built_from_the_sources_that_stand_here() -> None:
    digest = hashlib.sha256()
    for folder in ("css", "js", "vendor"):
        for path in sorted((FRONTEND / folder).iterdir(), key=lambda path: path.name):
            digest.update(f"{folder}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    digest.update((FRONTEND / "icons.json").read_bytes())
    built = (FRONTEND / "built.txt").read_text().strip()
    assert built == digest.hexdigest(), "Sources changed: run `npm install && node build.mjs` in frontend/."
