"""Work for the worker beside the fetchers themselves."""

from __future__ import annotations

from datetime import timedelta

from derman.channels.mail.fetching.models import FetchedMail
from derman.kernel import clock, jobs

REMEMBERED = timedelta(days=400)  # longer than backups are kept: a mail that one brings back is still known


@jobs.job("mail.forget_fetched", every="41 3 * * *", priority=jobs.IDLE)
def forget_fetched() -> None:
    """Mails that their server has not had for more than a year need not be known any more."""
    FetchedMail.objects.filter(gone_at__lt=clock.now() - REMEMBERED).delete()
