"""Clocks are right to the second: the same as counting minute by minute over whatever happens to a ticket."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derman.desk.working import WorkingTime
from derman.sla.book import Chapter
from derman.sla.models import Clock, State, Target
from derman.sla.reckoning import Talk, reconcile, recount
from derman.sla.tests.naive import Naive, Wall
from derman.tickets.models import PRIORITY_CODES, Ticket

ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",  # summer in January
    "Australia/Lord_Howe",  # its clock moves by half an hour
    "Asia/Kathmandu",
    "Africa/Casablanca",  # turns its clock around Ramadan
    "America/Sao_Paulo",  # gave its summer time up in 2019
    "Asia/Tehran",  # half an hour off, and gave its summer time up in 2022
    "Pacific/Apia",  # left out a whole day in 2011, and its summer time in 2021
)
WEEKS = (
    {str(day): [["08:30", "12:00"], ["13:00", "18:00"]] for day in range(5)},
    {str(day): [["00:00", "24:00"]] for day in range(7)},  # also the hour that comes twice
    {"0": [["22:15", "24:00"]], "1": [["00:00", "06:45"]], "6": [["01:00", "04:00"]]},
)
TARGETS = (
    {
        "critical": {"first_response": 1800, "resolution": 4 * 3600, "always": True},
        "normal": {"first_response": 4 * 3600, "resolution": 16 * 3600},
        "low": {"resolution": 30 * 3600 + 61},
    },
    {
        "critical": {"resolution": 7200 + 1},
        "normal": {"resolution": 20 * 3600},
        "low": {"resolution": 10 * 3600, "always": True},
    },
)
PAUSES = frozenset(("requester", "approval"))
PRIORITY = {"critical": 1, "normal": 3, "low": 4}
# the eve and the days of feasts, 2024 to 2028, and the eves of the day of the republic: closed from 13:00, and all day
HALF, WHOLE = timedelta(hours=13), timedelta()
FEASTS = {
    date.fromisoformat(day): how
    for how, days in (
        (HALF, "2024-04-09 2024-06-15 2025-03-29 2025-06-05 2026-03-19 2026-05-26 2027-03-08 2027-05-15 2028-02-25"),
        (WHOLE, "2024-04-10 2024-06-17 2025-03-31 2025-06-06 2026-03-20 2026-05-27 2027-03-09 2027-05-17 2028-02-28"),
        (HALF, "2024-10-28 2025-10-28 2026-10-28 2027-10-28"),
        (WHOLE, "2024-10-29 2025-10-29 2026-10-29 2027-10-29 2025-01-01 2026-01-01 2027-01-01"),
    )
    for day in days.split()
}

# what happens to a ticket, and how many seconds after what happened before
happenings = st.lists(
    st.tuples(
        st.integers(1, 200_000),
        st.sampled_from(
            ["requester", "vendor", "approval", "open", "critical", "normal", "low", "policy", "resolve", "answer"]
        ),
    ),
    max_size=12,
)
own_days = st.dictionaries(
    st.integers(0, 60), st.sampled_from([WHOLE, HALF, timedelta(hours=9, minutes=17)]), max_size=6
)
CHANGES_OF_RULES = [
    date.fromisoformat(day)
    for day in ("2011-12-30", "2015-11-08", "2016-10-30", "2018-11-04", "2019-02-17", "2021-04-04", "2022-03-22")
]
NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
begins = st.one_of(
    st.builds(lambda seconds: NEW_YEAR + timedelta(seconds=seconds), st.integers(0, 5 * 365 * 24 * 3600)),
    # years in which zones changed their rules: Istanbul stayed in summer in 2016, Apia had no 30 December 2011
    st.builds(
        lambda day, seconds: datetime.combine(day, time(), UTC) - timedelta(seconds=seconds),
        st.sampled_from(CHANGES_OF_RULES),
        st.integers(0, 60 * 3600),
    ),
    # just before a clock is changed, or a feast begins
    st.builds(
        lambda day, seconds: datetime.combine(day, time(), UTC) - timedelta(seconds=seconds),
        st.sampled_from([*sorted(FEASTS), date(2025, 3, 30), date(2025, 10, 26), date(2027, 4, 4), date(2026, 11, 1)]),
        st.integers(0, 40 * 3600),
    ),
)


def chapter(policy: int, wall: Wall) -> Chapter:
    return Chapter(
        policy=1 + policy,
        name="Standard",
        since=datetime(2000, 1, 1, tzinfo=UTC),
        conditions={},
        targets=TARGETS[policy],
        pauses=PAUSES,
        warnings=(50, 75),
        ladder=(),
        working=WorkingTime.of(wall.zone, wall.weekly, wall.closed),
    )


def lives(zones, weeks, own, begin, happens) -> None:
    """A ticket lives, its clocks are reckoned at each step, and in the end they are as counted by hand."""
    closed = FEASTS | {begin.date() + timedelta(days=day): how for day, how in own.items()}
    walls = [Wall(ZoneInfo(zone), WEEKS[week], closed) for zone, week in zip(zones, weeks, strict=True)]
    books = [chapter(policy, walls[policy]) for policy in (0, 1)]
    policy, priority, moment = 0, 3, begin
    ticket = Ticket(number=1, status="new", priority=3, created_at=begin)
    clocks: list[Clock] = []
    by_hand = Naive(begin, [(begin, False)])

    def follow() -> None:
        outcome = reconcile(ticket, clocks, Talk(ticket.first_response_at, None), books[policy], moment)
        clocks.extend(outcome.made)

    follow()
    for seconds, what in happens:
        moment += timedelta(seconds=seconds)
        if what == "resolve" and ticket.resolved_at is not None:
            continue  # it is over already
        if what == "policy" and ticket.resolved_at is None:
            policy = 1 - policy
            recount(clocks, books[policy], moment)
        elif what in PRIORITY:
            ticket.priority = PRIORITY[what]
        elif what == "answer":
            ticket.first_response_at = ticket.first_response_at or moment
        elif what != "policy":
            ticket.status = {"open": "open", "resolve": "resolved"}.get(what, "waiting")
            ticket.waiting_for = what if ticket.status == "waiting" else ""
            ticket.resolved_at = moment if what == "resolve" else None
        if ticket.resolved_at is None or what == "resolve":
            priority = ticket.priority  # what is over keeps what it was promised
        by_hand.stand(moment, ticket.resolved_at is not None or ticket.waiting_for in PAUSES)
        follow()
    (solution,) = (row for row in clocks if row.target == Target.RESOLUTION)
    promise = TARGETS[policy][PRIORITY_CODES[priority]]
    expected = by_hand.due(None if promise.get("always") else walls[policy], promise["resolution"])
    if solution.state == State.RUNNING:
        assert solution.due_at == expected
    elif solution.state == State.PAUSED and expected is not None:
        assert solution.left is not None and solution.left <= 0  # it had run out before it stood still
    elif solution.state in (State.MET, State.MISSED):
        # it stood still in the very second in which its time was used up: all of it, and no more
        exactly = (expected, True) in by_hand.stands
        assert exactly or (solution.state == State.MISSED) == (expected is not None and expected < ticket.resolved_at)


story = given(
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    weeks=st.tuples(st.sampled_from(range(3)), st.sampled_from(range(3))),
    own=own_days,
    begin=begins,
    happens=happenings,
)


@settings(max_examples=40, deadline=None)
@story
def test_clocks_are_as_counted_minute_by_minute(zones, weeks, own, begin, happens):
    lives(zones, weeks, own, begin, happens)


@pytest.mark.drill
@settings(max_examples=1500, deadline=None)
@story
def test_clocks_are_as_counted_minute_by_minute_over_a_thousand_lives(zones, weeks, own, begin, happens):
    lives(zones, weeks, own, begin, happens)
