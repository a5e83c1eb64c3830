"""The desk itself: its name and look, its languages and hours, and the log of changes to its settings."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.kernel.models import StoredFile
from derman.people.models import Team


def weekdays() -> dict[str, list[list[str]]]:
    """Monday (0) to Friday from 08:30 to 18:00: the hours of a new desk."""
    return {str(day): [["08:30", "18:00"]] for day in range(5)}


class Calendar(models.Model):
    """Business hours: weekly hours, holidays and a time zone."""

    name = models.CharField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Istanbul")
    weekly = models.JSONField(default=weekdays)  # {"0": [["08:30", "18:00"]], …}, Monday is 0
    country = models.CharField(max_length=2, default="", db_default="", blank=True)  # ISO 3166: closed on its holidays
    region = models.CharField(max_length=40, default="", db_default="", blank=True)  # of the country
    half_day_from = models.TimeField(default=time(13), db_default=time(13))  # half days of the country are closed then
    filled_at = models.DateTimeField(null=True)  # when the country's days were written; null: they are on their way

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which a calendar is closed, all of it or from some hour on; or `open`, whatever its country does."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    closed_from = models.TimeField(null=True, blank=True)  # half a day: from then on; null: all day
    name = models.CharField(_("name"), max_length=80)
    of_country = models.BooleanField(default=False, db_default=False)  # written by the desk; false: by a person
    open = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]


class TeamCalendar(models.Model):
    """By which calendar a team works, where that is not the desk's."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")


class Rota(models.Model):
    """Who of a team is on call, turn by turn, when its business hours are over."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    people = ArrayField(models.BigIntegerField())  # ids, in the order of their turns
    first_day = models.DateField()  # on which a turn of the first one begins
    days = models.PositiveSmallIntegerField(default=7)  # that a turn lasts
    change_at = models.TimeField(default=time(9), db_default=time(9))  # when the next one takes over
    zone = models.CharField(max_length=64)

    class Meta:
        ordering = ["team__tier", "team__name"]


class Swap(models.Model):
    """Somebody is on call in place of whoever has the turn, for some days."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="swaps")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day", "id"]


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
    majors_open = models.PositiveIntegerField(default=0, db_default=0)  # major incidents: each page asks whether any is

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
