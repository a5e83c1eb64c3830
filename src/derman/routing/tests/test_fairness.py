"""A day of tickets for 300 agents with 40 skills, by the very order in which the desk asks them: the load is fair."""

import heapq
import math
from datetime import UTC, datetime
from hashlib import blake2b

from derman.routing.choosing import Candidate, Wish, in_order
from derman.routing.duty import Plan

AGENTS, SKILLS, A_DAY, MINUTES = 300, 40, 6000, 480
NOON = datetime(2026, 11, 27, 9, tzinfo=UTC)


class Dice:
    """Thrown alike on every machine."""

    def __init__(self, seed):
        self.seed, self.thrown = seed, 0

    def share(self):
        """From 0 up to 1."""
        self.thrown += 1
        digest = blake2b(f"{self.seed}.{self.thrown}".encode(), digest_size=8).digest()
        return (int.from_bytes(digest) + 1) / (2**64 + 1)

    def below(self, most):
        return int(self.share() * most)

    def some(self, count, most):
        return sorted(range(most), key=lambda _one: self.share())[:count]


def _a_working_day(seed):
    """The mean load of each agent over the second day; the first one fills the desk."""
    dice = Dice(seed)
    levels = [{skill: 1 + dice.below(3) for skill in dice.some(6, SKILLS)} for _ in range(AGENTS)]
    knows = [[one for one in range(AGENTS) if skill in levels[one]] for skill in range(SKILLS)]
    load, given, count = [0.0] * AGENTS, [0.0] * AGENTS, [0] * AGENTS
    area, since = [0.0] * AGENTS, [float(MINUTES)] * AGENTS
    ends: list[tuple[float, int, float]] = []

    def until(agent, minute):
        if minute > MINUTES:
            area[agent] += load[agent] * (minute - since[agent])
            since[agent] = minute

    for number in range(2 * A_DAY):
        minute = 2 * MINUTES * number / (2 * A_DAY)
        if number == A_DAY:
            given = [0.0] * AGENTS
        while ends and ends[0][0] <= minute:
            ended, agent, points = heapq.heappop(ends)
            until(agent, ended)
            load[agent] -= points
            count[agent] -= 1
        skill, weight = dice.below(SKILLS), dice.below(100)
        points = 4.0 if weight < 2 else 2.0 if weight < 15 else 1.0
        wish = Wish(team=1, skill=skill, needed=True, points=points)
        found = [
            Candidate(
                person=one,
                zone="UTC",
                away_from=None,
                away_until=None,
                available=True,
                level=levels[one][skill],
                capacity=None,
                stamp=0,
                given=given[one],
                given_at=None,
                load=load[one],
                count=count[one],
                last=False,
            )
            for one in knows[skill]
        ]
        agent = in_order(found, wish, NOON, Plan((), None))[0].person
        until(agent, minute)
        load[agent] += points
        given[agent] += points
        count[agent] += 1
        heapq.heappush(ends, (minute - MINUTES * math.log(dice.share()), agent, points))
    for agent in range(AGENTS):
        until(agent, 2.0 * MINUTES)
    return [one / MINUTES for one in area]


def test_over_a_day_nobodys_load_is_ten_percent_off_the_mean():
    for seed in (1, 2, 3):
        loads = _a_working_day(seed)
        mean = sum(loads) / AGENTS
        assert mean > 15, "a desk with work"
        assert 0.9 * mean <= min(loads), f"{min(loads):.1f} of {mean:.1f}"
        assert max(loads) <= 1.1 * mean, f"{max(loads):.1f} of {mean:.1f}"
