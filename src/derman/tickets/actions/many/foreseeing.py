"""What a change would do to many tickets, before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from derman.people.models import Person, Team
from derman.people.queries import assignable
from derman.tickets.access import visible_to
from derman.tickets.actions.many.wanted import Wanted, checked, until_of
from derman.tickets.actions.standing import status_of
from derman.tickets.models import PRIORITY_OF, Category, OwnField, OwnValues, Status, Task, Ticket
from derman.tickets.together import Refusal


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many tickets would change, are so already, and would not change and why."""

    total: int
    changed: int
    same: int
    refused: Mapping[str, int] = field(default_factory=dict)  # Refusal → how many


COLUMNS = (
    "number", "status", "waiting_for", "waiting_until", "priority", "impact", "urgency", "kind", "category", "team",
    "assignee", "tags", "tasks", "tasks_done", "merged_into", "later", "watchers",
)  # fmt: skip


def foresee(*, actor: Person, numbers: Collection[int], wanted: Wanted) -> Foreseen:
    """What `wanted` would do to the tickets with these numbers. Raises as `checked`. 11 statements at most."""
    wanted = checked(actor, wanted)
    named = {number for number in numbers if 0 < number < 2**63}
    tickets = list(visible_to(actor).filter(pk__in=named).only(*COLUMNS))
    ends = wanted.get("status") in (Status.RESOLVED, Status.CLOSED)
    held = _with_tasks_left(tickets) if ends else set()
    empty = _with_empty_fields(tickets, wanted) if ends else set()
    own = _own_values(tickets) if "fields" in wanted else {}
    closed_to_them = _teams_without(actor, tickets, wanted)
    why: Counter[str] = Counter()
    changed = same = 0
    for ticket in tickets:
        refusal = _refusal(ticket, wanted, held, closed_to_them)
        if not refusal and ticket.pk in empty:
            refusal = Refusal.FIELDS.value
        if refusal:
            why[refusal] += 1
        elif _differs(ticket, wanted) or _differs_inside(own.get(ticket.pk, {}), wanted):
            changed += 1
        else:
            same += 1
    if len(tickets) < len(set(numbers)):
        why[Refusal.GONE.value] = len(set(numbers)) - len(tickets)
    return Foreseen(len(set(numbers)), changed, same, dict(why))


def _with_tasks_left(tickets: Collection[Ticket]) -> set[int]:
    some = [ticket.pk for ticket in tickets if ticket.tasks > ticket.tasks_done]
    left = Task.objects.filter(ticket__in=some, blocking=True, state__in=(Task.State.OPEN, Task.State.PLANNED))
    return set(left.values_list("ticket_id", flat=True))


def _with_empty_fields(tickets: Collection[Ticket], wanted: Wanted) -> set[int]:
    """Those that cannot be resolved as they are: fields must be filled in. 3 statements at most."""
    required = list(OwnField.objects.filter(active=True).exclude(required=""))
    if not required:
        return set()
    own, above = _own_values(tickets), dict(Category.objects.values_list("pk", "parent"))
    filled = {key for key, value in wanted.get("fields", {}).items() if value is not None}
    emptied = wanted.get("fields", {}).keys() - filled
    found = set()
    for ticket in tickets:
        about, category = set(), wanted.get("category", ticket.category_id)
        while category is not None:
            about.add(category)
            category = above.get(category)
        kind, team = wanted.get("kind", ticket.kind), wanted.get("team", ticket.team_id)
        has = (own.get(ticket.pk, {}).keys() - emptied) | filled
        left = (field for field in required if field.key not in has)
        if ticket.is_unresolved and any(field.counts_on(kind, team, frozenset(about)) for field in left):
            found.add(ticket.pk)
    return found


def _own_values(tickets: Collection[Ticket]) -> dict[int, dict[str, Any]]:
    numbers = [ticket.pk for ticket in tickets]
    return dict(OwnValues.objects.filter(ticket__in=numbers).values_list("ticket", "values"))


def _differs_inside(values: Mapping[str, Any], wanted: Wanted) -> bool:
    return any(values.get(key) != value for key, value in wanted.get("fields", {}).items())


def _teams_without(actor: Person, tickets: Collection[Ticket], wanted: Wanted) -> set[int]:
    """The closed teams (ids) whose tickets the wanted assignee cannot have."""
    who = wanted.get("assignee")
    if who is None:
        return set()
    teams = {team for team in (wanted.get("team"), *(ticket.team_id for ticket in tickets)) if team is not None}
    closed = Team.objects.filter(pk__in=teams, closed=True)
    return {team.pk for team in closed if not assignable(actor, team.pk).filter(pk=who).exists()}


def _refusal(ticket: Ticket, wanted: Wanted, held: set[int], closed_to_them: set[int]) -> str:
    if ticket.merged_into_id is not None:
        return Refusal.MERGED.value
    if wanted.get("assignee") is not None and ticket.assignee_id != wanted["assignee"]:
        team = wanted.get("team", ticket.team_id)
        if team in closed_to_them:
            return Refusal.ASSIGNEE.value
    if ticket.pk in held:
        return Refusal.TASKS.value
    if "delete" in wanted and ticket.later:
        return Refusal.LATER.value
    if len(tags_after(ticket, wanted)) > 30:
        return Refusal.TAGS.value
    return ""


def tags_after(ticket: Ticket, wanted: Wanted) -> set[str]:
    """The tags that the ticket would have."""
    return {*ticket.tags, *wanted.get("add_tags", ())} - {*wanted.get("remove_tags", ())}


def _differs(ticket: Ticket, wanted: Wanted) -> bool:
    if not wanted.keys().isdisjoint(("note", "reply", "replies", "tasks", "delete")):
        return True
    if "status" in wanted:
        until = until_of(wanted)
        after = {
            "status": wanted["status"],
            "waiting_for": wanted.get("waiting_for", ""),
            "waiting_until": until.isoformat() if until else None,
        }
        if status_of(ticket) != after:
            return True
    if "priority" in wanted and (ticket.priority, ticket.impact, ticket.urgency) != (
        PRIORITY_OF[wanted["priority"]],
        None,
        None,
    ):
        return True
    return (
        ("kind" in wanted and ticket.kind != wanted["kind"])
        or ("category" in wanted and ticket.category_id != wanted["category"])
        or ("team" in wanted and ticket.team_id != wanted["team"])
        or ("assignee" in wanted and ticket.assignee_id != wanted["assignee"])
        or tags_after(ticket, wanted) != set(ticket.tags)
        or not {*wanted.get("watch", ())}.issubset(ticket.watchers)
    )
