"""No web library below the doors: a room that knows of requests or templates of pages could not serve mail or jobs.

Import contracts see `django` as one; this looks at its parts.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from lint import Finding, Module, run

DOORS = ("derman.site", "derman.web", "derman.api")
WEB = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.forms", "django.middleware", "ninja")


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def _only_for_types(tree: ast.Module) -> set[ast.AST]:
    """What stands below `if TYPE_CHECKING:` is not imported when the program runs."""
    return {
        node
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and isinstance(branch.test, ast.Name) and branch.test.id == "TYPE_CHECKING"
        for statement in branch.body
        for node in ast.walk(statement)
    }


def findings(module: Module) -> Iterator[Finding]:
    """Imports of parts of Django that serve pages, in modules below the doors."""
    if _within(module.name, DOORS):
        return
    left_out = _only_for_types(module.tree)
    for node in ast.walk(module.tree):
        if node in left_out:
            continue
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
        for name in names:
            if _within(name, WEB):
                yield Finding(node.lineno, f"{name} belongs to the doors: {', '.join(DOORS)}")
                break


if __name__ == "__main__":
    sys.exit(run(findings))
