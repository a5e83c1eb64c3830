"""What the API remembers: answers that may be asked for again, and how often each caller came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from derman.kernel import clock


class IdempotentAnswer(models.Model):
    """The answer to a POST with an Idempotency-Key, kept for 24 hours."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotent_answer_once")]


class RequestCount(models.Model):
    """How many requests a caller sent in the present window. Unlogged: after a crash everybody starts anew."""

    caller = models.CharField(max_length=40, primary_key=True)  # like token:12
    period = models.BigIntegerField()  # number of the window since 1970
    count = models.PositiveIntegerField(default=0)
