"""What time does to tickets."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Func

from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.kernel.jobs import job
from derman.tickets.actions import approving, deleting, later
from derman.tickets.actions.changing import changing
from derman.tickets.actions.standing import set_status, waits_for_answer
from derman.tickets.models import IN_BIN, Approval, Attachment, Draft, LaterReply, LaterState, Status, Ticket

log = logging.getLogger("derman.tickets")

BATCH = 500


@job("tickets.wake", every="* * * * *")
def wake() -> None:
    """Tickets that waited until now come back into work."""
    due = Ticket.objects.filter(waiting_until__lte=clock.now(), status=Status.WAITING)
    # a ticket whose answer leaves then is put where that answer says
    due = due.exclude(later=LaterState.WAITING).order_by("waiting_until")
    for number in list(due.values_list("pk", flat=True)[:BATCH]):
        with changing(number, None) as change:
            until = change.ticket.waiting_until
            if change.ticket.status == Status.WAITING and until is not None and until <= clock.now():
                set_status(change, Status.OPEN, why="no_answer" if waits_for_answer(change.ticket) else "date_came")


@job("tickets.send_later", every="* * * * *")
def send_later() -> None:
    """Answers whose time has come leave; one that cannot stops no other."""
    for ticket, answer in later.due(BATCH):
        try:
            later.send_due(ticket, answer)
        except Exception:
            log.exception("An answer of ticket %s did not leave at its time; it is tried again in a minute", ticket)


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


@job("tickets.chase_approvals", every="*/2 * * * *")
def chase_approvals() -> None:
    """Whoever was asked to agree and has not answered is reminded; what nobody answers in time is not granted."""
    asked = Approval.objects.filter(state=Approval.State.ASKED).exclude(ticket__status=IN_BIN)
    late = asked.filter(expires_at__lte=clock.now()).order_by("expires_at").values_list("ticket_id", flat=True)
    for number in dict.fromkeys(late[:BATCH]):
        approving.expire(number)
    due = asked.filter(remind_at__lte=clock.now()).order_by("remind_at").values_list("pk", flat=True)
    for approval in list(due[:BATCH]):
        approving.remind(approval)


@job("tickets.forget_uploads", every="43 3 * * *")
def forget_uploads() -> None:
    """Uploads that were never sent go after two days, but for those that a draft or an answer for later keeps."""
    with transaction.atomic():
        drafts = Draft.objects.exclude(files=[])
        answers = LaterReply.objects.filter(state__in=[LaterState.WAITING, LaterState.HELD]).exclude(files=[])
        old = Attachment.objects.filter(message=None, created_at__lt=clock.now() - timedelta(days=2))
        for kept in (drafts, answers):
            old = old.exclude(key__in=kept.annotate(key=Func("files", function="unnest")).values("key"))
        old.delete()


@job("tickets.empty_bin", every="17 2 * * *")
def empty_bin() -> None:
    """Deleted tickets lose their content once they have lain in the bin for 30 days; one that cannot stops no other."""
    for number in deleting.due_to_empty(BATCH):
        try:
            deleting.empty(number)
        except Exception:
            log.exception("The deleted ticket %s could not be emptied; it is tried again tomorrow", number)
