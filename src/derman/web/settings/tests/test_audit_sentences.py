"""The audit log speaks in sentences, whatever was changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import derman
from derman.web.settings.sentences import sentence


def _kinds() -> Iterator[tuple[str, str]]:
    """Every kind that a call of `audit` names, and the file that does."""
    for path in Path(derman.__file__).parent.rglob("*.py"):
        text = path.read_text()
        if "audit(" not in text or "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(text)):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "audit"):
                continue
            for kind in (keyword.value for keyword in call.keywords if keyword.arg == "kind"):
                named = [kind.body, kind.orelse] if isinstance(kind, ast.IfExp) else [kind]
                yield from (
                    (str(part.value), path.name)
                    for part in named
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def test_each_kind_of_change_has_its_sentence() -> None:
    found = sorted(set(_kinds()))
    assert len(found) > 40
    assert [kind for kind in found if sentence(kind[0], {}) == kind[0]] == []
