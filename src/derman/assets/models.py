"""What the desk looks after: devices, programs and licences, who has each and where it is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock


class Kind(models.TextChoices):
    LAPTOP = "laptop", _("Laptop")
    DESKTOP = "desktop", _("Desktop computer")
    MONITOR = "monitor", _("Monitor")
    PHONE = "phone", pgettext_lazy("asset", "Phone")
    TABLET = "tablet", _("Tablet")
    PRINTER = "printer", _("Printer")
    NETWORK = "network", _("Network device")
    SERVER = "server", _("Server")
    SOFTWARE = "software", _("Program or licence")
    OTHER = "other", pgettext_lazy("asset", "Something else")


class State(models.TextChoices):
    IN_USE = "in_use", pgettext_lazy("asset", "In use")
    IN_STORE = "in_store", pgettext_lazy("asset", "In store")
    IN_REPAIR = "in_repair", pgettext_lazy("asset", "In repair")
    LOST = "lost", pgettext_lazy("asset", "Lost or stolen")
    RETIRED = "retired", pgettext_lazy("asset", "Retired")


class Asset(models.Model):
    """One device, program or licence. People know it by its inventory number, which no other one has."""

    name = models.CharField(max_length=120)  # what it is, like “ThinkPad T14 Gen 5”
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LAPTOP)
    number = models.CharField(max_length=60)  # of the inventory
    folded = models.CharField(max_length=120, unique=True)  # the number, as numbers are compared
    former = ArrayField(
        models.CharField(max_length=120), default=list, blank=True
    )  # numbers it had before, folded and as written
    serial = models.CharField(max_length=120, blank=True)  # the maker's
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # who has it
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.IN_USE)
    notes = models.TextField(blank=True)  # the desk's alone
    words = models.TextField(blank=True)  # name, number, serial number and place, folded: what a search looks at
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["folded"]
        indexes = [
            GinIndex(OpClass(F("words"), name="gin_trgm_ops"), name="asset_words"),
            GinIndex(fields=["former"], name="asset_former"),
            models.Index(fields=["state", "folded"], name="asset_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
