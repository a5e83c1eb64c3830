"""Tables of the radar: how often each sign was there in each hour, and the surges that it saw."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from derman.kernel import clock
from derman.majors.models import MajorIncident
from derman.problems.models import Problem
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class Bookmark(models.Model):
    """Up to which ticket signs are counted; one row."""

    number = models.BigIntegerField(default=0)


class Count(models.Model):
    """Tickets with a sign (see radar.signs; `*` is all) that came within an hour."""

    pk = models.CompositePrimaryKey("sign", "hour")
    sign = models.CharField(max_length=48, db_collation="C")
    hour = models.DateTimeField()
    tickets = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["hour"], name="radar_count_hour")]  # for forgetting


class Surge(models.Model):
    """More tickets about one thing than the season explains."""

    class State(models.TextChoices):
        SEEN = "seen"
        DISMISSED = "dismissed"
        PROBLEM = "problem"  # a problem was made of it
        MAJOR = "major"  # it was declared a major incident

    state = models.CharField(max_length=12, choices=State, default=State.SEEN)
    slow = models.BooleanField(default=False, db_default=False)  # not within an hour, but again and again in two weeks
    signs = ArrayField(models.CharField(max_length=48))  # the clearest first
    expected = models.FloatField()  # tickets of the clearest sign that would have been usual in that time
    tickets = models.PositiveIntegerField(default=0)
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="+")
    major = models.ForeignKey(MajorIncident, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")  # who decided
    began_at = models.DateTimeField()  # of its first ticket
    seen_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField()  # it goes on until so long after

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-last_at"], name="surge_latest"),
            GinIndex(fields=["signs"], name="surge_signs"),
        ]


class SurgeTicket(models.Model):
    """A ticket of a surge."""

    surge = models.ForeignKey(Surge, models.CASCADE, related_name="rows", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["ticket"]
        constraints = [models.UniqueConstraint(fields=["surge", "ticket"], name="surge_ticket_once")]
