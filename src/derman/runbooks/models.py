"""Tables of the runbooks: the runbook with its draft, every version that was kept, and the walks through them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.kernel.models import StoredFile

PERSON = settings.AUTH_USER_MODEL


class Audience(models.TextChoices):
    """Who may walk a runbook."""

    EVERYONE = "everyone", _("Everyone")
    SIGNED_IN = "signed_in", _("Whoever is signed in")
    AGENTS = "agents", _("Agents")


class Runbook(models.Model):
    """A guided fix. `draft` is what is being written on, `live` what people walk; both are trees as in tree.py."""

    slug = models.CharField(max_length=120, unique=True)
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.EVERYONE)
    icon = models.CharField(max_length=24, blank=True)  # of the sprite
    seed = models.CharField(max_length=40, blank=True)  # of which runbook of the starting set it was made
    draft = models.JSONField(default=dict)
    draft_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    live = models.ForeignKey("Version", models.SET_NULL, null=True, related_name="+")
    live_since = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # goes up with every change: who is overtaken is told
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept, so that it can be brought back

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """A tree that was published, or a draft that was put aside. Never changed: walks and timelines name its steps."""

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    tree = models.JSONField()
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    published = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["runbook", "number"], name="runbook_version_once")]

    def __str__(self) -> str:
        return f"{self.runbook_id}.{self.number}"


class Picture(models.Model):
    """A picture of a step, at an address that cannot be guessed."""

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)


class Walk(models.Model):
    """Somebody goes through a version of a runbook. Under a pseudonym; kept for 90 days."""

    class State(models.TextChoices):
        WALKING = "walking", _("On the way")  # or given up, once nothing came for a while
        SOLVED = "solved", _("Solved")
        ARTICLE = "article", _("Led to an article")
        TICKET = "ticket", _("Ended in a ticket")
        ESCALATED = "escalated", _("Handed on")

    key = models.CharField(max_length=64, unique=True)  # unguessable, for its address
    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="walks", db_index=False)
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    walker = models.CharField(max_length=32)  # a person or a browser under a pseudonym
    lang = models.CharField(max_length=8)  # in which it is walked
    by_desk = models.BooleanField(default=False)  # an agent walks it, beside a ticket
    ticket = models.BigIntegerField(null=True, blank=True)  # beside which it is walked, or that it ended in
    state = models.CharField(max_length=12, choices=State, default=State.WALKING)
    step = models.CharField(max_length=40)  # where it stands
    started_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-moved_at"]
        indexes = [
            models.Index(fields=["runbook", "started_at"], name="walk_of_runbook"),
            models.Index(fields=["walker", "-moved_at"], name="walk_of_walker"),
            models.Index(fields=["ticket"], condition=models.Q(ticket__isnull=False), name="walk_of_ticket"),
            models.Index(fields=["started_at"], name="walk_by_age"),
        ]


class Taken(models.Model):
    """One step of a walk's way, in order, and what was answered; empty where the walk stands."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="way", db_index=False)
    place = models.PositiveSmallIntegerField()  # 1 is the first
    step = models.CharField(max_length=40)
    answer = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["walk", "place"], name="walk_place_once")]
