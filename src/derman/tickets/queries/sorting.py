"""Categories, the matrix, and the names behind the ids that events keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from derman.kernel import sql
from derman.kernel.texts import in_language
from derman.tickets.models import Category, Degree, Event, Kind, Priority, PriorityCell


def categories(*, active_only: bool = True) -> list[tuple[Category, int]]:
    """The tree in its order, each with its depth (0 for the top). 1 statement."""
    found = Category.objects.select_related("team", "skill")
    rows = list(found.filter(active=True) if active_only else found)
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    tree: list[tuple[Category, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.get(parent, []):
            tree.append((row, depth))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return tree


def category(pk: int) -> Category | None:
    """One category with its team and skill. 1 statement."""
    return Category.objects.select_related("team", "skill").filter(pk=pk).first()


def kinds() -> list[tuple[str, str]]:
    """(code, name) of the kinds of tickets."""
    return [(str(code), str(name)) for code, name in Kind.choices]


def priorities() -> list[tuple[int, str]]:
    """(number, name) of the priorities, the most urgent first."""
    return [(int(number), str(name)) for number, name in Priority.choices]


def degrees() -> list[tuple[int, str]]:
    """(number, name) of the degrees of impact and urgency, the highest first."""
    return [(int(number), str(name)) for number, name in Degree.choices]


def matrix() -> dict[tuple[int, int], int]:
    """(impact, urgency) → priority. 1 statement."""
    return {(cell.impact, cell.urgency): cell.priority for cell in PriorityCell.objects.all()}


def names_of(events: Iterable[Event]) -> dict[str, dict[int, str]]:
    """The names of the persons, teams, categories and tasks that events mention by id. 1 statement."""
    wanted: dict[str, set[int]] = {"person": set(), "team": set(), "category": set(), "task": set()}
    for event in events:
        if event.kind == "assignee.changed":
            _note(wanted["person"], event.details.get("before"), event.details.get("after"))
        elif event.kind == "followers.changed":
            _note(wanted["person"], *event.details.get("before", []), *event.details.get("after", []))
        elif event.kind == "team.changed":
            _note(wanted["team"], event.details["before"].get("team"), event.details["after"].get("team"))
            _note(wanted["category"], (event.details.get("because") or {}).get("category"))
        elif event.kind in ("approval.asked", "approval.reminded"):
            _note(wanted["person"], *event.details["people"])
        elif event.kind == "person.named" or event.kind.startswith(("identity.", "secret.")):
            _note(wanted["person"], event.details.get("person"), event.details.get("manager"))
        elif event.kind == "aside.begun":
            _note(wanted["person"], *event.details.get("people", []))
        elif event.kind == "aside.people":
            _note(wanted["person"], *event.details.get("before", []), *event.details.get("after", []))
        elif event.kind == "promise.step":
            _note(wanted["person"], *event.details["told"])
        elif event.kind in ("task.changed", "task.added"):
            _note(wanted["task"], event.details["task"])
        elif event.kind == "tasks.started":
            _note(wanted["task"], *event.details["tasks"])
        elif event.kind == "category.changed":
            _note(wanted["category"], event.details.get("before"), event.details.get("after"))
    found: dict[str, dict[int, str]] = {kind: {} for kind in wanted}
    if not any(wanted.values()):
        return found
    for kind, pk, name, names in sql.rows(_NAMES, {kind: list(ids) for kind, ids in wanted.items()}):
        found[kind][pk] = name if names is None else in_language(json.loads(names))
    return found


_NAMES = """
SELECT 'person', id, name, NULL FROM people_person WHERE id = ANY(%(person)s)
UNION ALL SELECT 'team', id, name, NULL FROM people_team WHERE id = ANY(%(team)s)
UNION ALL SELECT 'category', id, '', names::text FROM tickets_category WHERE id = ANY(%(category)s)
UNION ALL SELECT 'task', id, '', titles::text FROM tickets_task WHERE id = ANY(%(task)s)
"""


def _note(ids: set[int], *values: Any) -> None:
    ids.update(value for value in values if isinstance(value, int))
