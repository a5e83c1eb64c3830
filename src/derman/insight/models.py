"""What people looked for in the portal, what they were shown, and what came of it. Under pseudonyms, for 90 days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock


class Place(models.TextChoices):
    """Where somebody searched."""

    LIBRARY = "library", _("The portal's search")
    ASKING = "asking", _("While writing a request")
    BUTTON = "button", _("The help button of another site")


class Search(models.Model):
    """Somebody looked for something; what they typed on, letter by letter, is one search."""

    searcher = models.CharField(max_length=32)  # a person or a browser under a pseudonym
    signed_in = models.BooleanField()
    place = models.CharField(max_length=8, choices=Place)
    words = models.CharField(max_length=200)
    folded = models.CharField(max_length=400)  # by which the same words are known again
    lang = models.CharField(max_length=8)
    found = models.PositiveSmallIntegerField()  # answers that its last words were shown
    at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    solved_at = models.DateTimeField(null=True, blank=True)  # they said that it is solved
    ticket = models.BigIntegerField(null=True, blank=True)  # the first that followed within a day

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["searcher", "-last_at"], name="search_of_searcher"),
            models.Index(fields=["at"], name="search_by_age"),
        ]

    def __str__(self) -> str:
        return self.words


class Shown(models.Model):
    """An answer that a search was shown."""

    search = models.ForeignKey(Search, models.CASCADE, related_name="shown", db_index=False)
    kind = models.CharField(max_length=8)  # article, runbook, service
    address = models.CharField(max_length=200)  # its path in the portal
    title = models.CharField(max_length=200)  # as it was then
    opened_at = models.DateTimeField(null=True, blank=True)
    helpful = models.BooleanField(null=True, blank=True)  # what they said of it

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["search", "address"], name="shown_once_a_search")]
        indexes = [models.Index(fields=["address"], condition=Q(opened_at__isnull=False), name="shown_opened")]
