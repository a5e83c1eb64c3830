"""Rules that desks write themselves, what they listen to, and what they did."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.automation.written import FromTemplate, Macro, Template
from derman.kernel import clock
from derman.tickets.models import Ticket

__all__ = [
    "Foretold",
    "FromTemplate",
    "Happening",
    "Macro",
    "Off",
    "Ran",
    "Replay",
    "Rule",
    "Switch",
    "Template",
    "Version",
]

PERSON = settings.AUTH_USER_MODEL


class Off(models.TextChoices):
    """Why the desk itself switched a rule off."""

    TOO_OFTEN = "too_often", _("It ran too often")


class Rule(models.Model):
    """When something happens, if this holds, then that is done. Those in use run by position."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")  # who is told when it goes wrong
    active = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    when = models.CharField(max_length=24)  # see automation.triggers
    hours = models.PositiveIntegerField(default=0)  # of a trigger by time: how long it is so
    working = models.BooleanField(default=False)  # only the desk's open hours count
    conditions = models.JSONField(default=dict)  # see automation.conditions
    steps = models.JSONField(default=list)  # see automation.steps
    stop = models.BooleanField(default=False)  # those behind it do not run
    once = models.BooleanField(default=False)  # on each ticket
    most = models.PositiveIntegerField(default=500)  # runs an hour; beyond, it is switched off
    version = models.PositiveIntegerField(default=1)
    standing = models.CharField(max_length=12, blank=True, default="")  # done by filing itself; see automation.standing
    off = models.CharField(max_length=12, choices=Off, blank=True, default="")
    seen_until = models.DateTimeField(null=True)  # of a trigger by time: what became so until then was looked at
    updated_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)  # its log stays

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["standing"], condition=~models.Q(standing=""), name="rule_stands_once")
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """A rule as it was saved."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    kept = models.JSONField()  # see automation.given
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["rule", "version"], name="rule_version_once")]


class Happening(models.Model):
    """Something happened to a ticket, and no rule has looked at it yet. It is gone in a second."""

    ticket = models.BigIntegerField()
    act = models.UUIDField()
    kinds = ArrayField(models.CharField(max_length=40))  # of its events
    root = models.UUIDField()  # the act with which all began: `act` itself where no rule led to it
    chain = ArrayField(models.BigIntegerField(), default=list)  # the rules that led to it, the first one first
    at = models.DateTimeField(default=clock.now)


class Ran(models.Model):
    """A rule at work on one ticket: what made it true, and what came of it."""

    class State(models.TextChoices):
        DONE = "done", _("It was done")
        REFUSED = "refused", _("It could not be done")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="runs", db_index=False)
    version = models.PositiveIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=40)  # of what it answered: an act, or since when something is so
    act = models.UUIDField(null=True)  # what it did, on the timeline
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=State)
    because = models.JSONField(default=list)  # pairs of a condition's key and the value that made it true
    did = models.JSONField(default=list)  # codes of steps
    why = models.CharField(max_length=300, blank=True)  # of REFUSED, a sentence

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "ticket", "cause"], name="rule_ran_once")]
        indexes = [
            models.Index(fields=["rule", "-at"], name="rule_ran_lately"),
        ]


class Switch(models.Model):
    """The switch for all rules at once, and the stamp by which workers know that a rule has changed. One row."""

    on = models.BooleanField(default=True)
    stamp = models.BigIntegerField(default=0)


class Replay(models.Model):
    """A rule tried on the past: what it would have done. Nothing of a ticket is changed by it."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="replays")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    kept = models.JSONField()  # what it said, also where that was not saved; see automation.given
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField()  # tickets to look at
    looked = models.PositiveIntegerField(default=0)
    place = models.BigIntegerField(default=0)  # the last ticket that was looked at
    matched = models.PositiveIntegerField(default=0)  # times that it would have run
    changed = models.PositiveIntegerField(default=0)  # of these, with something changed
    same = models.PositiveIntegerField(default=0)  # of these, all of which was done anyway
    busiest = models.PositiveIntegerField(default=0)  # most runs within one hour
    seconds = models.FloatField(default=0)  # of work
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]


class Foretold(models.Model):
    """What a rule would have done to one ticket at one moment; see automation.foretelling.Hit."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="foretold", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    because = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["replay", "id"], name="foretold_in_order")]
