"""What the desk's own checks share: walking over its modules and saying what is wrong where."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Module(NamedTuple):
    """One file of the program: its dotted name, its tree and its lines."""

    path: Path
    name: str
    tree: ast.Module
    lines: list[str]


class Finding(NamedTuple):
    """Something that is wrong at one line."""

    line: int
    what: str


type Check = Callable[[Module], Iterator[Finding]]


def modules(source: Path) -> Iterator[Module]:
    """All modules below `source` (the folder that holds `derman`) but tests and migrations."""
    for path in sorted((source / "derman").rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if "tests" in parts or "migrations" in parts:
            continue
        text = path.read_text(encoding="utf-8")
        yield Module(path, ".".join(parts).removesuffix(".__init__"), ast.parse(text), text.splitlines())


def run(check: Check, source: Path | None = None) -> int:
    """Print what `check` finds, a line each; returns the exit code, 0 for nothing."""
    source = source or (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src")
    count = 0
    for module in modules(source):
        for finding in sorted(check(module)):
            count += 1
            print(f"{module.path.relative_to(source)}:{finding.line}: {finding.what}")
    return 1 if count else 0
