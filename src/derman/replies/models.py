"""A saved reply: one text in each language, for oneself, for a team or for the whole desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from derman.kernel.models import StoredFile
from derman.people.models import Team


class SavedReply(models.Model):
    """Whose it is: of `owner` alone, of the members of `team`, or, with neither, of everybody at the desk."""

    name = models.CharField(max_length=80)
    folder = models.CharField(max_length=60, blank=True)  # one level; empty: in none
    texts = models.JSONField(default=dict)  # {"en": "…", "tr": "…"}: plain text with {{variables}}, never empty
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    folded = models.TextField()  # folder, name and texts, folded for searching
    used = models.PositiveIntegerField(default=0)  # how often it was put into a message
    removed_at = models.DateTimeField(null=True, blank=True)  # kept for a while, so that it can be brought back

    class Meta:
        ordering = ["folder", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="saved_reply_one_audience"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReplyFile(models.Model):
    """A file that goes along whenever the saved reply is used."""

    reply = models.ForeignKey(SavedReply, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
