"""The desk itself: its name and look, its languages and hours, and the log of changes to its settings."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.kernel.models import StoredFile


def weekdays() -> dict[str, list[list[str]]]:
    """Monday (0) to Friday from 08:30 to 18:00: the hours of a new desk."""
    return {str(day): [["08:30", "18:00"]] for day in range(5)}


class Calendar(models.Model):
    """Business hours: weekly hours, holidays and a time zone."""

    name = models.CharField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Istanbul")
    weekly = models.JSONField(default=weekdays)  # {"0": [["08:30", "18:00"]], …}, Monday is 0

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which a calendar is closed, all of it or from some hour on."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    closed_from = models.TimeField(null=True, blank=True)  # half a day: from then on; null: all day
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]


class Desk(models.Model):
    """The one desk of this installation (row 1)."""

    name = models.CharField(_("name"), max_length=80, default="Derman")
    language = models.CharField(_("language"), max_length=8, default="en")
    languages = ArrayField(models.CharField(max_length=8), default=list)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Istanbul")
    accent = models.CharField(_("accent colour"), max_length=7, blank=True)  # #rrggbb; empty: Derman's own
    logo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, blank=True, related_name="+")
    in_search_engines = models.BooleanField(default=False, db_default=False)  # public articles may be listed
    keeps_searches = models.BooleanField(default=True, db_default=True)  # what people look for, for 90 days
    # the sites on which the help button may stand, as browsers name them: https://intranet.ege.example
    help_origins = ArrayField(models.CharField(max_length=255), default=list, db_default=[])
    close_after_days = models.PositiveSmallIntegerField(default=7)  # resolved tickets close by themselves
    setup_digest = models.CharField(max_length=64, blank=True)  # of the one-time set-up link
    set_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="desk_only_one")]

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One change of the desk's settings: who, when, what. Never changed, never deleted."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=60)  # code like `team.changed`
    details = models.JSONField(default=dict)  # codes, ids, names

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="audit_latest")]
