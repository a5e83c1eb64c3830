"""Promises: the policies that say within what time a desk answers and solves, and a clock for each promise given."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.desk.models import Calendar
from derman.kernel import clock
from derman.people.models import Team
from derman.tickets.models import Ticket, WaitingFor

PERSON = settings.AUTH_USER_MODEL


class Target(models.TextChoices):
    """What is promised."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_REPLY = "next_reply", _("Next reply")
    UPDATE = "update", _("Next update")
    RESOLUTION = "resolution", _("Solution")
    TEAM = "team", _("Time in the team")  # between teams and from vendors: nothing that a requester sees


class State(models.TextChoices):
    """Of a clock."""

    RUNNING = "running", pgettext_lazy("clock", "Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Kept")
    MISSED = "missed", _("Late")  # ended, but after its time
    DROPPED = "dropped", _("No longer promised")


LIVE = (State.RUNNING.value, State.PAUSED.value)


def _pauses() -> list[str]:
    return [WaitingFor.REQUESTER.value, WaitingFor.APPROVAL.value]


class Policy(models.Model):
    """Whose tickets are promised what. Of those in use, the first by position that fits a ticket holds for it."""

    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    # for which tickets; an empty list means all
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    organisations = ArrayField(models.BigIntegerField(), default=list, blank=True)
    services = ArrayField(models.BigIntegerField(), default=list, blank=True)
    teams = ArrayField(models.BigIntegerField(), default=list, blank=True)
    categories = ArrayField(models.BigIntegerField(), default=list, blank=True)  # and what lies below them
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, blank=True, related_name="+")  # null: the desk's
    # {"critical": {"first_response": 900, "resolution": 14400, "always": true}, …}: seconds of working time, or of all
    # time where `always` is set; what is not named is not promised
    targets = models.JSONField(default=dict)
    stays = models.JSONField(default=dict, db_default={})  # {"7": 7200}: within what time a team hands a ticket on
    pauses = ArrayField(models.CharField(max_length=12), default=_pauses, blank=True)  # while waiting for whom
    warnings = ArrayField(models.PositiveSmallIntegerField(), default=list)  # in percent of the time, ascending
    # who hears of it: [{"at": "soon" | "sooner" | "late", "after": seconds later, "tell": ["assignee", …]}, …]
    ladder = models.JSONField(default=list)
    since = models.DateTimeField(default=clock.now)  # what was opened before is promised nothing
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    """One promise to the requester of one ticket, and how its time has run."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="clocks", db_index=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    target = models.CharField(max_length=16, choices=Target)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+", db_index=False)  # of a stay in it
    seconds = models.PositiveIntegerField()  # promised
    always = models.BooleanField(default=False)  # nights and weekends count too
    started_at = models.DateTimeField()
    marks = ArrayField(
        models.DateTimeField(), default=list
    )  # it ran from the 1st to the 2nd, from the 3rd to the 4th …
    state = models.CharField(max_length=8, choices=State)
    due_at = models.DateTimeField(null=True)  # while it runs; null also where no working time is in sight
    left = models.IntegerField(null=True)  # while it is paused: seconds, less than none where it is late
    ended_at = models.DateTimeField(null=True)
    stage = models.PositiveSmallIntegerField(default=0)  # how many steps of the policy have been announced
    next_at = models.DateTimeField(null=True)  # when the next step is due
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["ticket", "id"], name="clock_of_ticket"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="clock_next"),
            models.Index(fields=["policy"], condition=Q(state__in=LIVE), name="clock_live"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="clock_state_known"),
            models.CheckConstraint(condition=Q(target__in=[one.value for one in Target]), name="clock_target_known"),
            models.UniqueConstraint(fields=["ticket", "target", "started_at"], name="clock_once"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE
