"""What colleagues ask one another aside: beside the conversation of the ticket, among those alone who are named."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from derman.kernel import clock

PERSON = settings.AUTH_USER_MODEL


class Aside(models.Model):
    """A conversation of named colleagues on a ticket. The people of the ticket's team read along, nobody else."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="asides_of")
    topic = models.CharField(max_length=120, blank=True)
    people = ArrayField(models.BigIntegerField(), default=list)  # who is named, whoever began it among them
    begun_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # its first words were taken back, and there are no more

    class Meta:
        ordering = ["created_at", "id"]


class AsideWord(models.Model):
    """One thing somebody said aside."""

    aside = models.ForeignKey(Aside, models.CASCADE, related_name="words")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
