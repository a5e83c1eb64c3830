"""Who takes part in a ticket beside its requester and its agent, and how far they have read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from derman.kernel import clock

PERSON = settings.AUTH_USER_MODEL


class Follower(models.Model):
    """A person in copy of a ticket: sees its public messages and gets its answers."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="followers")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="follower_once")]


class ReadMark(models.Model):
    """How far an agent has read a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="read_marks")
    agent = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="read_mark_once")]


class Pin(models.Model):
    """A ticket that an agent keeps at the top of their own lists."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ticket"], name="pin_once")]
