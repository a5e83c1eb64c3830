"""`make check`: everything that can be said about the code without running it, each as a step with a name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OWN = ["src", "tests", "packaging", "conftest.py"]


class Step(NamedTuple):
    """One check: its name, what it is for, and the command that exits with 0 where all is well."""

    name: str
    what: str
    command: list[str]


class Outcome(NamedTuple):
    """How a step ended."""

    code: int
    output: str
    seconds: float


STEPS = [
    Step("lint", "ruff finds nothing", [str(BIN / "ruff"), "check", "--quiet", *OWN]),
    Step("format", "ruff would write it the same", [str(BIN / "ruff"), "format", "--check", "--quiet", *OWN]),
    Step("types", "mypy, strict", [str(BIN / "mypy")]),
    Step("floors", "imports keep to the floors of the house", [str(BIN / "lint-imports"), "--no-logo", "--no-cache"]),
    Step("doors", "no web library below the doors", [sys.executable, "packaging/doors_lint.py"]),
    Step("timeline", "only tickets.actions writes events", [sys.executable, "packaging/timeline_lint.py"]),
    Step("folding", "human text is folded, never lowered", [sys.executable, "packaging/fold_lint.py"]),
    Step("templates", "djLint finds nothing", [str(BIN / "djlint"), "src/derman", "--lint", "--quiet"]),
    Step("texts", "every text is translated and compiled", [sys.executable, "packaging/texts_lint.py"]),
]


def run(step: Step) -> Outcome:
    """Run one step from the project's root."""
    started = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "120"},
        check=False,
    )
    return Outcome(done.returncode, done.stdout.strip(), time.monotonic() - started)


def main(names: list[str]) -> int:
    """Run the steps of these names, or all; returns the exit code."""
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        print(f"There is no check {', '.join(sorted(unknown))}. There are: {', '.join(step.name for step in STEPS)}.")
        return 2
    steps = [step for step in STEPS if not names or step.name in names]
    failed: list[str] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for step, outcome in zip(steps, pool.map(run, steps), strict=True):
            word = "FAILED" if outcome.code else "ok"
            print(f"{word:<7}{step.name:<11}{step.what} ({outcome.seconds:.1f} s)", flush=True)
            if outcome.code:
                failed.append(step.name)
                print("\n".join(f"       {line}" for line in outcome.output.splitlines()), flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(steps)} checks failed: {', '.join(failed)}")
        return 1
    print(f"\nAll {len(steps)} checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
