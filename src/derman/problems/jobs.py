"""Work for the worker: whoever a closed problem concerned hears of it. Safe to run twice."""

from __future__ import annotations

from django.db import transaction

from derman.kernel import clock
from derman.kernel.jobs import job
from derman.kernel.texts import in_language
from derman.problems.actions.ending import UNDO
from derman.problems.actions.locking import happened
from derman.problems.models import Incident, Problem, Telling
from derman.problems.words import language_of
from derman.tickets import actions as tickets
from derman.tickets.models import HIDDEN, Ticket

AT_ONCE = 20  # tickets in one transaction


@job("problems.tell")
def tell() -> None:
    """Tell what is due, each ticket once; killed half way, it goes on where it was."""
    due = Telling.objects.filter(told_at=None, at__lte=clock.now() - UNDO).order_by("pk")
    for pk, problem in due.values_list("pk", "problem"):
        while _tell_some(pk, problem):
            pass


@job("problems.tell_left", every="*/2 * * * *")
def tell_left() -> None:
    """What a job that gave up has left."""
    tell()


def _tell_some(pk: int, problem: int) -> bool:
    """Is there more to tell?"""
    with transaction.atomic():
        # whoever reopens waits for this, or was first
        row = Problem.objects.select_for_update(no_key=True).get(pk=problem)
        telling = Telling.objects.select_related("by").filter(pk=pk, told_at=None).first()
        if telling is None:
            return False
        left = Incident.objects.filter(problem=row, told__lt=pk).order_by("pk")
        some = list(left.select_for_update(of=("self",))[:AT_ONCE])
        if not some:
            telling.told_at = clock.now()
            telling.save(update_fields=["told_at"])
            count = Incident.objects.filter(problem=row, told=pk).count()
            happened(row, "told", None, count=count)
            return False
        for one in some:
            _tell_one(row, telling, one)
        Incident.objects.filter(pk__in=[one.pk for one in some]).update(told=pk)
    return True


def _tell_one(row: Problem, telling: Telling, one: Incident) -> None:
    ticket = Ticket.objects.select_related("requester").get(pk=one.ticket_id)
    if ticket.merged_into_id is not None:
        # the conversation goes on there; where that is linked too, it has a row of its own
        if row.linked.filter(ticket=ticket.merged_into_id).exists():
            return
        ticket = Ticket.objects.select_related("requester").get(pk=ticket.merged_into_id)
    if ticket.status in HIDDEN or ticket.merged_into_id is not None:
        return
    words = in_language(telling.texts, language_of(ticket))
    tickets.tell_of_problem(author=telling.by, ticket=ticket.pk, problem=row.pk, text=words, resolve=telling.resolve)
