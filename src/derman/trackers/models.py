"""Tables of trackers: where software is made, and the issues there behind tickets and problems here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.people.models import Team
from derman.problems.models import Problem
from derman.tickets.models import Attachment, Category, Ticket

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """How a tracker is spoken with."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    JIRA_CLOUD = "jira_cloud", "Jira Cloud"
    JIRA = "jira", "Jira Data Center"
    GENERIC = "generic", _("Another one, by webhook")


class Tracker(models.Model):
    """A project in an issue tracker, with the key to it. What is secret stands encrypted."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.CharField(max_length=500)  # where it is reached: of its API, or of a webhook
    project = models.CharField(max_length=200, blank=True)  # owner/name, group/project or a key
    login = models.CharField(max_length=254, blank=True)  # of Jira Cloud: the mail address of the token's owner
    token_sealed = models.TextField(blank=True)
    secret_sealed = models.TextField(blank=True)  # with which its news is signed
    issue_type = models.CharField(max_length=60, blank=True)  # of Jira, like Bug
    labels = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # that new issues get
    inside = models.BooleanField(default=False)  # it stands in the desk's own network
    template = models.TextField(blank=True)  # of a generic one: the JSON that opens an issue
    paths = models.JSONField(default=dict, blank=True)  # of a generic one: where in its JSON what stands
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # whose members may; all
    categories = models.ManyToManyField(Category, related_name="+", blank=True)  # of whose tickets; all
    archived_at = models.DateTimeField(null=True, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)  # it asked to be left alone until then
    heard_at = models.DateTimeField(null=True, blank=True)  # when signed news last came
    refused = models.PositiveIntegerField(default=0)  # news with a wrong signature since the secret was set
    refused_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Stage(models.TextChoices):
    """How far the desk is with an issue."""

    WAITING = "waiting", pgettext_lazy("issue", "On its way")
    LINKED = "linked", pgettext_lazy("issue", "Linked")
    UNCLEAR = "unclear", pgettext_lazy("issue", "Not known whether it was opened")
    UNLINKED = "unlinked", pgettext_lazy("issue", "No longer linked")


class Issue(models.Model):
    """An issue at the makers of a software, behind one ticket or one problem here."""

    tracker = models.ForeignKey(Tracker, models.PROTECT, related_name="issues", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    marker = models.UUIDField(default=uuid.uuid4, unique=True)  # stands in what is opened, so that it is found again
    begun_at = models.DateTimeField(null=True)  # when opening it was first tried
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)  # what is to be opened; empty once it was
    number = models.CharField(max_length=80, blank=True)  # theirs: 42, or OPS-12
    url = models.CharField(max_length=600, blank=True)
    closed = models.BooleanField(default=False)
    state = models.CharField(max_length=60, blank=True)  # in their own word
    assignee = models.CharField(max_length=120, blank=True)
    labels = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)  # when the tracker last told how it stands
    closed_at = models.DateTimeField(null=True)
    said_until = models.DateTimeField(null=True)  # up to where its comments were read
    next_at = models.DateTimeField(null=True)  # when something is to be done for it
    busy_until = models.DateTimeField(null=True)  # a worker has it in hand
    tries = models.PositiveSmallIntegerField(default=0)  # that went wrong one after another
    wrong = models.CharField(max_length=12, blank=True)  # what went wrong last, as a code of trackers.kinds.failing
    wrong_said = models.CharField(max_length=300, blank=True)  # in the words of the tracker
    wrong_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="issue_due"),
            # those of whom nothing is heard, for the promise keeper
            models.Index(fields=["opened_at"], condition=Q(closed=False, stage="linked"), name="issue_open"),
            models.Index(fields=["tracker", "number"], name="issue_of_tracker"),
            models.Index(fields=["wrong_since"], condition=Q(wrong_since__isnull=False), name="issue_wrong"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) ^ Q(problem__isnull=False), name="issue_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["tracker", "number", "ticket"],
                condition=~Q(number="") & ~Q(stage="unlinked") & Q(ticket__isnull=False),
                name="issue_once_on_ticket",
            ),
            models.UniqueConstraint(
                fields=["tracker", "number", "problem"],
                condition=~Q(number="") & ~Q(stage="unlinked") & Q(problem__isnull=False),
                name="issue_once_on_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tracker} {self.number}".strip()

    @property
    def is_open(self) -> bool:
        """Is something still awaited of it?"""
        return self.stage != Stage.UNLINKED and not self.closed


class IssueFile(models.Model):
    """A file of the conversation that goes along with an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+")
    sent = models.BooleanField(default=False)
    markup = models.CharField(max_length=600, blank=True)  # with which the tracker shows it


class IssueComment(models.Model):
    """Something said at the issue: by its makers, or from here (`by`)."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="comments", db_index=False)
    key = models.CharField(max_length=80, blank=True)  # theirs; empty until it is there
    author = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    marker = models.UUIDField(null=True)  # of what is said from here
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    begun_at = models.DateTimeField(null=True)  # when sending it was first tried

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["issue", "-at"], name="issue_comment_latest")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "key"], condition=~Q(key=""), name="issue_comment_once"),
        ]


class Delivery(models.Model):
    """News that came, by its own key: what comes twice counts once."""

    tracker = models.ForeignKey(Tracker, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tracker", "key"], name="tracker_delivery_once")]
