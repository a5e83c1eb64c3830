"""People: requesters and agents in one table, their addresses, teams and skills."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.people.persons import PersonManager


class Role(models.TextChoices):
    """What a person may do; each role may do what the ones before it may."""

    REQUESTER = "requester", _("Requester")
    AGENT = "agent", _("Agent")
    LEAD = "lead", _("Lead")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def rank(self) -> int:
        return list(Role).index(self)


class Tier(models.IntegerChoices):
    """The five levels of help."""

    L0 = 0, _("L0 Self-service")
    L1 = 1, _("L1 Front line")
    L2 = 2, _("L2 Advanced")
    L3 = 3, _("L3 Subject expert")
    L4 = 4, _("L4 External vendor")


def initials_of(name: str, email: str = "") -> str:
    """One or two letters that stand for a person on a small round picture."""
    words = [word for word in name.split() if word[0].isalnum()] or [email or "?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).replace("i", "İ").upper()  # protocol


class Organisation(models.Model):
    """The company or department that a requester belongs to."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)  # mail domains, folded

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who asks for help or gives it."""

    name = models.CharField(_("name"), max_length=120)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)  # the primary address, as written
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.REQUESTER)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    language = models.CharField(_("language"), max_length=8, blank=True)  # empty: the desk's
    zone = models.CharField(_("time zone"), max_length=64, blank=True)  # empty: the desk's
    title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_changed_at = models.DateTimeField(null=True, blank=True)  # null: not since the desk keeps it
    is_active = models.BooleanField(_("active"), default=True)
    available = models.BooleanField(_("available"), default=True)  # takes new tickets
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")
    place = models.CharField(_("place"), max_length=120, blank=True, default="", db_default="")  # site, building, room
    away_from = models.DateField(null=True, blank=True)  # the first day; null: away since it was said
    away_until = models.DateField(_("away until"), null=True, blank=True)  # the last day
    stand_in = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")  # while away
    theme = models.CharField(max_length=8, blank=True)  # light, dark; empty: as the system
    created_at = models.DateTimeField(default=clock.now)

    added_here = False  # by the transaction that goes on: nobody else knows of them, and nothing was sent to them yet

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        indexes = [
            models.Index(fields=["role"], condition=~models.Q(role="requester"), name="person_staff"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff_member(self) -> bool:
        """Does this person work at the desk (agent, lead or administrator)?"""
        return self.is_active and self.role != Role.REQUESTER

    @property
    def is_lead(self) -> bool:
        return self.is_active and self.role in (Role.LEAD, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def initials(self) -> str:
        return initials_of(self.name, self.email)


class EmailAddress(models.Model):
    """One address of a person; an address belongs to one person only."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254)  # as written
    folded = models.CharField(max_length=254, unique=True)  # see people.addresses.fold_address
    verified = models.BooleanField(default=False)  # the person has proven to read it
    verified_at = models.DateTimeField(null=True, blank=True)  # null: never, or before the desk kept it
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.address


class PersonNote(models.Model):
    """What agents should know about a person, like “deaf in one ear: write, don't call”. The person never sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.CharField(max_length=2000)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)  # kept, so that it can be brought back

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], condition=models.Q(removed_at=None), name="person_notes")]

    def __str__(self) -> str:
        return self.text[:60]


class Skill(models.Model):
    """Something that agents can be good at, like “VPN”."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """How well an agent knows something."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="people")
    level = models.PositiveSmallIntegerField(default=1)  # 1 knows, 2 good, 3 expert

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="person_skill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="person_skill_level"),
        ]


class Team(models.Model):
    """Agents who share a queue."""

    class Placing(models.TextChoices):
        PULL = "pull", _("Agents take tickets from the queue")
        PUSH = "push", _("Tickets are given to the available agent with the lightest load")

    name = models.CharField(_("name"), max_length=80, unique=True)
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier, default=Tier.L1)
    closed = models.BooleanField(_("closed"), default=False)  # only its members see its tickets
    placing = models.CharField(_("placing"), max_length=8, choices=Placing, default=Placing.PULL)
    is_default = models.BooleanField(_("takes what no rule places"), default=False)
    # whoever moves a ticket up from here stays the one whom its requester knows
    keeps_contact = models.BooleanField(default=False, db_default=False)
    # what it wants to know of a ticket that is moved up to it
    questions = ArrayField(models.CharField(max_length=200), default=list, blank=True, db_default=[])
    members = models.ManyToManyField(Person, through="Membership", related_name="teams")

    class Meta:
        ordering = ["tier", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="team_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An agent in a team."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "team"], name="membership_once")]


class Group(models.Model):
    """People who are named together, from whatever organisation: readers of an article, or who agree to something."""

    size = 0  # how many are in it, where `queries.groups` counted them

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(Person, through="GroupMember", related_name="groups")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A person in a group."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="group_member_once")]


class ApiToken(models.Model):
    """A token by which a program acts as its person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=16), default=list)  # read, write
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)  # to the minute
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A one-time link by which a person signs in; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=254)  # where it was sent: using it verifies this address
    next = models.CharField(max_length=500, blank=True)  # the page to open then
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class AddressClaim(models.Model):
    """An address that a person says is theirs, until they prove it by the link that was mailed there.

    It is not yet an EmailAddress: mail from it must not be filed as theirs, and whoever really has it is not kept out.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="address_claims")
    address = models.CharField(max_length=254)  # as written
    folded = models.CharField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)  # of the token in the link
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "folded"], name="address_claim_once")]

    def __str__(self) -> str:
        return self.address
