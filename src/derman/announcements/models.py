"""Tables of announcements: notices and outages, how an outage goes on, and whom it affects."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.kernel.texts import in_language, spoken
from derman.people.models import Team
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL
STAYS = timedelta(hours=12)  # how long an outage that is over is still shown


class Kind(models.TextChoices):
    NOTICE = "notice", _("Notice")
    OUTAGE = "outage", _("Outage")


class Audience(models.TextChoices):
    """Who sees an announcement."""

    EVERYONE = "everyone", _("Everyone")
    SIGNED_IN = "signed_in", _("Whoever is signed in")
    AGENTS = "agents", _("Agents")
    TEAM = "team", _("One team")


class State(models.TextChoices):
    """How far one is with an outage."""

    INVESTIGATING = "investigating", pgettext_lazy("outage", "Being looked into")
    CAUSE_KNOWN = "cause_known", pgettext_lazy("outage", "The cause is known")
    BEING_FIXED = "being_fixed", pgettext_lazy("outage", "Being fixed")
    WATCHED = "watched", pgettext_lazy("outage", "Fixed, being watched")
    OVER = "over", pgettext_lazy("outage", "Over")


class Announcement(models.Model):
    """A notice, or an outage that people can say they are affected by."""

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTICE)
    titles = models.JSONField(default=dict)  # {"en": …, "tr": …}; at least one
    texts = models.JSONField(default=dict)  # Markdown
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SIGNED_IN)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)  # null: a draft; later than now: from then on
    until = models.DateTimeField(null=True, blank=True)  # no longer shown from then on
    state = models.CharField(max_length=16, choices=State, blank=True)  # of an outage
    over_at = models.DateTimeField(null=True, blank=True)
    affected = models.PositiveIntegerField(default=0)  # how many said so; kept with their rows
    affected_unnamed = models.PositiveIntegerField(default=0, db_default=0)  # of them, who was not signed in
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # goes up with every change: who is overtaken is told
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept, so that it can be brought back

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["-published_at"], condition=Q(removed_at=None), name="announcement_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="team") | Q(team__isnull=False), name="announcement_team_where_asked"
            ),
            models.CheckConstraint(
                condition=Q(kind="outage") & ~Q(state="") | Q(kind="notice", state="", over_at=None),
                name="announcement_state_of_outage",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language, or in any it has."""
        return in_language(self.titles)

    @property
    def text(self) -> str:
        return in_language(self.texts)

    @property
    def lang(self) -> str:
        """The language in which the title is shown."""
        return spoken(self.titles)

    @property
    def is_outage(self) -> bool:
        return self.kind == Kind.OUTAGE

    @property
    def is_over(self) -> bool:
        return self.over_at is not None

    def is_shown(self, moment: datetime) -> bool:
        """Is it published and not past at this moment?"""
        return (
            self.removed_at is None
            and self.published_at is not None
            and self.published_at <= moment
            and (self.until is None or self.until > moment)
            and (self.over_at is None or self.over_at > moment - STAYS)
        )


class Update(models.Model):
    """How an outage goes on, as it was told."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="updates")
    state = models.CharField(max_length=16, choices=State)
    before = models.CharField(max_length=16, choices=State)  # the state that it took the place of
    texts = models.JSONField(default=dict)  # Markdown; may be empty
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)  # whoever was affected then has a mail in the outbox

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="outage_update_untold")]

    @property
    def text(self) -> str:
        return in_language(self.texts)

    @property
    def lang(self) -> str:
        return spoken(self.texts)


class Affected(models.Model):
    """Somebody whom an outage affects, and who hears how it goes on. Taken back, the row is gone.

    Who is not signed in is a browser under a pseudonym, counted and told nothing.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    browser = models.CharField(max_length=32, blank=True, default="", db_default="")
    at = models.DateTimeField(default=clock.now)
    told = models.BigIntegerField(default=0)  # the last update that they were told of

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "person"], name="affected_once"),
            models.UniqueConstraint(
                fields=["announcement", "browser"], condition=Q(person=None), name="affected_once_a_browser"
            ),
            models.CheckConstraint(condition=Q(person=None) ^ Q(browser=""), name="affected_is_somebody"),
        ]
