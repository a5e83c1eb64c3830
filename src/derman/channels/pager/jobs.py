"""Pages leave, and are tried again for some ten minutes. Safe to run twice: rather two rings than none."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from derman.channels.pager.calling import FOR_GOOD, Outcome, hand_over
from derman.channels.pager.models import Gateway, Page, State, Why
from derman.kernel import clock, jobs
from derman.majors.access import visible_to as majors_visible_to
from derman.sla.models import LIVE, Clock
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to as tickets_visible_to

WAITS = (5, 10, 20, 40, 80, 160, 300)  # seconds between two tries
RINGS, WHILE = 10, timedelta(minutes=10)  # a phone rings so often in that time: nobody reads the eleventh
LEFT = timedelta(seconds=30)  # so long after its time, a page was left by a job that died
KEPT = timedelta(days=90)


@jobs.job("pager.send", priority=jobs.URGENT, tries=3)
def send(*, page: int) -> None:
    """Hand one page to the gateway, unless it is needed no longer or another worker is at it."""
    with transaction.atomic():
        row = _waiting(page)
        if row is None:
            return
        gateway = Gateway.objects.filter(active=True).first()
        needless = "off" if gateway is None else _needless(row)
        if gateway is None or needless:
            _end(row, State.DROPPED, Outcome(needless))
            return
        row.tries += 1
        wait = WAITS[row.tries - 1] if row.tries <= len(WAITS) else 0
        # so that whoever comes meanwhile leaves it alone
        row.next_at = clock.now() + timedelta(seconds=wait) + LEFT
        row.save(update_fields=["tries", "next_at"])
    outcome = hand_over(gateway, row)
    with transaction.atomic():
        current = Page.objects.select_for_update(of=("self",)).filter(pk=page, state=State.WAITING).first()
        if current is None:
            return
        if not outcome.code:
            _end(current, State.REACHED, outcome)
        elif not wait or outcome.code in FOR_GOOD:
            _end(current, State.FAILED, outcome)
        else:
            current.next_at = clock.now() + timedelta(seconds=wait)
            current.code, current.status, current.said = outcome.code, outcome.status, outcome.said
            current.save(update_fields=["next_at", "code", "status", "said"])
            jobs.enqueue(send, at=current.next_at, page=page)


@jobs.job("pager.send_left", every="* * * * *")
def send_left() -> None:
    """What a job that died has left."""
    left = Page.objects.filter(next_at__lte=clock.now() - LEFT).order_by("next_at").values_list("pk", flat=True)
    jobs.enqueue_many((send, {"page": pk}) for pk in left[:200])


@jobs.job("pager.forget", every="41 3 * * *", priority=jobs.IDLE)
def forget() -> None:
    """Pages are no archive: those of tickets stand on their timelines."""
    Page.objects.filter(at__lt=clock.now() - KEPT).exclude(state=State.WAITING).delete()


def _waiting(pk: int) -> Page | None:
    rows = Page.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("person", "ticket", "major__announcement")
    return rows.filter(pk=pk, state=State.WAITING, next_at__lte=clock.now()).first()


def _needless(row: Page) -> str:
    """Why nobody needs to be called any more, as in words.DROPPED; empty where they do."""
    person = row.person
    if not person.is_staff_member:
        return "person"
    if row.ticket is not None:
        if not tickets_visible_to(person).filter(pk=row.ticket.pk).exists():
            return "person"
        late = Clock.objects.filter(ticket=row.ticket, state__in=LIVE, stage__gt=0, acknowledged_at=None)
        if not row.ticket.is_unresolved or not late.exists():
            return "seen"
    if row.major is not None:
        if not majors_visible_to(person).filter(pk=row.major.pk).exists():
            return "person"
        now_known = row.why == Why.MAJOR_LATE and row.major.stage < 2
        if (row.why == Why.MAJOR_OFF) == row.major.is_open or now_known:
            return "seen"
    rung = Page.objects.filter(person=person, state=State.REACHED, ended_at__gt=clock.now() - WHILE)
    return "enough" if rung[:RINGS].count() >= RINGS else ""


def _end(row: Page, state: str, outcome: Outcome) -> None:
    """It is over; what was tried for a ticket stands on its timeline."""
    row.state, row.next_at, row.ended_at = state, None, clock.now()
    row.code, row.status, row.said = outcome.code, outcome.status, outcome.said
    row.save(update_fields=["state", "next_at", "ended_at", "code", "status", "said"])
    if row.ticket_id is not None and state != State.DROPPED:
        tickets.note_page(
            ticket=row.ticket_id,
            person=row.person_id,
            outcome=state,
            why=outcome.code,
            status=outcome.status,
            said=outcome.said,
        )
