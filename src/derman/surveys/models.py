"""Tables of ratings: what requesters thought of the help, whom the desk asked, and how it asks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class Score(models.TextChoices):
    GOOD = "good", pgettext_lazy("rating", "Good")
    FAIR = "fair", pgettext_lazy("rating", "Fair")
    BAD = "bad", pgettext_lazy("rating", "Bad")


class Rating(models.Model):
    """What the requester thought of the help on a ticket; changed, it is the same row."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    score = models.CharField(max_length=4, choices=Score)
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["-at"], name="rating_latest")]


class Asking(models.Model):
    """Somebody was asked by mail, once for each ticket."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="asking_of_person")]


class Practice(models.Model):
    """How this desk asks (row 1)."""

    on = models.BooleanField(default=True)  # can help be rated?
    in_answers = models.BooleanField(default=True, db_default=True)  # is it asked below the answer that solves?
    by_mail = models.BooleanField(default=False)  # is it asked by mail, once a ticket is resolved?
    after_hours = models.PositiveSmallIntegerField(default=1)  # how long after
    every_days = models.PositiveSmallIntegerField(default=30)  # nobody is asked more often
    since = models.DateTimeField(default=clock.now)  # what was resolved before is not asked about

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rating_practice_only_one")]
