"""Work for the worker: tickets that are due by the calendar are opened. Safe to run twice, and at the same time."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError, transaction

from derman.automation.models import FromTemplate, Template
from derman.automation.recurring.opening import open_one
from derman.automation.recurring.queries import due_of, set_next
from derman.kernel import clock, jobs
from derman.tickets.errors import TicketError

log = logging.getLogger("derman.automation")


@jobs.job("automation.open_recurring", every="* * * * *")
def open_recurring() -> None:
    """Open what is due, one after the other, each in a transaction of its own; one that cannot stops no other."""
    due = Template.objects.filter(next_at__lte=clock.now(), paused=False, removed_at=None)
    for pk in list(due.order_by("next_at", "pk").values_list("pk", flat=True)):
        open_due(pk)


def open_due(pk: int) -> bool:
    """Open the ticket of one template, once for all days that passed while the desk was not running."""
    with transaction.atomic():
        rows = Template.objects.select_for_update(of=("self",), skip_locked=True).select_related(
            "requester", "team", "category"
        )
        found = rows.filter(pk=pk, next_at__lte=clock.now(), paused=False, removed_at=None).first()
        if found is None:
            return False
        now = clock.now()
        days = due_of(found, now)
        done = bool(days) and not FromTemplate.objects.filter(template=found, day=days[-1]).exists()
        found.wrong = ""
        if done:
            try:
                with transaction.atomic():
                    open_one(found, actor=None, days=days)
            except (OperationalError, InterfaceError):
                raise  # the database is in the way, not the template: it is tried again
            except TicketError as error:
                found.wrong, done = str(error)[:300], False
            except Exception as error:
                log.exception("The ticket of the template %s could not be opened", pk)
                found.wrong, done = type(error).__name__, False
        set_next(found, after=now)
        found.save(update_fields=["wrong", "next_on", "next_at"])
    return done
