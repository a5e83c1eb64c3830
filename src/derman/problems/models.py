"""Tables of problems: the cause behind incidents, what is known of it, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.kernel.texts import in_language, spoken
from derman.knowledge.models import Article
from derman.people.models import Team
from derman.tickets.models import PRIORITY_CODES, Category, Message, Priority, Ticket

PERSON = settings.AUTH_USER_MODEL


class Status(models.TextChoices):
    NEW = "new", pgettext_lazy("problem", "New")
    ANALYSIS = "analysis", pgettext_lazy("problem", "Being looked into")
    KNOWN_ERROR = "known_error", _("Known error")
    FIXING = "fixing", pgettext_lazy("problem", "Being fixed")
    CLOSED = "closed", pgettext_lazy("problem", "Closed")


OPEN = (Status.NEW.value, Status.ANALYSIS.value, Status.KNOWN_ERROR.value, Status.FIXING.value)


class Decision(models.TextChoices):
    """What is done about the cause."""

    FIX_NOW = "fix_now", _("Fix it now")
    BUILD_ANEW = "build_anew", _("Build it anew")
    ACCEPT = "accept", _("Live with it")


class Problem(models.Model):
    """The cause behind one or more incidents. Its words are the desk's; what requesters read is `workarounds`."""

    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)  # plain
    status = models.CharField(max_length=12, choices=Status, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    # the known error: what people see, and what helps until it is mended; Markdown by language
    known_titles = models.JSONField(default=dict)
    workarounds = models.JSONField(default=dict)
    offered_at = models.DateTimeField(null=True, blank=True)  # since when requesters of linked tickets see it
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    # the analysis
    whys = models.JSONField(default=list)  # five at most, each the answer to “why?” of the one before
    cause = models.TextField(blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decision_reason = models.CharField(max_length=1000, blank=True)
    change_words = models.CharField(max_length=300, blank=True)  # what is changed to mend it, and where that is planned
    change_ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, blank=True, related_name="+")
    incidents = models.PositiveIntegerField(default=0)  # how many are linked; kept with their rows
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], condition=Q(status__in=OPEN), name="problem_open"),
            models.Index(fields=["status", "-id"], name="problem_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="problem_priority_known"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) | ~Q(status="closed") & Q(closed_at=None),
                name="problem_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """As people say it."""
        return f"P{self.pk}"

    @property
    def priority_code(self) -> str:
        return PRIORITY_CODES[self.priority]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def known_title(self) -> str:
        """What people read, in the reader's language; the desk's own title where nothing was written for them."""
        return in_language(self.known_titles) or self.title

    @property
    def workaround(self) -> str:
        return in_language(self.workarounds)

    @property
    def lang(self) -> str:
        """The language in which the workaround is shown."""
        return spoken(self.workarounds)


class Incident(models.Model):
    """A ticket behind which the problem is."""

    class Way(models.TextChoices):
        HAND = "hand"  # an agent knew
        LIKE = "like"  # it was suggested because it is like others
        SURGE = "surge"  # the radar found it

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="linked", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way, default=Way.HAND)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    sent = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")  # the workaround, as it was sent
    told = models.BigIntegerField(default=0)  # the last telling that its requester had

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "ticket"], name="problem_incident_once")]


class Happening(models.Model):
    """One line of a problem's own timeline: what was done to it, or what somebody found out (`noted`)."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="happenings", db_index=False)
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)  # null: the desk
    at = models.DateTimeField(default=clock.now)  # of what was noted: when it happened
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["problem", "-at", "-id"], name="problem_happening")]


class Telling(models.Model):
    """What all linked requesters are told when a problem is closed, once each; taken back, the row is gone."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="tellings")
    texts = models.JSONField(default=dict)  # plain, by language
    resolve = models.BooleanField(default=False)  # their tickets are resolved with it
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="problem_untold")]
