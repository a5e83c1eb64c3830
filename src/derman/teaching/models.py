"""Tables of teaching: learning paths with their steps, who is to learn them and how far they are; news; tips."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.kernel.texts import in_language
from derman.knowledge.models import Article
from derman.people.models import Organisation, Team

PERSON = settings.AUTH_USER_MODEL


class Audience(models.TextChoices):
    """Who reads a piece of news or a tip."""

    EVERYONE = "everyone", _("Everyone")
    SIGNED_IN = "signed_in", _("Whoever is signed in")
    AGENTS = "agents", _("Agents")
    TEAM = "team", _("One team")


class LearningPath(models.Model):
    """Articles and checks in an order, to be learned by whom it is assigned to."""

    titles = models.JSONField(default=dict)  # {"en": …, "tr": …}; at least one
    summaries = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)  # null: a draft, which no learner sees
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # goes up with every change: who is overtaken is told
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept, so that it can be brought back

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language, or in any it has."""
        return in_language(self.titles)

    @property
    def summary(self) -> str:
        return in_language(self.summaries)


class StepKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    CHECK = "check", pgettext_lazy("learning", "Check")


class Step(models.Model):
    """One thing of a path: an article to read, or a check: what would you do?"""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind)
    place = models.PositiveSmallIntegerField()  # steps are in this order
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+")
    questions = models.JSONField(default=dict)
    explanations = models.JSONField(default=dict)  # why it is right; shown once it was answered
    choices = models.JSONField(default=list)  # [{"key": "a", "words": {"en": …}, "right": true}]
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="check", article=None) | Q(kind="article", article__isnull=False),
                name="learning_step_of_its_kind",
            ),
        ]

    @property
    def is_check(self) -> bool:
        return self.kind == StepKind.CHECK

    @property
    def right(self) -> set[str]:
        """The keys of the right choices."""
        return {str(choice["key"]) for choice in self.choices if choice.get("right")}


class AssignedTo(models.TextChoices):
    PERSON = "person", _("One person")
    TEAM = "team", _("One team")
    NEWCOMERS = "newcomers", _("Newcomers")


class Assignment(models.Model):
    """Who is to learn a path, and until when."""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="assignments")
    to = models.CharField(max_length=10, choices=AssignedTo)
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    came_since = models.DateField(null=True, blank=True)  # newcomers: who was added on this day or later
    # newcomers: of this organisation; null: people of the desk
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)  # counted from the day one gets it
    assigned_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to="person", person__isnull=False, team=None, came_since=None)
                | Q(to="team", person=None, team__isnull=False, came_since=None)
                | Q(to="newcomers", person=None, team=None, came_since__isnull=False),
                name="learning_assigned_to_one",
            ),
            models.CheckConstraint(condition=Q(due_on=None) | Q(due_days=None), name="learning_due_once"),
        ]


class Learner(models.Model):
    """Somebody who is to learn a path, or has. Made from the assignments; see actions/enrolling.py."""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="learners")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField(default=clock.now)
    due_on = models.DateField(null=True, blank=True)  # the earliest of all that hold
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # no assignment holds any more
    told_at = models.DateTimeField(null=True, blank=True)  # by mail: that it is theirs
    reminded_for = models.DateField(null=True, blank=True)  # the day of which they were reminded before it came
    warned_for = models.DateField(null=True, blank=True)  # the day of which they were told that it is over

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "person"], name="learner_once")]
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at=None), name="learner_of_person"),
            models.Index(fields=["since"], condition=Q(told_at=None), name="learner_untold"),
            models.Index(fields=["due_on"], condition=Q(finished_at=None), name="learner_due"),
        ]


class Progress(models.Model):
    """How far somebody is with a step. It outlives the assignment: what was read was read."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="progress")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)  # of a check
    chosen = models.JSONField(default=list)  # keys, the last time
    right_at_once = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="learning_progress_once")]


class News(models.Model):
    """What is new about a piece of software that people use."""

    software = models.CharField(max_length=80)
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)  # Markdown
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SIGNED_IN)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)  # null: a draft; later than now: on that day
    until = models.DateField(null=True, blank=True)  # the last day on which it is shown
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["-published_at", "-id"], condition=Q(removed_at=None), name="news_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(audience="team") | Q(team__isnull=False), name="news_team_where_asked"),
        ]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def text(self) -> str:
        return in_language(self.texts)


class Tip(models.Model):
    """A sentence or two that may be the tip of a day."""

    texts = models.JSONField(default=dict)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.EVERYONE)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(audience="team") | Q(team__isnull=False), name="tip_team_where_asked"),
        ]

    @property
    def text(self) -> str:
        return in_language(self.texts)


class Practice(models.Model):
    """How this desk teaches (row 1)."""

    tip_of_the_day = models.BooleanField(default=False)  # on the portal's first page

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="teaching_practice_only_one")]
