"""A problem is closed, and all its requesters are told; taken back within a minute; reopened at any time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock, jobs
from derman.people.models import Person
from derman.problems import words
from derman.problems.access import may_close
from derman.problems.actions.locking import happened, locked, save
from derman.problems.errors import NotAllowed, WrongInput
from derman.problems.models import Problem, Status, Telling

UNDO = timedelta(minutes=1)  # whoever is told hears it once it can no longer be taken back


def close(
    *, actor: Person, problem: int, texts: object = None, resolve: bool = False, revision: int | None = None
) -> Telling | None:
    """It is mended. With `texts` (by language) every linked requester is told a minute later, in theirs.

    `resolve`: their tickets are resolved with it. None where nobody is told.
    Raises ProblemNotFound, NotAllowed, Overtaken, WrongInput.
    """
    from derman.problems.jobs import tell  # which counts on this file

    with transaction.atomic():
        row = locked(actor, problem, revision=revision)
        if not may_close(actor, row):
            raise NotAllowed(_("Leads, its team and its owner close a problem, for closing tells people."))
        if not row.is_open:
            raise WrongInput(_("It is closed already."))
        said = words.texts(texts, "texts")
        if resolve and not said:
            raise WrongInput(_("Write what they are told: no ticket is resolved without a word."), field="texts")
        moment = clock.now()
        before, row.status, row.closed_at = row.status, Status.CLOSED, moment
        made = Telling.objects.create(problem=row, texts=said, resolve=resolve, by=actor, at=moment) if said else None
        happened(row, "closed", actor, before=before, telling=made.pk if made else None)
        save(row, "status", "closed_at")
        if made is not None:
            jobs.enqueue(tell, at=moment + UNDO)
    return made


def reopen(*, actor: Person, problem: int) -> Problem:
    """It goes on. What nobody was told yet is told to nobody. Raises ProblemNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = locked(actor, problem)
        if not may_close(actor, row):
            raise NotAllowed(_("Leads, its team and its owner reopen a problem."))
        if row.is_open:
            raise WrongInput(_("It is open."))
        closed = row.happenings.filter(kind="closed").order_by("-pk").first()
        before = closed.details["before"] if closed is not None else Status.ANALYSIS
        stopped, _rows = row.tellings.filter(told_at=None).delete()
        row.status, row.closed_at = before, None
        happened(row, "reopened", actor, stopped=bool(stopped))
        save(row, "status", "closed_at")
    return row
