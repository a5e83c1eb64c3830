"""Tables of major incidents: who leads one, what belongs to it, what people were told, and what was learned."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.announcements.models import Announcement
from derman.announcements.models import Update as PublicUpdate
from derman.kernel import clock
from derman.people.models import Team
from derman.problems.models import Problem
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL
SHORTEST, LONGEST = 5, 1440  # minutes between two updates


class State(models.TextChoices):
    """How far one is with it."""

    DECLARED = "declared", pgettext_lazy("major incident", "Declared")
    INVESTIGATING = "investigating", pgettext_lazy("major incident", "Being looked into")
    IDENTIFIED = "identified", pgettext_lazy("major incident", "The cause is known")
    MONITORING = "monitoring", pgettext_lazy("major incident", "Fixed, being watched")
    RESOLVED = "resolved", pgettext_lazy("major incident", "Resolved")
    REVIEWED = "reviewed", pgettext_lazy("major incident", "Reviewed")
    WITHDRAWN = "withdrawn", pgettext_lazy("major incident", "Declared by mistake")


OPEN = (State.DECLARED.value, State.INVESTIGATING.value, State.IDENTIFIED.value, State.MONITORING.value)


class Role(models.TextChoices):
    """A part that somebody has in it, besides its one lead."""

    COMMUNICATIONS = "communications", _("Communications")
    TECHNICAL = "technical", _("Technical lead")
    SCRIBE = "scribe", _("Scribe")
    LIAISON = "liaison", _("Business liaison")


class DeclaredBy(models.TextChoices):
    """Who may declare one."""

    LEADS = "leads", _("Leads and administrators")
    AGENTS = "agents", _("Every agent")


class Rules(models.Model):
    """How the desk handles major incidents; one row."""

    declared_by = models.CharField(max_length=8, choices=DeclaredBy, default=DeclaredBy.LEADS)
    update_every = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )  # minutes, for new ones


class MajorIncident(models.Model):
    """An incident so grave that one person leads everybody. What people read of it is its announcement."""

    announcement = models.OneToOneField(Announcement, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=State, default=State.DECLARED)
    lead = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")  # a closed one: nobody else sees it
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="+")  # the cause behind it
    update_every = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )  # minutes
    update_due_at = models.DateTimeField(null=True)  # when people are to hear of it next; null: it is resolved
    stage = models.PositiveSmallIntegerField(default=0)  # how often that was announced: soon, late, still late
    step_at = models.DateTimeField(null=True)  # when it is announced next
    joined = models.PositiveIntegerField(default=0)  # tickets that belong to it; kept with their rows
    began_at = models.DateTimeField()  # the trouble itself
    declared_at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)
    # the review
    went_well = models.TextField(blank=True)
    went_badly = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], condition=Q(state__in=OPEN), name="major_open"),
            models.Index(fields=["step_at"], condition=Q(step_at__isnull=False), name="major_step"),
            models.Index(fields=["resolved_at"], condition=Q(state="resolved"), name="major_unreviewed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(update_every__range=(SHORTEST, LONGEST)), name="major_update_every_sensible"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, resolved_at=None) | ~Q(state__in=OPEN) & Q(resolved_at__isnull=False),
                name="major_resolved_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        return f"MI{self.pk}"

    @property
    def title(self) -> str:
        """In the reader's language, or in any it has."""
        return self.announcement.title

    @property
    def lang(self) -> str:
        return self.announcement.lang

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Seat(models.Model):
    """Who has which part."""

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="seats", db_index=False)
    role = models.CharField(max_length=16, choices=Role)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["major", "role"], name="major_seat_once")]


class Update(models.Model):
    """What all affected people were told, and whether it came in time. Taken back, the row is gone."""

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="updates", db_index=False)
    public = models.ForeignKey(PublicUpdate, models.SET_NULL, null=True, related_name="+")  # on the portal
    state = models.CharField(max_length=16, choices=State)
    before = models.CharField(max_length=16, choices=State)
    texts = models.JSONField(default=dict)  # Markdown by language, in each of them
    resolve = models.BooleanField(default=False)  # joined tickets are resolved with it
    due_at = models.DateTimeField()  # by when it was promised
    stage = models.PositiveSmallIntegerField(default=0)  # what was announced of that until then
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)  # on how many tickets

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["major", "-id"], name="major_update"),
            models.Index(fields=["id"], condition=Q(told_at=None), name="major_update_untold"),
        ]

    @property
    def was_late(self) -> bool:
        return self.at > self.due_at


class Joined(models.Model):
    """A ticket that belongs to a major incident."""

    class Way(models.TextChoices):
        HAND = "hand"  # an agent knew
        LIKE = "like"  # it was offered because it is like others
        SURGE = "surge"  # the radar had found it
        PROBLEM = "problem"  # it was linked to the problem

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="rows", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way, default=Way.HAND)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    counted = models.BooleanField(default=False)  # its requester is counted as affected because of it
    told = models.BigIntegerField(default=0)  # the last update that it was told of
    told_first_at = models.DateTimeField(null=True)  # when its requester was told that it belongs to this
    resolved_by = models.ForeignKey(Update, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], condition=Q(told_first_at=None), name="major_joined_untold")]
        constraints = [models.UniqueConstraint(fields=["major", "ticket"], name="major_ticket_once")]


class Likely(models.Model):
    """A new ticket that looks as if it belonged to an open major incident, until somebody decides."""

    class State(models.TextChoices):
        OFFERED = "offered"
        REFUSED = "refused"
        JOINED = "joined"

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="likely", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    words = models.JSONField(default=list)  # what they share
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["major", "-ticket"], condition=Q(state="offered"), name="major_likely")]
        constraints = [models.UniqueConstraint(fields=["major", "ticket"], name="major_likely_once")]


class Happening(models.Model):
    """One line of its timeline: what was done, or what somebody noted."""

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="happenings", db_index=False)
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)  # null: the desk
    at = models.DateTimeField(default=clock.now)  # of what was noted: when it happened
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["major", "-at", "-id"], name="major_happening")]


class Action(models.Model):
    """What the review decided to do, by whom and until when."""

    major = models.ForeignKey(MajorIncident, models.CASCADE, related_name="actions")
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at=None, dropped_at=None), name="major_action_open")
        ]
