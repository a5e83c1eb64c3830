"""What time does to tickets."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Func

from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.kernel.jobs import job
from derman.tickets.actions.changing import changing
from derman.tickets.actions.fields import set_status
from derman.tickets.models import Attachment, Draft, Status, Ticket

BATCH = 500


@job("tickets.wake", every="* * * * *")
def wake() -> None:
    """Tickets that waited until now come back into work."""
    due = Ticket.objects.filter(waiting_until__lte=clock.now(), status=Status.WAITING).order_by("waiting_until")
    for number in list(due.values_list("pk", flat=True)[:BATCH]):
        with changing(number, None) as change:
            until = change.ticket.waiting_until
            if change.ticket.status == Status.WAITING and until is not None and until <= clock.now():
                set_status(change, Status.OPEN, why="date_came")


@job("tickets.close_resolved", every="*/10 * * * *")
def close_resolved() -> None:
    """Resolved tickets that nobody reopened close by themselves after the desk's days."""
    limit = clock.now() - timedelta(days=the_desk().close_after_days)
    due = Ticket.objects.filter(status=Status.RESOLVED, resolved_at__lt=limit).order_by("resolved_at")
    for number in list(due.values_list("pk", flat=True)[:BATCH]):
        with changing(number, None, touch=False) as change:
            resolved = change.ticket.resolved_at
            if change.ticket.status == Status.RESOLVED and resolved is not None and resolved < limit:
                set_status(change, Status.CLOSED, why="resolved_long", because={"days": the_desk().close_after_days})


@job("tickets.forget_uploads", every="43 3 * * *")
def forget_uploads() -> None:
    """Uploads that were never sent go after two days, but for those that a draft keeps."""
    with transaction.atomic():
        kept = Draft.objects.exclude(files=[]).annotate(key=Func("files", function="unnest")).values("key")
        Attachment.objects.filter(message=None, created_at__lt=clock.now() - timedelta(days=2)).exclude(
            key__in=kept
        ).delete()
