"""Where would the last tickets have gone by a table that is not live? Nothing of a ticket is changed by asking."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from derman.kernel import sql
from derman.kernel.recalling import recalling
from derman.people.models import Person, Role, Team
from derman.routing.about import About, about_some
from derman.routing.book import Book
from derman.routing.choosing import Candidate, Wish, in_order
from derman.routing.duty import Plan, the_plan
from derman.routing.matching import first_that_fits
from derman.routing.placing import gives_out
from derman.routing.rows import Row
from derman.tickets.access import visible_to

LAST = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One ticket: where it would have gone, by which row, and where it went and is."""

    number: int
    subject: str
    at: datetime
    row: str  # the name of the row; empty: as ever
    team: int | None
    person: int | None
    went_team: int | None
    is_team: int | None
    is_person: int | None

    @property
    def differs(self) -> bool:
        """It would have gone to another team than it went."""
        return self.team != self.went_team

    @property
    def better(self) -> bool:
        """It would have gone at once to where it came in the end."""
        return self.differs and self.team == self.is_team


@dataclass(frozen=True, slots=True)
class Trial:
    """What the last tickets say of a table."""

    outcomes: Sequence[Outcome]
    teams: Sequence[tuple[int | None, int, int]]  # team, how many would have come, how many came
    people: Sequence[tuple[int, int, int]]  # person, how many would have been given, how many they have or had
    rows: Sequence[tuple[str, int]]  # row, how many it would have placed
    seconds: float


_PAST = """
SELECT t.number, t.team_id, t.assignee_id, t.resolved_at, went.team
FROM tickets_ticket t LEFT JOIN LATERAL (
    SELECT (e.details->'after'->>'team')::bigint AS team FROM tickets_event e
    WHERE e.ticket_id = t.number AND e.kind = 'team.changed' ORDER BY e.seq LIMIT 1) went ON true
WHERE t.number = ANY(%s)
"""
_MEMBERS = """
SELECT m.team_id, p.id, COALESCE(NULLIF(p.zone, ''), (SELECT zone FROM desk_desk WHERE id = 1), 'UTC'), cap.points,
    COALESCE(json_object_agg(ps.skill_id, ps.level) FILTER (WHERE ps.skill_id IS NOT NULL), '{}'::json)::text
FROM people_membership m JOIN people_person p ON p.id = m.person_id AND p.is_active AND p.role <> %s
LEFT JOIN people_personskill ps ON ps.person_id = p.id LEFT JOIN routing_capacity cap ON cap.person_id = p.id
GROUP BY m.team_id, p.id, p.zone, cap.points
"""


@dataclass(frozen=True, slots=True)
class _Member:
    person: int
    zone: str
    capacity: int | None
    levels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Past:
    team: int | None
    person: int | None
    resolved: datetime | None
    went: int | None


class _Days:
    """The days of those tickets again, with everybody at work as they are known now."""

    def __init__(self, members: Mapping[int, Sequence[_Member]], plan: Plan) -> None:
        self.members, self.plan = members, plan
        self.holds: dict[int, list[tuple[datetime | None, float]]] = defaultdict(list)
        self.last: dict[int, int] = {}
        self.given: Counter[int] = Counter()
        self.day = ""

    def give(self, about: About, wish: Wish, resolved: datetime | None) -> int | None:
        """Whoever would have been given a ticket then."""
        if about.at.date().isoformat() != self.day:
            self.day = about.at.date().isoformat()
            self.given.clear()
        found = [self._as_candidate(one, wish, about) for one in self.members.get(wish.team, ())]
        ordered = in_order(found, wish, about.at, self.plan)
        if not ordered:
            return None
        person = ordered[0].person
        self.holds[person].append((resolved, wish.points))
        self.given[person] += 1
        self.last[about.requester] = person
        return person

    def _as_candidate(self, one: _Member, wish: Wish, about: About) -> Candidate:
        holds = self.holds[one.person]
        if any(until is not None and until <= about.at for until, _points in holds):
            holds[:] = [held for held in holds if held[0] is None or held[0] > about.at]
        return Candidate(
            person=one.person,
            zone=one.zone,
            away_from=None,
            away_until=None,
            available=True,
            level=one.levels.get(wish.skill or 0, 0),
            capacity=one.capacity,
            stamp=0,
            given=float(self.given[one.person]),
            given_at=None,
            load=sum(points for _until, points in holds),
            count=len(holds),
            last=wish.last_agent_of is not None and self.last.get(wish.last_agent_of) == one.person,
        )


def try_on_the_past(asker: Person, book: Book, *, last: int = LAST) -> Trial:
    """The last tickets that `asker` sees, by a table. 11 statements, whatever the table says."""
    began = time.perf_counter()
    with recalling():
        numbers = list(visible_to(asker).exclude(status="spam").order_by("-number").values_list("pk", flat=True)[:last])
        abouts = about_some(numbers)
        past = {row[0]: _Past(row[1], row[2], row[3], row[4]) for row in sql.rows(_PAST, [numbers])}
        teams = {team.pk: team for team in Team.objects.all()}
        categories = {
            key: (above, team, skill)
            for key, above, team, skill in sql.rows("SELECT id, parent_id, team_id, skill_id FROM tickets_category")
        }
        days = _Days(_members(), the_plan())
        outcomes = [_outcome(about, past[about.number], book, teams, categories, days) for about in abouts]
    return _summed(outcomes, time.perf_counter() - began)


def _members() -> dict[int, list[_Member]]:
    found: dict[int, list[_Member]] = defaultdict(list)
    for team, person, zone, capacity, levels in sql.rows(_MEMBERS, [Role.REQUESTER.value]):
        known = {int(skill): level for skill, level in json.loads(levels).items()}
        found[team].append(_Member(person, zone, capacity, known))
    return found


type _Categories = Mapping[int, tuple[int | None, int | None, int | None]]


def _outcome(
    about: About, past: _Past, book: Book, teams: Mapping[int, Team], categories: _Categories, days: _Days
) -> Outcome:
    found = first_that_fits(book.rows, about)
    row: Row | None = found[0] if found is not None and found[0].team in teams else None
    team = teams.get(row.team) if row is not None else _as_ever(about, past, teams, categories)
    person = None
    if team is not None and gives_out(team, row):
        person = days.give(about, _wish(about, team.pk, row, categories, book), past.resolved)
    return Outcome(
        number=about.number,
        subject=about.subject,
        at=about.at,
        row=row.name if row is not None else "",
        team=team.pk if team is not None else None,
        person=person,
        went_team=past.went,
        is_team=past.team,
        is_person=past.person,
    )


def _as_ever(about: About, past: _Past, teams: Mapping[int, Team], categories: _Categories) -> Team | None:
    """Where no row fits: the team of its category, else where it went, else the default one."""
    at = about.category
    while at is not None and at in categories:
        above, team, _skill = categories[at]
        if team is not None:
            return teams.get(team)
        at = above
    went = teams.get(past.went or 0)
    return went or next((team for team in teams.values() if team.is_default), None)


def _wish(about: About, team: int, row: Row | None, categories: _Categories, book: Book) -> Wish:
    above = {key: value[0] for key, value in categories.items()}
    points = book.weights.of(about.priority, about.categories, about.category, above)
    skill = categories.get(about.category or 0, (None, None, None))[2]
    if row is None:
        return Wish(team=team, skill=skill, points=points)
    return Wish(
        team=team,
        skill=row.skill if row.skill is not None else skill,
        level=row.level,
        needed=row.skill is not None,
        capacity=row.capacity,
        working=row.duty == "working",
        last_agent_of=about.requester if row.last_agent else None,
        points=points,
    )


def _summed(outcomes: Sequence[Outcome], seconds: float) -> Trial:
    would, went = Counter(one.team for one in outcomes), Counter(one.went_team for one in outcomes)
    given = Counter(one.person for one in outcomes if one.person is not None)
    has = Counter(one.is_person for one in outcomes if one.is_person is not None)
    people: Iterable[int] = {*given, *has}
    rows = Counter(one.row for one in outcomes)
    return Trial(
        outcomes=outcomes,
        teams=sorted(((team, would[team], went[team]) for team in {*would, *went}), key=lambda one: (-one[1], -one[2])),
        people=sorted(((one, given[one], has[one]) for one in people), key=lambda one: (-one[1], -one[2])),
        rows=sorted(rows.items(), key=lambda one: -one[1]),
        seconds=seconds,
    )
