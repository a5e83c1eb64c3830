"""What goes along when a ticket moves up a tier: what is wrong, what was tried, what is asked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock

PERSON = settings.AUTH_USER_MODEL
LONGEST_PART = 5000  # characters of each part


class HandOver(models.Model):
    """A ticket on its way from one team to a higher one, until that accepts it or sends it back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be accepted")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")  # taken back, or the ticket went elsewhere meanwhile

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="handed")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    from_team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    to_team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    from_tier = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    wrong = models.TextField()  # what is wrong
    tried = models.TextField()  # what was tried
    asked = models.TextField()  # what is asked of the team
    evidence = models.JSONField(default=list)  # ids of messages of the ticket
    answers: Any = models.JSONField(default=list, db_default=[])  # [[question of the team, answer]]
    keeps_contact = models.BooleanField(default=False, db_default=False)  # `by` stays the one whom the requester knows
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it was sent back

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="waiting"), name="handed_once_at_a_time")
        ]
