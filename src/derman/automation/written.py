"""What is written down once and done again and again: macros by agents, templates of tickets by the calendar."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from derman.kernel import clock
from derman.people.models import Team


class Macro(models.Model):
    """Whose it is: of `owner` alone, of the members of `team`, or, with neither, of everybody at the desk."""

    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500, blank=True)  # offered on what this finds; in English key words
    steps = models.JSONField(default=list)  # see automation.steps
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    folded = models.TextField()  # its name, folded for searching
    used = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept for a while, so that it can be brought back

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(owner=None) | models.Q(team=None), name="macro_one_audience"),
        ]

    def __str__(self) -> str:
        return self.name


class Template(models.Model):
    """A ticket that comes again and again: what it says, what is to be done, and when it is opened by itself."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    kind = models.CharField(max_length=12, default="request")
    priority = models.PositiveSmallIntegerField(default=3)
    category = models.ForeignKey("tickets.Category", models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+")
    tags = ArrayField(models.CharField(max_length=40), default=list)
    tasks = models.JSONField(default=list)  # [{"title", "team", "days", "blocking"}]
    every = models.CharField(max_length=8, blank=True)  # see automation.recurring.rhythm; empty: by hand alone
    number = models.PositiveSmallIntegerField(default=1)
    nth = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField(default=0)
    first = models.DateField(null=True)
    until = models.DateField(null=True)
    at = models.TimeField(default=time(9))
    zone = models.CharField(max_length=64)
    closed = models.CharField(max_length=8, default="open")
    paused = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)  # when it is opened by itself; null: not at all
    next_on = models.DateField(null=True)  # for which day that is
    wrong = models.CharField(max_length=300, blank=True)  # why it could not be opened the last time
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False, paused=False, removed_at=None),
                name="template_due",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FromTemplate(models.Model):
    """One ticket that a template opened; for each day by the calendar it is one at most."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="opened")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    day = models.DateField(null=True)  # null: by hand
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "day"], condition=models.Q(day__isnull=False), name="template_day_once"
            )
        ]
