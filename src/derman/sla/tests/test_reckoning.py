"""Clocks are right to the second: the same as counting minute by minute over whatever happens to a ticket."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from derman.desk.working import WorkingTime
from derman.sla.book import Chapter
from derman.sla.models import State, Target
from derman.sla.reckoning import Talk, reconcile
from derman.tickets.models import Ticket

MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Istanbul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
OFFICE = {str(day): [["08:30", "12:00"], ["13:00", "18:00"]] for day in range(5)}
PAUSES = frozenset(("requester", "approval"))
TARGETS = {
    "critical": {"first_response": 1800, "resolution": 4 * 3600, "always": True},
    "normal": {"first_response": 4 * 3600, "resolution": 16 * 3600},
    "low": {"resolution": 40 * 3600},
}
PRIORITY = {"critical": 1, "normal": 3, "low": 4}

# what happens to a ticket, minutes after what happened before
happenings = st.lists(
    st.tuples(
        st.integers(1, 4000),
        st.sampled_from(["requester", "vendor", "approval", "open", "critical", "normal", "low", "resolve", "answer"]),
    ),
    max_size=12,
)
holidays = st.dictionaries(
    st.dates(date(2025, 10, 1), date(2025, 12, 31)), st.sampled_from([timedelta(), timedelta(hours=13)]), max_size=6
)


def chapter(zone: str, closed: dict[date, timedelta]) -> Chapter:
    return Chapter(
        policy=1,
        name="Standard",
        since=datetime(2000, 1, 1, tzinfo=UTC),
        conditions={},
        targets=TARGETS,
        pauses=PAUSES,
        warnings=(50, 75),
        ladder=(),
        working=WorkingTime.of(ZoneInfo(zone), OFFICE, closed),
    )


class Counted:
    """A clock that somebody looks at every minute, with an eye on the wall."""

    def __init__(self, zone: str, closed: dict[date, timedelta]) -> None:
        self.zone, self.closed = ZoneInfo(zone), closed

    def is_open(self, moment: datetime, always: bool) -> bool:
        if always:
            return True
        wall = moment.astimezone(self.zone)
        if timedelta(hours=wall.hour, minutes=wall.minute) >= self.closed.get(wall.date(), timedelta(days=1)):
            return False
        return any(a <= f"{wall:%H:%M}" < b for a, b in OFFICE.get(str(wall.weekday()), ()))

    def due(self, begin: datetime, stands: list[tuple[datetime, bool]], seconds: int, always: bool) -> datetime | None:
        """When so much has passed. `stands`: from when on it stands still (or not)."""
        left, moment, end = seconds // 60, begin, begin + timedelta(days=500)
        while moment < end:
            still = False
            for since, stood in stands:
                if since <= moment:
                    still = stood
            if still and moment >= stands[-1][0]:
                return None
            if not still and self.is_open(moment, always):
                left -= 1
                if left == 0:
                    return moment + MINUTE
            moment += MINUTE
        return None


@settings(max_examples=40, deadline=None)
@given(zone=st.sampled_from(ZONES), closed=holidays, starts=st.integers(0, 40 * 24 * 60), happens=happenings)
def test_clocks_are_as_counted_minute_by_minute(zone, closed, starts, happens):
    begin = datetime.combine(date(2025, 10, 10), time(), UTC) + starts * MINUTE  # over the end of summer time
    book, counted = chapter(zone, closed), Counted(zone, closed)
    ticket = Ticket(number=1, status="new", priority=3, created_at=begin)
    clocks, stands, moment, priority = [], [(begin, False)], begin, 3

    def follow() -> None:
        outcome = reconcile(ticket, clocks, Talk(ticket.first_response_at, None), book, moment)
        clocks.extend(outcome.made)

    follow()
    for minutes, what in happens:
        moment += minutes * MINUTE
        if what in PRIORITY:
            ticket.priority = PRIORITY[what]
        elif what == "answer":
            ticket.first_response_at = ticket.first_response_at or moment
        else:
            ticket.status = {"open": "open", "resolve": "resolved"}.get(what, "waiting")
            ticket.waiting_for = what if ticket.status == "waiting" else ""
            ticket.resolved_at = moment if what == "resolve" else None
        if ticket.resolved_at is None or what == "resolve":
            priority = ticket.priority  # what is over keeps what it was promised
        still = ticket.resolved_at is not None or ticket.waiting_for in PAUSES
        if still != stands[-1][1]:
            stands.append((moment, still))
        follow()
    (solution,) = (row for row in clocks if row.target == Target.RESOLUTION)
    promise = book.promises(priority)[Target.RESOLUTION]
    expected = counted.due(begin, stands, promise.seconds, promise.always)
    if solution.state == State.RUNNING:
        assert solution.due_at == expected
    elif solution.state == State.PAUSED and expected is not None:
        assert solution.left is not None and solution.left <= 0  # it had run out before it stood still
    elif solution.state in (State.MET, State.MISSED):
        assert (solution.state == State.MISSED) == (expected is not None and expected < ticket.resolved_at)
