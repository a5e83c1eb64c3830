"""Questions about views and about what a typed query finds, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.people.access import Lens, lens_of
from derman.people.models import Person, Team
from derman.people.queries import teams
from derman.search.errors import QueryError, SearchError
from derman.search.typed.completing import Completion
from derman.search.typed.completing import complete as completed
from derman.search.typed.conditions import tickets_of
from derman.search.typed.grammar import Query, Word, parse, read, written
from derman.search.typed.patience import patiently
from derman.tickets.models import Pin, Ticket
from derman.tickets.queries.lines import lines_of
from derman.tickets.queries.views import CAP, PAGE, Page, Row, decode_key, encode_place
from derman.views.access import SEEN, changeable_by, visible_to
from derman.views.errors import ViewNotFound
from derman.views.models import Group, Layout, Order, SavedView

SHOWN = 40  # views in the tabs
COUNTED = 12  # of them, the first
A_MOMENT = 100  # milliseconds for counting one

_VIEWS = f"""
SELECT {{columns}} FROM views_savedview AS t LEFT JOIN people_team AS team ON team.id = t.team_id
WHERE {SEEN} ORDER BY t.position, t.id LIMIT {SHOWN}
"""  # noqa: S608


def views(asker: Person) -> list[SavedView]:
    """The views that `asker` has, in the order of the tabs. 1 statement.

    Written out, since every page with a list asks for it: to make it anew costs ten times what PostgreSQL needs.
    """
    if not asker.is_staff_member:
        return []
    found = []
    for view, team in sql.read_joined(_VIEWS, [(SavedView, "t"), (Team, "team")], {"reader": asker.pk}):
        view.team = team
        found.append(view)
    return found


def view(asker: Person, pk: int) -> SavedView:
    """One of them. 1 statement. Raises ViewNotFound."""
    found = visible_to(asker).select_related("team").filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise ViewNotFound(_("There is no such view."))
    return found


def changeable(asker: Person) -> set[int]:
    """Which of them `asker` may change: their ids. 1 statement."""
    return set(changeable_by(asker).filter(removed_at=None).values_list("pk", flat=True))


def writable_teams(asker: Person) -> list[Team]:
    """The teams for which `asker` may keep views: a lead's own. 1 statement at most."""
    return list(teams(asker).filter(memberships__person=asker)) if asker.is_lead else []


def orders() -> list[tuple[str, str]]:
    """(code, name) of each order."""
    return [(str(code), str(name)) for code, name in Order.choices]


def layouts() -> list[tuple[str, str]]:
    """(code, name) of each way in which a view is shown."""
    return [(str(code), str(name)) for code, name in Layout.choices]


def groups() -> list[tuple[str, str]]:
    """(code, name) of each thing by which a view is grouped."""
    return [(str(code), str(name)) for code, name in Group.choices]


def shown(query: str, lang: str) -> str:
    """A query in the key words of a language. No statement."""
    return written(parse(query).query, lang)


def matching(person: Person, query: str) -> QuerySet[Ticket]:
    """All tickets that `person` may see and that a typed query finds, for whatever is done to all of them.

    In no order; not counted, not limited. Statements: see search.typed.conditions. Raises QueryError with the place.
    """
    return tickets_of(person, read(query))


def matching_view(person: Person, pk: int) -> QuerySet[Ticket]:
    """The same for a view that `person` has. Raises ViewNotFound, QueryError."""
    return matching(person, view(person, pk).query)


def sound(query: str) -> str:
    """A query without its parts that cannot be read; as it is where nothing would be left. No statement."""
    found = parse(query)
    return written(found.sound) if found.mistakes and found.sound.parts else query


def all_numbers(person: Person, query: str, *, most: int, order: str = Order.UPDATED) -> list[int]:
    """The numbers of all that a typed query finds, in an order, `most` of them. Statements as `numbers`.

    For whatever is done to all of them. Raises QueryError, TooSlow.
    """
    found = matching(person, query)
    with patiently():
        if order == Order.DUE:
            return [abs(number) for _moment, number in _due_places(found, "", most)]
        return list(_behind(found, order, "").values_list("pk", flat=True)[:most])


def complete(person: Person, query: str, at: int) -> Completion:
    """What fits before a place of a query that somebody types. 2 statements at most."""
    return completed(person, query, at)


def narrows(query: str) -> bool:
    """Does this ask for more than words? No statement."""
    return any(not isinstance(part, Word) or part.negated for part in parse(query).query.parts)


def mistakes(person: Person, query: str) -> list[QueryError]:
    """What is wrong with a query, in words and with its place; a name that nobody has is wrong too."""
    found = parse(query)
    if found.mistakes:
        return list(found.mistakes)
    return _unknown(person, found.query)


def _unknown(person: Person, query: Query) -> list[QueryError]:
    try:
        tickets_of(person, query)
    except QueryError as mistake:
        return [mistake]
    return []


def numbers(
    person: Person, query: str, *, order: str = Order.UPDATED, key: str = "", size: int = PAGE
) -> tuple[list[int], str]:
    """The numbers of one page of what a typed query finds, and the key of the next; words are looked for, not ranked.

    3 statements in a transaction, and what the query names. Raises QueryError, TooSlow, and
    tickets.errors.WrongInput for a key that no page gave.
    """
    found = matching(person, query)
    with patiently():
        places = (
            _due_places(found, key, size + 1)
            if order == Order.DUE
            else list(_behind(found, order, key).values_list("updated_at", "pk")[: size + 1])
        )
    following = encode_place(*places[size - 1]) if len(places) > size else ""
    return [abs(number) for _moment, number in places[:size]], following


def _due_places(found: QuerySet[Ticket], key: str, size: int) -> list[tuple[datetime, int]]:
    """What was promised, the most urgent first, and behind that the rest, latest change first.

    The numbers of the rest are negative: so a key says where it belongs. 1 more statement where a page has both.
    """
    moment, number = decode_key(key) if key else (None, 1)
    places: list[tuple[datetime, int]] = []
    if number > 0:
        due = found.filter(due_at__isnull=False)
        if moment is not None:
            due = due.filter(due_at__gte=moment).exclude(due_at=moment, pk__lte=number)
        some = due.order_by("due_at", "pk").values_list("due_at", "pk")[:size]
        places = [(at, pk) for at, pk in some if at is not None]
    if len(places) < size:
        key_of_rest = encode_place(moment, -number) if moment is not None and number < 0 else ""
        rest = _behind(found.filter(due_at=None), Order.UPDATED, key_of_rest)
        places += [(at, -pk) for at, pk in rest.values_list("updated_at", "pk")[: size - len(places)]]
    return places


def page(
    person: Person,
    query: str,
    *,
    order: str = Order.UPDATED,
    key: str = "",
    size: int = PAGE,
    lens: Lens | None = None,
    pins: bool = False,
) -> Page:
    """The same as lines of the workspace. 2 statements more, 1 where `lens` is given.

    `pins`: what the person has pinned stands before all, and is not listed again further on. 1 statement more, and
    where something is pinned those of a second search.
    """
    wanted, following = numbers(person, query, order=order, key=key, size=size)
    kept = set(Pin.objects.filter(person=person).values_list("ticket", flat=True)) if pins else set()
    top = _pinned(person, query, kept) if kept and not key else []
    wanted = [*top, *(number for number in wanted if number not in kept)]
    lines = lines_of(person, lens or lens_of(person), wanted)
    rows = [(number, *lines[number]) for number in wanted if number in lines]
    return Page([Row(replace(line, pinned=number in kept), unread) for number, line, unread in rows], following)


def _pinned(person: Person, query: str, kept: Collection[int]) -> list[int]:
    """Of the few that are pinned, those that the query finds."""
    found = matching(person, query).filter(pk__in=kept)
    with patiently():
        return list(found.order_by("-updated_at", "-pk").values_list("pk", flat=True))


def _behind(found: QuerySet[Ticket], order: str, key: str) -> QuerySet[Ticket]:
    # the first page begins before everything
    moment, number = decode_key(key) if key else (clock.now(), 0)
    match order:
        case Order.NEWEST:
            return (found.filter(pk__lt=number) if key else found).order_by("-pk")
        case Order.OLDEST:
            return (found.filter(pk__gt=number) if key else found).order_by("pk")
        case Order.LONGEST:
            if key:
                found = found.filter(updated_at__gte=moment).exclude(updated_at=moment, pk__lte=number)
            return found.order_by("updated_at", "pk")
        case _:
            if key:
                found = found.filter(updated_at__lte=moment).exclude(updated_at=moment, pk__gte=number)
            return found.order_by("-updated_at", "-pk")


def count(person: Person, query: str) -> int:
    """How many tickets a typed query finds, up to CAP. Raises QueryError, TooSlow."""
    found = matching(person, query)
    with patiently():
        return found.order_by()[:CAP].count()


def counts(person: Person) -> dict[int, int]:
    """How many tickets the first COUNTED of the views that `person` has find, each up to CAP, by id.

    For tabs: a query that cannot be counted in a moment, or that is wrong, has none. 1 statement, and for each of the
    views 4 and what its query names.
    """
    found: dict[int, int] = {}
    for kept in views(person)[:COUNTED]:
        try:
            wanted = matching(person, kept.query)
            with patiently(A_MOMENT):
                found[kept.pk] = wanted.order_by()[:CAP].count()
        except SearchError:
            continue
    return found
