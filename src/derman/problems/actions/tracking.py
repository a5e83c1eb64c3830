"""Issues at the makers of a software, on the problem's own timeline."""

from __future__ import annotations

from typing import Any

from derman.people.models import Person
from derman.problems.actions.locking import happened, tell_screens
from derman.problems.models import Problem


def note_of_issue(*, actor: Person | None, problem: int, kind: str, **details: Any) -> None:
    """Within a transaction: a line about an issue; who may cause it the room of trackers knows."""
    row = Problem.objects.select_for_update(of=("self",), no_key=True).get(pk=problem)
    happened(row, kind, actor, **details)
    tell_screens(row)
