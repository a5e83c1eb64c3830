"""What an agent is told, and of what they want a mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.knowledge.models import Translation
from derman.majors.models import MajorIncident
from derman.problems.models import Problem
from derman.tickets.models import AsideWord, Message, Ticket

PERSON = settings.AUTH_USER_MODEL


class NoticeKind(models.TextChoices):
    ASSIGNED = "assigned", _("A ticket is assigned to you by somebody else")
    WROTE = "wrote", _("A requester writes on your ticket")
    MENTIONED = "mentioned", _("Somebody mentions you in a note")
    ASIDE = "aside", _("Somebody writes to you in a side conversation")
    WATCHED = "watched", _("Something happens on a ticket that you watch")
    TEAM = "team", _("A ticket comes to your team")
    DUE = "due", _("A promise on a ticket will be due soon")
    LATE = "late", _("A promise on a ticket is late")
    PAGED = "paged", _("You are on call, and a promise needs you")
    RULE = "rule", _("A rule of the desk tells you of a ticket")
    RULE_OFF = "rule_off", _("A rule of yours was switched off")
    IDENTITY = "identity", _("An identity check fails")
    MAKER = "maker", _("The makers of a software write, or close an issue of yours")
    SURGE = "surge", _("The radar sees many tickets about one thing")
    MAJOR = "major", _("You get a part in a major incident")
    MAJOR_DUE = "major_due", _("An update of a major incident will be due soon")
    MAJOR_LATE = "major_late", _("An update of a major incident is late")
    REVIEW = "review", _("An article waits for your review")


class Notice(models.Model):
    """One piece of news for one agent. Never of what they did themselves."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    translation = models.ForeignKey(Translation, models.CASCADE, null=True, related_name="+")  # of an article
    major = models.ForeignKey(MajorIncident, models.CASCADE, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    actor = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)  # null: the desk
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    word = models.ForeignKey(AsideWord, models.CASCADE, null=True, related_name="+")  # said aside
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)  # when it was told by mail, or found to need none

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_latest"),
            models.Index(fields=["at", "id"], condition=Q(told_at=None), name="notice_untold"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, translation=None, major=None, problem=None)
                | Q(ticket=None, translation__isnull=False, major=None, problem=None)
                | Q(ticket=None, translation=None, major__isnull=False, problem=None)
                | Q(ticket=None, translation=None, major=None, problem__isnull=False),
                name="notice_of_one_thing",
            ),
            # asked for twice before anybody was told
            models.UniqueConstraint(
                fields=["translation", "person", "kind"],
                condition=Q(translation__isnull=False, told_at=None),
                name="notice_article_once",
            ),
            # a mail that is filed twice, a handler that runs again
            models.UniqueConstraint(
                fields=["message", "person", "kind"], condition=Q(message__isnull=False), name="notice_message_once"
            ),
        ]


class Choices(models.Model):
    """Of what somebody wants a mail; without a row, the defaults hold."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+", primary_key=True)
    assigned = models.BooleanField(default=True)
    wrote = models.BooleanField(default=True)
    mentioned = models.BooleanField(default=True)
    aside = models.BooleanField(default=True, db_default=True)
    watched = models.BooleanField(default=True, db_default=True)
    team = models.BooleanField(default=False)
    due = models.BooleanField(default=True, db_default=True)
    late = models.BooleanField(default=True, db_default=True)
    paged = models.BooleanField(default=True, db_default=True)
    rule = models.BooleanField(default=True, db_default=True)
    rule_off = models.BooleanField(default=True, db_default=True)
    identity = models.BooleanField(default=True, db_default=True)
    maker = models.BooleanField(default=True, db_default=True)
    surge = models.BooleanField(default=True, db_default=True)
    major = models.BooleanField(default=True, db_default=True)
    major_due = models.BooleanField(default=True, db_default=True)
    major_late = models.BooleanField(default=True, db_default=True)
    review = models.BooleanField(default=True)
