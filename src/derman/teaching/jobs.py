"""Work for the worker: learners from assignments, mails about paths, and who has finished. Safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from derman.kernel import clock
from derman.kernel.facts import announce
from derman.kernel.jobs import job
from derman.teaching.actions.enrolling import enrol, finish_if_done
from derman.teaching.facts import ASSIGNED, OVERDUE, SOON, LearnerToTell
from derman.teaching.models import Learner, LearningPath, Progress
from derman.teaching.words import today

BEFORE = 3  # days before the date, a reminder
REST = timedelta(hours=12)  # who has just been told that it is theirs need not hear the same again
UNDO = timedelta(minutes=1)  # who is assigned something hears of it once it can no longer be taken back


@job("teaching.enrol", every="*/5 * * * *")
def enrol_newcomers() -> None:
    """Who came to a team, or to the desk, since."""
    paths = LearningPath.objects.filter(published_at__isnull=False, removed_at=None, assignments__withdrawn_at=None)
    for pk in paths.order_by("pk").values_list("pk", flat=True).distinct():
        enrol(pk)


def _open() -> QuerySet[Learner]:
    return Learner.objects.filter(
        finished_at=None, ended_at=None, path__published_at__isnull=False, path__removed_at=None, person__is_active=True
    )


@job("teaching.tell", every="* * * * *")
def tell() -> None:
    """Tell people what they are to learn, once each."""
    for pk in _open().filter(told_at=None, since__lte=clock.now() - UNDO).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Learner.objects.select_for_update().filter(pk=pk, told_at=None).first()
            if row is None:
                continue
            row.told_at = clock.now()
            row.save(update_fields=["told_at"])
            announce(LearnerToTell(path=row.path_id, person=row.person_id, why=ASSIGNED))


@job("teaching.remind", every="25 6 * * *")
def remind() -> None:
    """Three days before the date, and the day after it: once each for each date."""
    day = today()
    of_this_day = Q(reminded_for=F("due_on"))
    soon = _open().filter(due_on__range=(day, day + timedelta(days=BEFORE))).exclude(of_this_day)
    _remind(soon.filter(told_at__lte=clock.now() - REST), SOON)
    _remind(_open().filter(due_on__lt=day).exclude(Q(warned_for=F("due_on"))), OVERDUE)


def _remind(rows: QuerySet[Learner], why: str) -> None:
    field = "reminded_for" if why == SOON else "warned_for"
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Learner.objects.select_for_update().filter(pk=pk, finished_at=None, ended_at=None).first()
            if row is None or row.due_on is None or getattr(row, field) == row.due_on:
                continue
            setattr(row, field, row.due_on)
            row.save(update_fields=[field])
            announce(LearnerToTell(path=row.path_id, person=row.person_id, why=why))


@job("teaching.settle_all", every="15 4 * * *")
def settle_all() -> None:
    """An article was taken away, or is for others now: whoever has all that is left has finished."""
    begun = Exists(Progress.objects.filter(person=OuterRef("person"), step__path=OuterRef("path")))
    for path in _open().filter(begun).order_by("path").values_list("path", flat=True).distinct():
        settle(path=path)


@job("teaching.settle")
def settle(*, path: int) -> None:
    """A step was taken out: whoever has all the others has finished."""
    for pk in Learner.objects.filter(path=path, finished_at=None).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = Learner.objects.select_for_update(of=("self",)).select_related("path", "person")
            row = rows.filter(pk=pk).first()
            if row is not None:
                finish_if_done(row.path, row, row.person)
