"""Tickets that were deleted: they lie in a bin for a while, out of everybody's sight, and then lose their content.

The ticket's row and its timeline stay for good, as codes and ids: that there was something, who asked, who deleted it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from derman.kernel import clock

PERSON = settings.AUTH_USER_MODEL
IN_BIN = "deleted"  # as the status of a ticket; no Status, since nobody sees or sets it
KEPT = timedelta(days=30)


class Binned(models.Model):
    """A deleted ticket; of those that were merged into one another, each has its own."""

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="binned")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    emptied_at = models.DateTimeField(null=True)  # since when its content is gone for good

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(emptied_at=None), name="binned_since")]
