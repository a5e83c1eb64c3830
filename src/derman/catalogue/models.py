"""The catalogue: services that people may ask for, on shelves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.kernel.models import StoredFile
from derman.kernel.texts import in_language, spoken
from derman.people.models import Group, Organisation, Team


class Shelf(models.Model):
    """Services that stand together, like “Equipment”."""

    names = models.JSONField(default=dict)  # {"en": "Equipment", "tr": "Donanım"}; at least one
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.names)


class Service(models.Model):
    """Something that people may ask for: what it says, what it asks, who agrees to it, what is done for it."""

    class Audience(models.TextChoices):
        SIGNED_IN = "signed_in", _("Everybody who is signed in")
        ORGANISATIONS = "organisations", _("Some organisations")
        GROUPS = "groups", _("Some groups of people")
        AGENTS = "agents", _("Only the desk")

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("working days")

    slug = models.SlugField(max_length=80, unique=True)
    shelf = models.ForeignKey(Shelf, models.SET_NULL, null=True, blank=True, related_name="services")
    names = models.JSONField(default=dict)  # {"en": …, "tr": …}; at least one
    summaries = models.JSONField(default=dict)  # a sentence in each language
    texts = models.JSONField(default=dict)  # plain text in each language: what one gets, what to know before
    picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    costs = models.JSONField(default=dict)  # words in each language, like “1,200 € from your department's budget”
    takes = models.PositiveSmallIntegerField(null=True, blank=True)  # how long it usually takes, in `takes_unit`
    takes_unit = models.CharField(max_length=8, choices=Unit, default=Unit.DAYS)
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.SIGNED_IN)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")  # gets the requests
    form: Any = models.JSONField(default=list)  # see catalogue.fields
    approvals: Any = models.JSONField(default=list)  # see catalogue.steps
    stages: Any = models.JSONField(default=list)  # see catalogue.steps
    published = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    words = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # by which people also look for it
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["shelf__position", "position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, or in any it has."""
        return in_language(self.names)

    @property
    def lang(self) -> str:
        """The language in which its reader gets the name."""
        return spoken(self.names)

    @property
    def summary(self) -> str:
        """One sentence about it in the reader's language; may be empty."""
        return in_language(self.summaries)

    @property
    def text(self) -> str:
        """What one gets, in the reader's language; may be empty."""
        return in_language(self.texts)

    @property
    def cost(self) -> str:
        """What it costs, in the reader's language; may be empty."""
        return in_language(self.costs)
