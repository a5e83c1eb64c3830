"""Many tickets changed together: the journal of such a run, by which it goes on after a kill and is taken back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from derman.kernel import clock


class Run(models.Model):
    """One change that an agent asked to be made to many tickets."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    act = models.UUIDField(default=uuid.uuid4, unique=True)  # of what it writes on each ticket's timeline
    wanted = models.JSONField()  # see actions.many.wanted
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-created_at", "-id"], name="run_of_actor")]


class RunTicket(models.Model):
    """One ticket of a run, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CHANGED = "changed"
        SAME = "same"  # it was so already
        REFUSED = "refused"
        LEFT = "left"  # not reached any more: the run was taken back before
        UNDONE = "undone"
        KEPT = "kept"  # changed, and not to be taken back

    run = models.ForeignKey(Run, models.CASCADE, related_name="tickets", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    why = models.CharField(max_length=12, blank=True)  # of REFUSED and KEPT: a Refusal

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ticket"], name="run_ticket_once")]
        indexes = [
            models.Index(fields=["run", "ticket"], condition=Q(state__in=["waiting", "changed"]), name="run_to_do"),
        ]


class Refusal(models.TextChoices):
    """Why a ticket of a run was not changed, or not taken back."""

    GONE = "gone"  # it does not exist, or may not be seen
    MERGED = "merged"  # its conversation goes on elsewhere
    TASKS = "tasks"  # tasks are left that must be done before
    FIELDS = "fields"  # fields are empty that must be filled in before
    ASSIGNEE = "assignee"  # this person cannot have tickets of its team
    LATER = "later"  # an answer waits on it to leave
    MISSING = "missing"  # what is written to it has a place for which nothing is known
    TAGS = "tags"  # it would have too many
    CHANGED = "changed"  # something later builds on it
    SAID = "said"  # it was written and has left
    FAILED = "failed"  # a fault of the program, which the log tells
    WRONG = "wrong"  # anything else that the verb says
