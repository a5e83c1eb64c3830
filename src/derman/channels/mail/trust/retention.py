"""How long originals are kept: the ledger's line and the ticket stay, the raw mail goes when its time is over."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from derman.channels.mail import intake
from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.trust.models import Storm
from derman.channels.mail.trust.policy import the_settings
from derman.kernel import clock, jobs
from derman.tickets.models import Status

AT_ONCE = 2_000


@jobs.job("mail.forget_originals", every="41 3 * * *", priority=jobs.IDLE)
def forget_originals() -> None:
    """Take away originals whose time is over: spam, ignored, and filed mails. What waits for a person stays."""
    settings, now = the_settings(), clock.now()
    over = Q(state=IncomingState.FILED, ticket__status=Status.SPAM) & _older(settings.spam_days)
    if settings.keep_ignored_days:
        over |= Q(state=IncomingState.IGNORED) & _older(settings.keep_ignored_days)
    if settings.keep_days:
        over |= Q(state=IncomingState.FILED) & _older(settings.keep_days)
    last = 0
    while True:
        rows = list(
            IncomingMail.objects.filter(over, pk__gt=last, forgotten_at=None).order_by("pk")
            .values_list("pk", "digest")[:AT_ONCE]
        )  # fmt: skip
        if not rows:
            break
        last = rows[-1][0]
        forget(dict(rows))
    Storm.objects.filter(last_at__lt=now - timedelta(days=2)).delete()


def _older(days: int) -> Q:
    return Q(received_at__lt=clock.now() - timedelta(days=days))


def forget(rows: dict[int, str]) -> None:
    """Note it first: a file that is gone but not noted would read as a fault."""
    IncomingMail.objects.filter(pk__in=rows).update(forgotten_at=clock.now())
    digests = set(rows.values())
    # the same bytes may have come under another line that is still kept
    kept = set(IncomingMail.objects.filter(digest__in=digests, forgotten_at=None).values_list("digest", flat=True))
    for digest in digests - kept:
        intake.place(digest).unlink(missing_ok=True)
