"""What tickets and articles have to do with each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from derman.kernel import clock
from derman.knowledge.models import Translation
from derman.tickets.models import Ticket


class Use(models.Model):
    """An agent put an article into a message on a ticket; once for each ticket, however often."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "ticket"], name="use_once_a_ticket")]


class Lesson(models.Model):
    """An article that was written from a ticket."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation"], name="lesson_of_one_ticket")]
