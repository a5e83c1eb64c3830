"""Macros: what agents do again and again, written down once. A table."""

from __future__ import annotations

from django.conf import settings
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
