"""The routing table with its versions, who works when, and tickets that wait for somebody with room."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from derman.kernel import clock
from derman.people.models import Team
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class Table(models.Model):
    """The routing table as it went live at some time; the latest version holds."""

    version = models.PositiveIntegerField(unique=True)
    rows = models.JSONField(default=list)  # see routing.rows
    weights = models.JSONField(default=dict)  # see routing.weights
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    brings_back = models.PositiveIntegerField(null=True)  # the version of which it is a copy

    class Meta:
        ordering = ["-version"]


class Draft(models.Model):
    """The table as leads are changing it: one row, not live. `stamp` grows with each change."""

    rows = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    stamp = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)


class Turn(models.Model):
    """What an agent was given by the desk: for fair turns, and so that two tickets at once see one another.

    Whoever gives a ticket raises `stamp`; of two that read the same one, the second reads again.
    """

    person = models.OneToOneField(PERSON, models.CASCADE, primary_key=True, related_name="+")
    stamp = models.BigIntegerField(default=0)
    day = models.DateField(null=True)  # of UTC
    points = models.FloatField(default=0)  # given on that day
    at = models.DateTimeField(null=True)


class Capacity(models.Model):
    """How much work one agent may have at most before the desk gives them no more, where that differs from others."""

    person = models.OneToOneField(PERSON, models.CASCADE, primary_key=True, related_name="+")
    points = models.PositiveSmallIntegerField()


class Waiting(models.Model):
    """A ticket of a team that gives tickets out, for which nobody had room: given out when somebody has."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_index=False)
    row = models.JSONField(default=dict)  # by which it came, as the table had it; empty: by none
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["team", "id"], name="routing_waiting_team")]


class Shift(models.Model):
    """When a team, or some of its people, or one person works: a weekly pattern by the clock of a zone."""

    name = models.CharField(max_length=80)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids; empty: everybody of the team
    zone = models.CharField(max_length=64)
    # {"0": [["22:00", "06:00"]], …}: Monday is 0; what ends before it begins ends the day after
    weekly = models.JSONField(default=dict)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(team__isnull=False) | ~Q(people=[]), name="shift_is_somebodys"),
        ]

    def __str__(self) -> str:
        return self.name
