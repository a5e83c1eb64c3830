"""Where the conversation of a merged ticket goes on."""

from __future__ import annotations

from collections.abc import Collection

from derman.kernel.recalling import recalled, remember
from derman.tickets.models import Ticket

LONGEST_CHAIN = 50  # of tickets merged into one another


def survivor_of(number: int) -> int:
    """Its own number, where it was not merged. 1 statement for each step."""
    for _step in range(LONGEST_CHAIN):
        following = Ticket.objects.filter(pk=number).values_list("merged_into", flat=True).first()
        if following is None:
            return number
        number = following
    return number


def family_of(number: int) -> set[int]:
    """The ticket and all whose conversation goes on in it, directly or through others. 1 statement for each step."""
    known: set[int] | None = recalled(("family", number))
    return set(known) if known is not None else families_of([number])[number]


def families_of(numbers: Collection[int]) -> dict[int, set[int]]:
    """The same for many, by their numbers. 1 statement for each step."""
    latest = {number: number for number in numbers}  # whose conversation goes on → in which of these it ends
    families = {number: {number} for number in numbers}
    for _step in range(LONGEST_CHAIN):
        found = Ticket.objects.filter(merged_into__in=latest).values_list("pk", "merged_into")
        latest = {pk: latest[into] for pk, into in found if into is not None and pk not in families[latest[into]]}
        if not latest:
            break
        for pk, root in latest.items():
            families[root].add(pk)
    return families


def know_families(numbers: Collection[int]) -> None:
    """Read the same for many at once, within `recalling`. 1 statement for each step."""
    for number, family in families_of(numbers).items():
        remember(("family", number), family)
