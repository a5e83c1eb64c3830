"""Telling: news of one ticket, article, problem or major incident that come within a minute are told together.

Safe to run twice, and at the same time.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from derman.kernel import clock, jobs
from derman.kernel.facts import announce
from derman.knowledge.models import Status
from derman.notify.access import visible_to
from derman.notify.facts import AgentToTell, MajorToTell, ProblemToTell, ReviewerToTell
from derman.notify.models import Choices, Notice, NoticeKind
from derman.tickets.settling import UNDO_TIME

TOGETHER = timedelta(minutes=1)  # from the first on: so long is waited for more, and what is undone is told to nobody
KEPT = timedelta(days=90)
AT_ONCE = (NoticeKind.PAGED, NoticeKind.MAJOR_LATE)  # who is called to these waits for nothing
_TELLERS = 7_265_003


@jobs.job("notify.tell", every="* * * * * */10")
def tell() -> None:
    """Tell what is due, one agent and ticket after the other, each in a transaction of its own."""
    while tell_next():
        pass


def tell_next() -> bool:
    """Tell one agent the news of one thing; False where nothing is due or another worker is at it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TELLERS])
            (alone,) = cursor.fetchone() or (False,)
        at_once = Q(kind__in=AT_ONCE, at__lte=clock.now()) | Q(kind=NoticeKind.MAJOR, at__lte=clock.now() - UNDO_TIME)
        due = Notice.objects.filter(at_once | Q(at__lte=clock.now() - TOGETHER), told_at=None).order_by("at", "id")
        first = due.select_related("person").first() if alone else None
        if first is None:
            return False
        rows = list(
            Notice.objects.filter(
                told_at=None,
                person=first.person,
                ticket=first.ticket_id,
                translation=first.translation_id,
                major=first.major_id,
                problem=first.problem_id,
            )
            .order_by("id")
            .select_for_update()
        )
        news = _wanted(rows, first)
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
        if news and first.translation_id is not None:
            asked_by = news[-1][1]
            announce(ReviewerToTell(person=first.person_id, translation=first.translation_id, asked_by=asked_by))
        elif news and first.major_id is not None:
            kind, actor, _message = news[-1]
            announce(MajorToTell(person=first.person_id, major=first.major_id, kind=kind, actor=actor))
        elif news and first.problem_id is not None:
            announce(ProblemToTell(person=first.person_id, problem=first.problem_id, kind=news[-1][0]))
        elif news and first.ticket_id is not None:
            announce(AgentToTell(person=first.person_id, ticket=first.ticket_id, news=news))
    return True


def _wanted(rows: list[Notice], first: Notice) -> list[tuple[str, int | None, int | None]]:
    """What of it still holds, may be seen now, and is wanted by mail."""
    person = first.person
    seen = {
        row.pk: row
        for row in visible_to(person)
        .filter(pk__in=[row.pk for row in rows])
        .select_related("ticket", "translation", "major")
    }
    choices = Choices.objects.filter(person=person).first() or Choices(person=person)
    news: list[tuple[str, int | None, int | None]] = []
    for row in rows:
        shown = seen.get(row.pk)
        if shown is None or not getattr(choices, row.kind):
            continue
        # given to somebody else again, or taken back
        if row.kind == NoticeKind.ASSIGNED and (shown.ticket is None or shown.ticket.assignee_id != person.pk):
            continue
        # watched no longer
        if row.kind == NoticeKind.WATCHED and (shown.ticket is None or person.pk not in shown.ticket.watchers):
            continue
        # over, or declared by mistake
        if shown.major is not None and not shown.major.is_open:
            continue
        # published or sent back meanwhile
        if row.kind == NoticeKind.REVIEW and (shown.translation is None or shown.translation.status != Status.REVIEW):
            continue
        told = (row.kind, row.actor_id, row.message_id)
        if told not in news:
            news.append(told)
    # who hears for a reason of their own, or what was said, need not hear once more that something happened
    if any(kind != NoticeKind.WATCHED or message is not None for kind, _actor, message in news):
        news = [told for told in news if told[0] != NoticeKind.WATCHED or told[2] is not None]
    # whoever has the ticket need not be told that it came to the team
    if any(kind == NoticeKind.ASSIGNED for kind, _actor, _message in news):
        news = [told for told in news if told[0] != NoticeKind.TEAM]
    return news


@jobs.job("notify.forget", every="47 3 * * *", priority=jobs.IDLE)
def forget() -> None:
    """News are no archive: they go after 90 days."""
    Notice.objects.filter(at__lt=clock.now() - KEPT).exclude(told_at=None).delete()
