"""Work for the worker: issues are opened, asked for, and told of. Safe to run twice."""

from __future__ import annotations

from derman.kernel import clock
from derman.kernel.jobs import job
from derman.trackers.actions import hearing, working
from derman.trackers.models import Delivery, Issue

AT_ONCE = 60


@job("trackers.work", tries=2)
def work_on(*, issue: int) -> None:
    """All that is due for one. What fails at the tracker is tried again by its own rule."""
    working.work(issue=issue)


@job("trackers.round", every="* * * * *")
def go_round() -> None:
    """Whatever is due and was not worked on: the polling, the tries after a failure, and what a death left behind."""
    due = Issue.objects.filter(next_at__lte=clock.now()).order_by("next_at").values_list("pk", flat=True)
    for pk in list(due[:AT_ONCE]):
        working.work(issue=pk)


@job("trackers.tidy", every="17 3 * * *")
def tidy() -> None:
    """What came long ago need not be known again."""
    Delivery.objects.filter(at__lt=clock.now() - hearing.KEPT).delete()
