"""No bare `.lower()`: human text is compared by `kernel.folding.fold`, which knows the Turkish i.

A line that changes the case of a token of a protocol, not of human text, says so: `# protocol`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from lint import Finding, Module, run

CASES = frozenset(("lower", "upper", "title", "capitalize", "swapcase"))


def findings(module: Module) -> Iterator[Finding]:
    """Calls of `.lower()` and its like, and the methods handed on as functions (`map(str.lower, …)`)."""
    for node in ast.walk(module.tree):
        called = (
            isinstance(node, ast.Call) and not node.args and not node.keywords and isinstance(node.func, ast.Attribute)
        )
        if called and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "str":
            name = node.attr
        else:
            continue
        end = node.end_lineno or node.lineno
        if name in CASES and not any("# protocol" in line for line in module.lines[node.lineno - 1 : end]):
            yield Finding(end, f"`.{name}()` does not know the Turkish i: use fold(), or say `# protocol`")


if __name__ == "__main__":
    sys.exit(run(findings))
