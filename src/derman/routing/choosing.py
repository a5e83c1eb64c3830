"""Whom a ticket of a team is given to: read who could have it, choose, and take that one's turn.

Two that come at once never share a turn: each raises the stamp of the agent's row, of which it has read the state. The
second finds it raised, or locked, and reads again, or asks somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from derman.kernel import clock, sql
from derman.kernel.recalling import recall
from derman.people.models import Role
from derman.routing.duty import Plan, Worker, the_plan
from derman.routing.weights import Weights

USUAL = 10  # points by which the load of whoever has no capacity is compared with that of others
ROUNDS = 6  # how often all is read again where others were faster
LATELY = timedelta(days=60)  # within which whoever helped a requester last is remembered


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is wanted: the skill that is needed or preferred, and what else the row says."""

    team: int
    skill: int | None = None
    level: int = 1
    needed: bool = False  # without the skill nobody is given it
    capacity: int | None = None
    working: bool = False
    last_agent_of: int | None = None  # a requester
    points: float = 1.0  # of the ticket


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a team, as far as giving tickets goes."""

    person: int
    zone: str  # their own, else the desk's
    away_from: date | None
    away_until: date | None
    available: bool
    level: int  # of the skill; 0 where they do not have it
    capacity: int | None  # their own
    stamp: int | None  # None: they have no row yet
    given: float  # points given today
    given_at: datetime | None
    load: float
    count: int  # tickets in work
    last: bool  # they helped the requester last

    def most(self, wish: Wish) -> int | None:
        """How much they may have."""
        return self.capacity if self.capacity is not None else wish.capacity

    def has_room(self, wish: Wish) -> bool:
        """May they be given this ticket? Whoever has nothing may, however heavy it is."""
        most = self.most(wish)
        return most is None or self.load + wish.points <= most or (not self.count and most > 0)

    def is_away(self, moment: datetime) -> bool:
        """Is this one of their days away, on the clock of their own zone?"""
        if self.away_until is None:
            return False
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        return today <= self.away_until and (self.away_from is None or self.away_from <= today)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, and why."""

    person: int
    load: float
    count: int
    level: int
    last: bool


_CANDIDATES = """
SELECT p.id, COALESCE(NULLIF(p.zone, ''), (SELECT zone FROM desk_desk WHERE id = 1), 'UTC'),
    p.away_from, p.away_until, p.available, COALESCE(ps.level, 0), cap.points, turn.stamp,
    CASE WHEN turn.day = %(day)s THEN turn.points ELSE 0 END, turn.at, COALESCE(l.load, 0), COALESCE(l.count, 0),
    COALESCE(p.id = last.assignee_id, false)
FROM people_membership m
JOIN people_person p ON p.id = m.person_id AND p.is_active AND p.role <> %(requester)s
LEFT JOIN people_personskill ps ON ps.person_id = p.id AND ps.skill_id = %(skill)s
LEFT JOIN routing_capacity cap ON cap.person_id = p.id
LEFT JOIN routing_turn turn ON turn.person_id = p.id
LEFT JOIN LATERAL (
    SELECT count(*) AS count, sum((%(weights)s::float8[])[t.priority] * COALESCE(e.times, 1)) AS load
    FROM tickets_ticket t LEFT JOIN unnest(%(categories)s::bigint[], %(times)s::float8[]) e (category, times)
        ON e.category = t.category_id
    WHERE t.assignee_id = p.id AND t.status IN ('new', 'open')
) l ON true
LEFT JOIN (SELECT t.assignee_id FROM tickets_ticket t WHERE t.requester_id = %(asker)s AND t.assignee_id IS NOT NULL
    AND t.updated_at > %(lately)s ORDER BY t.updated_at DESC, t.number DESC LIMIT 1) last ON true
WHERE m.team_id = %(team)s AND (%(all)s OR (p.available AND (NOT %(needed)s OR ps.level >= %(level)s)))
"""

# available still, and nobody is changing that; and nobody else took a turn since it was read, or is taking it
_TAKE = """
UPDATE routing_turn SET stamp = stamp + 1, at = %(now)s, day = %(day)s,
    points = CASE WHEN day = %(day)s THEN points ELSE 0 END + %(points)s
WHERE person_id = (SELECT turn.person_id FROM routing_turn turn WHERE turn.person_id = %(person)s
    AND turn.stamp = %(stamp)s FOR UPDATE SKIP LOCKED)
AND person_id = (SELECT p.id FROM people_person p WHERE p.id = %(person)s AND p.is_active AND p.available
    AND p.away_until IS NOT DISTINCT FROM %(away_until)s AND p.away_from IS NOT DISTINCT FROM %(away_from)s
    FOR SHARE SKIP LOCKED)
RETURNING person_id
"""
_BEGIN = """
INSERT INTO routing_turn (person_id, stamp, points) SELECT m.person_id, 0, 0 FROM people_membership m
WHERE m.team_id = %s ORDER BY m.person_id ON CONFLICT DO NOTHING RETURNING person_id
"""


def candidates(wish: Wish, weights: Weights, moment: datetime, *, everybody: bool = False) -> list[Candidate]:
    """The members of the team who may come into question, or `everybody`, with what they have in work.

    1 statement, 1 more where categories weigh differently.
    """
    times = weights.by_category(_above()) if weights.categories else {}
    found = sql.rows(
        _CANDIDATES,
        {
            "day": moment.astimezone(UTC).date(),
            "requester": Role.REQUESTER.value,
            "skill": wish.skill,
            "weights": weights.by_priority(),
            "categories": list(times),
            "times": list(times.values()),
            "team": wish.team,
            "asker": wish.last_agent_of,
            "lately": moment - LATELY,
            "all": everybody,
            "needed": wish.needed,
            "level": wish.level,
        },
    )
    return [Candidate(*row) for row in found]


def in_order(found: Sequence[Candidate], wish: Wish, moment: datetime, plan: Plan) -> list[Candidate]:
    """Who may be given the ticket, the best first."""
    able = [
        one
        for one in found
        if one.available
        and not one.is_away(moment)
        and (not wish.needed or one.level >= wish.level)
        and one.has_room(wish)
        and (not wish.working or plan.works(Worker(one.person, one.zone, (wish.team,)), moment))
    ]
    return sorted(able, key=lambda one: _order(one, wish))


def _order(one: Candidate, wish: Wish) -> tuple[object, ...]:
    most = one.most(wish) or USUAL
    given_at = one.given_at.timestamp() if one.given_at is not None else 0.0
    # whoever has the skill before whoever has not, then the lightest load, then whoever was given least today
    return (not one.last, not one.level, one.load / most, one.given / most, -one.level, given_at, one.person)


def choose(wish: Wish, weights: Weights) -> Choice | None:
    """Somebody for a ticket, whose turn is taken; None where nobody can have it now.

    2 statements where nobody else gives tickets to the same team at this moment, 2 more for a row that asks for hours.
    """
    moment = clock.now()
    plan = _plan(wish)
    for _round in range(ROUNDS):
        found = candidates(wish, weights, moment)
        if any(one.stamp is None for one in found):
            sql.rows(_BEGIN, [wish.team])
            continue
        ordered = in_order(found, wish, moment, plan)
        if not ordered:
            return None
        for one in ordered:
            if _take(one, wish, moment):
                return Choice(one.person, one.load, one.count, one.level, one.last)
            if one is ordered[min(len(ordered), 12) - 1]:
                break
    return None


def _take(one: Candidate, wish: Wish, moment: datetime) -> bool:
    values = {
        "person": one.person,
        "stamp": one.stamp,
        "away_until": one.away_until,
        "away_from": one.away_from,
        "points": wish.points,
        "now": moment,
        "day": moment.astimezone(UTC).date(),
    }
    return bool(sql.rows(_TAKE, values))


def _plan(wish: Wish) -> Plan:
    """Only who asks for hours reads them. 2 statements."""
    return the_plan() if wish.working else Plan((), None)


def _above() -> Mapping[int, int | None]:
    return recall("categories", lambda: dict(sql.rows("SELECT id, parent_id FROM tickets_category")))
