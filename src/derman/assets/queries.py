"""Questions about devices, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Func, Q, TextField

from derman.assets.access import visible_to
from derman.assets.models import Asset, Kind, State
from derman.kernel.folding import fold
from derman.people.models import Person

PAGE = 50
LONGEST_QUESTION = 100
FEW = 500  # people of one name, of whom a search looks for devices
MOST_OFFERED = 40  # of one's own devices, in a form


@dataclass(frozen=True, slots=True)
class Page:
    """Some devices in the order of their numbers; `next` is where the following page begins, empty at the end."""

    assets: list[Asset]
    next: str


def folded_number(number: str) -> str:
    """How inventory numbers are compared: `nb - 1042` is `NB-1042`."""
    return "".join(fold(number).split())[:120]


def assets(asker: Person, *, words: str = "", state: str = "", key: str = "", size: int = PAGE) -> Page:
    """What `asker` may see, by number. 1 statement, 2 with words.

    All `words` stand in name, number, serial number or place, or all in the name of who has it. Without a `state`,
    what is retired is left out, unless words look for it.
    """
    found = visible_to(asker).select_related("person")
    wanted = fold(words[:LONGEST_QUESTION]).split()[:8]
    if wanted:
        named = Q(*(Q(by__contains=word) for word in wanted))
        people = Person.objects.annotate(by=Func(F("name"), function="derman_fold", output_field=TextField()))
        # asked for first, so that the planner has numbers and no guess
        having = list(people.filter(named).values_list("pk", flat=True)[:FEW])
        found = found.filter(Q(*(Q(words__contains=word) for word in wanted)) | Q(person__in=having))
    if state in State.values:
        found = found.filter(state=state)
    elif not wanted:
        found = found.exclude(state=State.RETIRED)
    if key:
        found = found.filter(folded__gt=key[:120])
    rows = list(found.order_by("folded")[: size + 1])
    return Page(rows[:size], rows[size - 1].folded if len(rows) > size else "")


def after(asker: Person, pk: int, *, words: str = "", person: int | None = None, limit: int = 50) -> list[Asset]:
    """What `asker` may see, by id and behind `pk`, retired ones too. 1 statement."""
    found = visible_to(asker).select_related("person").filter(pk__gt=pk)
    for word in fold(words[:LONGEST_QUESTION]).split()[:8]:
        found = found.filter(words__contains=word)
    if person is not None:
        found = found.filter(person=person)
    return list(found.order_by("pk")[:limit])


def asset(asker: Person, pk: int) -> Asset | None:
    """One that `asker` may see. 1 statement."""
    return visible_to(asker).select_related("person").filter(pk=pk).first() if 0 < pk < 2**63 else None


def of_person(asker: Person, person: int) -> list[Asset]:
    """What a person has, as far as `asker` may see it, without what is retired. 1 statement."""
    seen = visible_to(asker).filter(person=person).exclude(state=State.RETIRED)
    return list(seen.order_by("folded")[:MOST_OFFERED])


def by_numbers(asker: Person | None, numbers: Collection[str]) -> dict[str, Asset]:
    """Those with these inventory numbers, now or before, by the folded number; for None all. 1 statement."""
    wanted = {folded for number in list(numbers)[:200] if (folded := folded_number(str(number)))}
    if not wanted:
        return {}
    seen = visible_to(asker) if asker is not None else Asset.objects.all()
    rows = list(seen.select_related("person").filter(Q(folded__in=wanted) | Q(former__overlap=list(wanted))))
    before = {number: row for row in rows for number in wanted.intersection(row.former)}
    # a number that a device has now means that one, whatever had it before
    return before | {row.folded: row for row in rows if row.folded in wanted}


def kinds() -> list[tuple[str, str]]:
    """Every kind of device, with its words."""
    return [(code, str(words)) for code, words in Kind.choices]


def states() -> list[tuple[str, str]]:
    """Every state, with its words."""
    return [(code, str(words)) for code, words in State.choices]
