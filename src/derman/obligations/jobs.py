"""Work for the worker. Safe to run twice."""

from __future__ import annotations

import logging
from datetime import timedelta

from derman.kernel import clock, jobs
from derman.obligations import mornings
from derman.obligations.models import Obligation

log = logging.getLogger("derman.obligations")

KEPT = timedelta(days=90)
BATCH = 5000


@jobs.job("obligations.forget", every="23 3 * * *", priority=jobs.IDLE)
def forget() -> None:
    """What was settled is told by the timeline; here it goes after 90 days."""
    old = Obligation.objects.filter(settled_at__lt=clock.now() - KEPT)
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        Obligation.objects.filter(pk__in=keys).delete()


@jobs.job("obligations.mornings", every="*/10 * * * *", priority=jobs.IDLE)
def say_good_morning() -> None:
    """For whom it is morning, a mail with what could slip; one that cannot be written stops no other."""
    for person in mornings.due(clock.now()):
        try:
            mornings.tell(person)
        except Exception:
            log.exception("The mail in the morning for person %s could not be written; it is tried again", person)
