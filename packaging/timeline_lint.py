"""Only tickets.actions writes to the timeline: an event without the change that it tells of would be a lie."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from lint import Finding, Module, run

WRITERS = "derman.tickets.actions"
WRITING = frozenset(("create", "acreate", "bulk_create", "abulk_create", "get_or_create", "update_or_create", "add"))


def findings(module: Module) -> Iterator[Finding]:
    """`Event(…)`, `Event.objects.create(…)` and `ticket.events.create(…)` outside of tickets.actions."""
    if module.name == WRITERS or module.name.startswith(WRITERS + "."):
        return
    known = {
        name.asname or name.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "derman.tickets.models"
        for name in node.names
        if name.name == "Event"
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _writes(node.func, known):
            yield Finding(node.lineno, f"only {WRITERS} writes events: call one of its verbs, or Change.record")


def _writes(called: ast.expr, known: set[str]) -> bool:
    if isinstance(called, ast.Name):
        return called.id in known
    if not isinstance(called, ast.Attribute) or called.attr not in WRITING:
        return False
    parts = set()
    inner: ast.expr = called.value
    while True:
        if isinstance(inner, ast.Attribute):
            parts.add(inner.attr)
            inner = inner.value
        elif isinstance(inner, ast.Call):
            inner = inner.func
        else:
            break
    root = inner.id if isinstance(inner, ast.Name) else ""
    return root in known or "events" in parts


if __name__ == "__main__":
    sys.exit(run(findings))
