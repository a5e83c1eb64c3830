"""A view: a typed query with a name, for oneself, for a team or for the whole desk."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.people.models import Team


class Order(models.TextChoices):
    """In which order a view lists its tickets; each is read from the end of an index."""

    UPDATED = "updated", _("Latest change first")
    LONGEST = "longest", _("Longest without a change first")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    DUE = "due", _("Due first")


class Layout(models.TextChoices):
    """As what a view is shown."""

    LIST = "list", _("As a list")
    TABLE = "table", _("As a table")
    BOARD = "board", _("As a board")


class Group(models.TextChoices):
    """By what a table is parted, and of what a board has columns."""

    NONE = "", _("Not grouped")
    STATUS = "status", _("By status")
    ASSIGNEE = "assignee", _("By assignee")
    TEAM = "team", _("By team")
    PRIORITY = "priority", _("By priority")


class RankWeights(models.Model):
    """How much each thing counts in “What now?”, 0 to 10: one row, made when a lead first changes it."""

    promise = models.PositiveSmallIntegerField(default=5)
    priority = models.PositiveSmallIntegerField(default=4)
    waiting = models.PositiveSmallIntegerField(default=2)
    effort = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="rank_weights_one")]


class SavedView(models.Model):
    """Whose it is: of `owner` alone, of the members of `team`, or, with neither, of everybody at the desk."""

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)  # in English key words; see search.typed
    order = models.CharField(max_length=8, choices=Order, default=Order.UPDATED)
    layout = models.CharField(max_length=8, choices=Layout, default=Layout.LIST, db_default="list")
    columns = ArrayField(models.CharField(max_length=60), default=list, db_default=[], blank=True)  # of its table
    group = models.CharField(max_length=8, choices=Group, blank=True, default=Group.NONE, db_default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)  # in the tabs
    removed_at = models.DateTimeField(null=True, blank=True)  # kept for a while, so that it can be brought back

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="saved_view_one_audience"
            ),
        ]

    def __str__(self) -> str:
        return self.name
