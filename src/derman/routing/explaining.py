"""Why a ticket would go where it would: every row with what hinders it, and everybody of the team with why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derman.kernel import clock
from derman.kernel.recalling import recalling
from derman.people.models import Person, Team
from derman.routing.about import about_some
from derman.routing.book import Book
from derman.routing.choosing import Candidate, Wish, candidates, in_order
from derman.routing.duty import Worker, the_plan
from derman.routing.matching import Fit
from derman.routing.placing import gives_out, usual, wish_for
from derman.routing.rows import Row
from derman.tickets.access import visible_to
from derman.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that was asked, in its order: it fits, by something; or the first condition that does not hold."""

    row: Row
    fits: Sequence[Fit] | None
    hinders: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team: their place in the order, or why they are not asked."""

    person: Person
    place: int | None
    why_not: str  # away, unavailable, off_duty, skill, full
    load: float
    count: int
    level: int
    last: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A ticket, asked of a table at this moment."""

    ticket: Ticket
    asked: Sequence[Asked]
    row: Row | None
    team: Team | None
    gives: bool
    members: Sequence[Member]


def explain(asker: Person, number: int, book: Book) -> Explained | None:
    """None where `asker` sees no such ticket. At most 16 statements."""
    if not asker.is_lead:
        return None
    ticket = visible_to(asker).select_related("category", "team").filter(pk=number).first()
    if ticket is None:
        return None
    with recalling():
        about = about_some([ticket.pk])[0]
        asked, row = [], None
        for one in book.rows:
            fits = one.fits(about)
            asked.append(Asked(one.row, fits, one.hinders(about)))
            if fits is not None:
                row = one.row
                break
        as_ever = usual(ticket.category_id, None)
        team = Team.objects.filter(pk=row.team).first() if row is not None else as_ever.team
        gives = team is not None and gives_out(team, row)
        members: Sequence[Member] = ()
        if team is not None and gives:
            members = _members(wish_for(ticket, team.pk, row, as_ever.skill, book.weights), book)
    return Explained(ticket, asked, row, team, gives, members)


def _members(wish: Wish, book: Book) -> list[Member]:
    moment = clock.now()
    plan = the_plan()
    found = candidates(wish, book.weights, moment, everybody=True)
    places = {one.person: place for place, one in enumerate(in_order(found, wish, moment, plan), start=1)}
    people = Person.objects.in_bulk([one.person for one in found])
    made = []
    for one in found:
        if one.is_away(moment):
            why = "away"
        elif not one.available:
            why = "unavailable"
        elif wish.working and not plan.works(Worker(one.person, one.zone, (wish.team,)), moment):
            why = "off_duty"
        elif wish.needed and one.level < wish.level:
            why = "skill"
        else:
            why = "" if one.has_room(wish) else "full"
        made.append(_member(one, people[one.person], places.get(one.person), why))
    return sorted(made, key=lambda one: (one.place is None, one.place or 0, one.person.name))


def _member(one: Candidate, person: Person, place: int | None, why: str) -> Member:
    return Member(person, place, why, one.load, one.count, one.level, one.last)
