"""A vendor's clock: by when they answer and solve by their contract, and when they are reminded. Pure, on a Case."""

from __future__ import annotations

from datetime import datetime, timedelta

from derman.desk.hours import Hours, hours_of_calendar, the_hours
from derman.vendors.models import Case, Contract

MOST_REMINDERS = 5  # without a word of theirs
APART = timedelta(hours=20)  # at least between two
EARLY = 0.75  # of the time has passed: the first reminder


def after(contract: Contract, moment: datetime, minutes: int) -> datetime | None:
    """When so many minutes of the contract's hours have passed since a moment; None where that is not to be seen."""
    hours = hours_of(contract)
    working = timedelta(minutes=minutes)
    return hours.after(moment, working) if hours is not None else moment + working


def hours_of(contract: Contract | None) -> Hours | None:
    """Its hours; None: around the clock. A desk without hours of its own is always open. 1 statement at most."""
    if contract is not None and contract.hours == Contract.Hours.ALWAYS:
        return None
    if contract is not None and contract.calendar_id is not None:
        return hours_of_calendar(contract.calendar_id)
    return the_hours()


def start(case: Case) -> None:
    """Set what is due by its contract, and the first reminder."""
    contract = case.contract
    if contract is not None:
        answer, solution = contract.response_minutes, contract.solution_minutes
        case.response_due = after(contract, case.sent_at, answer) if answer else None
        case.solution_due = after(contract, case.sent_at, solution) if solution else None
    plan(case, case.sent_at)


def plan(case: Case, now: datetime) -> None:
    """Set when they are reminded next; never while nothing of theirs is due, or they said a later day."""
    case.remind_at = _next(case, now)


def why_now(case: Case, now: datetime) -> str:
    """Why they are reminded now: before, answer_late or solution_late."""
    due = _due(case)
    if due is None or now < due:
        return "before"
    return "answer_late" if case.answered_at is None and case.response_due else "solution_late"


def _due(case: Case) -> datetime | None:
    return case.response_due if case.answered_at is None and case.response_due else case.solution_due


def _next(case: Case, now: datetime) -> datetime | None:
    due = _due(case)
    if case.state != Case.State.OPEN or due is None or case.reminded >= MOST_REMINDERS:
        return None
    hours = hours_of(case.contract)
    if case.answered_at is not None and case.their_date is not None:
        # they said a day themselves: until it is over nobody hurries them
        zone = hours.zone if hours is not None else now.tzinfo
        end = datetime.combine(case.their_date, datetime.min.time(), zone) + timedelta(days=1)
        due = max(due, end)
    begun = case.sent_at if case.answered_at is None or case.response_due is None else case.answered_at
    early = begun + (due - begun) * EARLY
    wanted = early if case.reminded_at is None and now < early else max(due, now)
    if case.reminded_at is not None:
        wanted = max(wanted, case.reminded_at + APART)
    if hours is not None and not hours.is_open(wanted):
        return hours.next_opening(wanted) or wanted
    return wanted
