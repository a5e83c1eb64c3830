"""Work for the worker: requesters of resolved tickets are asked by mail. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.jobs import job
from derman.people.models import Person
from derman.surveys.facts import RatingAsked
from derman.surveys.models import Asking, Rating
from derman.surveys.queries import UNASKED, practice
from derman.tickets.models import Status, Ticket

AT_ONCE = 200
MOST_LATE = timedelta(days=2)  # a worker that was away asks nobody about last week


@job("surveys.ask", every="*/5 * * * *")
def ask() -> None:
    """Ask about what was resolved long enough ago, nobody more often than the desk wants, once for each ticket."""
    how = practice()
    if not how.on or not how.by_mail:
        return
    now = clock.now()
    due = now - timedelta(hours=how.after_hours)
    rows = Ticket.objects.filter(status=Status.RESOLVED, resolved_at__range=(max(due - MOST_LATE, how.since), due))
    rows = rows.exclude(channel__in=UNASKED)
    rows = rows.filter(merged_into=None).exclude(pk__in=Asking.objects.values("ticket"))
    rows = rows.exclude(pk__in=Rating.objects.values("ticket")).exclude(requester__email="")
    lately = Asking.objects.filter(at__gt=now - timedelta(days=how.every_days)).values("person")
    rows = rows.exclude(requester__in=lately).filter(requester__is_active=True)
    for number in rows.order_by("resolved_at").values_list("pk", flat=True)[:AT_ONCE]:
        _ask_about(number, now - timedelta(days=how.every_days))


def _ask_about(number: int, lately_since: datetime) -> None:
    with transaction.atomic():
        ticket = Ticket.objects.filter(pk=number, status=Status.RESOLVED).first()
        if ticket is None:
            return
        # of two tickets of one person that two workers look at, the second must see the first
        Person.objects.select_for_update().get(pk=ticket.requester_id)
        asked = Asking.objects.filter(person=ticket.requester_id, at__gt=lately_since)
        if asked.exists() or Asking.objects.filter(ticket=ticket).exists():
            return
        Asking.objects.create(ticket=ticket, person_id=ticket.requester_id)
        announce(RatingAsked(ticket=ticket.pk, person=ticket.requester_id))
