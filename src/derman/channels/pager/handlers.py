"""Pages for those who are called: each is written with what caused it, and leaves by a job."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from derman.channels.pager.jobs import send
from derman.channels.pager.models import Page, State, Why
from derman.channels.pager.queries import pages_leave
from derman.kernel import clock, jobs
from derman.majors.facts import MajorCalledOff, MajorDeclared, MajorRoleGiven, MajorUpdateDue
from derman.sla.facts import PromiseDue
from derman.tickets.actions import UNDO_TIME


def page_on_call(fact: PromiseDue) -> None:
    """A promise needs whoever is on call. No statement where nobody is paged."""
    if fact.paged and pages_leave():
        _page(fact.paged, Why.PROMISE, ticket=fact.ticket)


def page_declared(fact: MajorDeclared) -> None:
    """Whoever has a part in a new major incident; not before it can no longer be undone."""
    if fact.persons and pages_leave(majors=True):
        _page(fact.persons, Why.MAJOR, major=fact.major, wait=UNDO_TIME)


def page_role(fact: MajorRoleGiven) -> None:
    """Somebody gets a part in one."""
    if pages_leave(majors=True):
        _page([fact.person], Why.MAJOR, major=fact.major, wait=UNDO_TIME)


def page_late(fact: MajorUpdateDue) -> None:
    """People should have heard of a major incident by now."""
    if fact.late and pages_leave(majors=True):
        _page(fact.persons, Why.MAJOR_LATE, major=fact.major)


def page_called_off(fact: MajorCalledOff) -> None:
    """It was declared by mistake: whoever was reached because of it need not get up."""
    woken = Page.objects.filter(major=fact.major, state=State.REACHED, person__in=fact.persons)
    persons = sorted(set(woken.order_by().values_list("person", flat=True)))
    if persons and pages_leave(majors=True):
        _page(persons, Why.MAJOR_OFF, major=fact.major)


def _page(
    persons: Collection[int],
    why: Why,
    *,
    ticket: int | None = None,
    major: int | None = None,
    wait: timedelta = timedelta(),
) -> None:
    now = clock.now()
    rows = [
        Page(person_id=person, ticket_id=ticket, major_id=major, why=why, at=now, next_at=now + wait)
        for person in persons
    ]
    for row in Page.objects.bulk_create(rows):
        jobs.enqueue(send, at=now + wait if wait else None, page=row.pk)
