"""What follows from a ticket that asks for a service: the answers, who agrees, and what is to be done.

Tasks belong here although any ticket may have some. These are tables of `tickets.models`, where Django finds them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.catalogue.models import Service
from derman.kernel import clock
from derman.kernel.texts import in_language
from derman.people.models import Team

PERSON = settings.AUTH_USER_MODEL


class ServiceRequest(models.Model):
    """A ticket that asks for a service: as the service was when it was asked for."""

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="service_request")
    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="+")
    names = models.JSONField(default=dict)  # of the service, in each language
    answers: Any = models.JSONField(default=list)  # see catalogue.answering.Answer.as_json
    approvals: Any = models.JSONField(default=list)  # see catalogue.steps
    step = models.PositiveSmallIntegerField(default=0)  # of the chain; its length: all agreed
    stage = models.PositiveSmallIntegerField(default=0)  # of the tasks that are done now; 0: none yet

    class Meta:
        indexes = [GinIndex(fields=["answers"], opclasses=["jsonb_path_ops"], name="service_answers_found")]

    def __str__(self) -> str:
        return in_language(self.names)


class Approval(models.Model):
    """One person who is asked to agree."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for an answer")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")
        EXPIRED = "expired", _("Not answered in time")
        DROPPED = "dropped", _("No longer needed")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="approvals")
    step = models.PositiveSmallIntegerField()
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")  # for whom they stand in
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    remind_at = models.DateTimeField(null=True)  # null: not again
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["step", "id"]
        indexes = [
            models.Index(fields=["remind_at"], condition=Q(state="asked"), name="approval_reminds"),
            models.Index(fields=["expires_at"], condition=Q(state="asked"), name="approval_expires"),
            models.Index(fields=["person", "-asked_at"], name="approval_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["ticket", "step", "person"], name="approval_once")]


class Task(models.Model):
    """One thing to be done on a ticket."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Later")
        OPEN = "open", _("To do")
        DONE = "done", pgettext_lazy("task", "Done")
        DROPPED = "dropped", _("Not needed")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="tasks_of")
    titles = models.JSONField(default=dict)  # {"en": …, "tr": …}; at least one
    stage = models.PositiveSmallIntegerField(default=0)  # 0: added by hand, to be done any time
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")  # null: that of the ticket
    assignee = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(null=True)  # to do it in, from the start of its stage
    due_at = models.DateTimeField(null=True)
    blocking = models.BooleanField(default=True)  # the ticket is not resolved before it is done
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["stage", "position", "id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="task_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language or in any it has."""
        return in_language(self.titles)
