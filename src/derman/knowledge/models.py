"""Tables of the knowledge base: categories, articles, their translations and every version of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.kernel.models import StoredFile
from derman.people.models import Group, Organisation, Team

PERSON = settings.AUTH_USER_MODEL


class Audience(models.TextChoices):
    """Who may read an article."""

    EVERYONE = "everyone", _("Everyone")
    SIGNED_IN = "signed_in", _("Whoever is signed in")
    ORGANISATIONS = "organisations", _("Some organisations")
    GROUPS = "groups", _("Some groups of people")
    AGENTS = "agents", _("Agents")
    TEAM = "team", _("One team")


class Status(models.TextChoices):
    """Where the newest version of a translation stands."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Will be published")
    PUBLISHED = "published", _("Published")


class Category(models.Model):
    """A shelf of the knowledge base; a tree of at most three levels."""

    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    names = models.JSONField(default=dict)  # {"en": "Network", "tr": "Ağ"}; at least one
    slug = models.CharField(max_length=120, unique=True)
    icon = models.CharField(max_length=24, blank=True)  # of the sprite
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, or in any it has."""
        return str(self.names.get(get_language() or "en") or next(iter(self.names.values()), ""))


class Article(models.Model):
    """One thing to know: what its translations have in common."""

    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="articles")
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.EVERYONE)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")  # audience: organisations
    groups = models.ManyToManyField(Group, blank=True, related_name="+")  # audience: groups
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # audience: team
    owner = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    check_by = models.DateField(null=True, blank=True)  # when somebody should look whether it still holds
    reminded_for = models.DateField(null=True, blank=True)  # the `check_by` of which the owner was told
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept, so that it can be brought back

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="team") | Q(team__isnull=False), name="article_team_where_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_latest"),
            models.Index(fields=["check_by"], condition=Q(removed_at=None), name="article_to_check"),
        ]

    def __str__(self) -> str:
        return f"article {self.pk}"


class Version(models.Model):
    """A text of a translation at one time. Whoever writes on within a while writes the same version."""

    translation = models.ForeignKey("Translation", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # clean HTML
    text = models.TextField(blank=True)  # the same to be read without HTML
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    written_at = models.DateTimeField(default=clock.now)
    frozen = models.BooleanField(default=False)  # was sent for review or published: never changed again

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="version_once")]

    def __str__(self) -> str:
        return self.title


class Translation(models.Model):
    """An article in one language, at its permanent address. `live` is what readers see, `newest` what is written on."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="translations")
    lang = models.CharField(max_length=8)
    slug = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    newest = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    live = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    live_since = models.DateTimeField(null=True, blank=True)  # when the text that readers see was published
    publish_at = models.DateTimeField(null=True, blank=True)  # status: scheduled
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")  # for review
    outdated_since = models.DateTimeField(null=True, blank=True)  # the other language was published anew then
    origin = models.CharField(max_length=300, blank=True)  # by which an import knows it again
    revision = models.PositiveIntegerField(default=1)  # goes up with every change: who is overtaken is told
    views = models.PositiveIntegerField(default=0)
    helpful = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["lang"]
        constraints = [models.UniqueConstraint(fields=["article", "lang"], name="translation_once")]
        indexes = [
            models.Index(fields=["lang", "-views"], condition=Q(live__isnull=False), name="translation_most_read"),
            models.Index(fields=["publish_at"], condition=Q(status="scheduled"), name="translation_scheduled"),
            models.Index(fields=["origin"], condition=~Q(origin=""), name="translation_origin"),
        ]

    def __str__(self) -> str:
        return self.slug


class OldAddress(models.Model):
    """A path at which an article was found once, and from which readers are sent on."""

    path = models.CharField(max_length=500, unique=True)  # begins with /, ends with /
    translation = models.ForeignKey(Translation, models.CASCADE, related_name="old_addresses")


class Picture(models.Model):
    """A picture of an article, at an address that cannot be guessed."""

    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="pictures")  # null: not saved yet
    uploader = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)


class Opinion(models.Model):
    """What one reader said when asked whether the article helped. They may change their mind."""

    class Reason(models.TextChoices):
        UNCLEAR = "unclear", _("I do not understand it")
        WRONG = "wrong", _("It is wrong or no longer true")
        INCOMPLETE = "incomplete", _("Something is missing")
        OTHER = "other", _("It is about something else")

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="opinions")
    reader = models.CharField(max_length=32)  # a person or a browser under a pseudonym
    helpful = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["translation", "reader"], name="opinion_once")]


class Reading(models.Model):
    """Somebody opened an article on a day. Kept for 90 days."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="+")
    reader = models.CharField(max_length=32)
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "reader", "day"], name="reading_once_a_day")]
        indexes = [models.Index(fields=["day"], name="reading_by_day")]


class Practice(models.Model):
    """How this desk keeps its knowledge (row 1)."""

    review_needed = models.BooleanField(default=False)  # nothing is published before a second person read it

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="practice_only_one")]


class Import(models.Model):
    """A file that somebody gave to be made articles of, and how far that is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", pgettext_lazy("import", "Done")
        FAILED = "failed", _("Failed")

    actor = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    lang = models.CharField(max_length=8)  # of what does not say its own
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.EVERYONE)
    publish = models.BooleanField(default=False)  # what was published where it comes from
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    seen = models.PositiveIntegerField(default=0)  # articles looked at so far
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # sentences; the first 100
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
