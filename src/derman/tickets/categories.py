"""What tickets are sorted by: the tree of categories, and the matrix that makes a priority of impact and urgency."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from derman.people.models import Team
from derman.tickets.codes import Degree, Kind, Priority


class Category(models.Model):
    """What a ticket is about; a tree of at most three levels."""

    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    names = models.JSONField(default=dict)  # {"en": "Printers", "tr": "Yazıcılar"}; at least one
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    skill = models.ForeignKey("people.Skill", models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INCIDENT)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    # who asks must be proven before a credential is touched; holds for the categories below it as well
    identity_required = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, or in any it has."""
        return str(self.names.get(get_language() or "en") or next(iter(self.names.values()), ""))


class PriorityCell(models.Model):
    """One cell of the matrix impact × urgency → priority, which the desk can change."""

    impact = models.PositiveSmallIntegerField(choices=Degree)
    urgency = models.PositiveSmallIntegerField(choices=Degree)
    priority = models.PositiveSmallIntegerField(choices=Priority)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["impact", "urgency"], name="priority_cell_once")]
