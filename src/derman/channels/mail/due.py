"""Which mails can leave now, and taking the next one of them. One sender at a time does so: see `sending`."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from derman.channels.mail.models import Mailbox, OutgoingMail, OutgoingState
from derman.kernel import clock


def due() -> QuerySet[OutgoingMail]:
    """Mails that can leave now, the oldest first."""
    found = OutgoingMail.objects.filter(state=OutgoingState.WAITING, not_before__lte=clock.now())
    if not settings.DERMAN_MAIL_URL:
        found = found.exclude(Q(mailbox=None) | Q(mailbox__host=""))
    return found.order_by("not_before", "id")


def are_due(resting: list[Q]) -> bool:
    """Can a mail leave now, but for those of `resting`? 2 statements at most.

    With no server at all, all that ever waited is not looked through.
    """
    if not settings.DERMAN_MAIL_URL and not Mailbox.objects.exclude(host="").exists():
        return False
    return due().exclude(_any(resting)).exists()


def _any(conditions: list[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def of_the_same_server(row: OutgoingMail) -> Q:
    """Mails that leave by the server by which this one does."""
    if row.mailbox is not None and row.mailbox.host:
        return Q(mailbox__host=row.mailbox.host, mailbox__port=row.mailbox.port)
    return Q(mailbox=None) | Q(mailbox__host="")


def claim(waiting: list[Q]) -> OutgoingMail | None:
    """Mark the next due mail as being sent, in a transaction of its own. An undo waits for it, or comes first."""
    with transaction.atomic():
        row = (
            due()
            .exclude(_any(waiting))
            .select_related("mailbox", "ticket__team", "message__author")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None:
            return None
        row.state, row.tries = OutgoingState.SENDING, row.tries + 1
        row.save(update_fields=["state", "tries"])
    return row


def give_back(row: OutgoingMail) -> None:
    """A claimed mail was not tried after all."""
    row.state, row.tries = OutgoingState.WAITING, row.tries - 1
    row.save(update_fields=["state", "tries"])
