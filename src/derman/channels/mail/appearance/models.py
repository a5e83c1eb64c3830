"""Tables of how mails look."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from derman.channels.mail.models import Mailbox
from derman.people.models import Team


class FrameRow(models.Model):
    """What surrounds the words of mails."""

    shows_logo = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, blank=True)  # #rrggbb; empty: the desk's
    footers = models.JSONField(default=dict, blank=True)  # {"tr": …, "en": …}

    class Meta:
        abstract = True


class MailFrame(FrameRow):
    """The desk's one row about the frame of its mails; without it, mails have none."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="mail_frame_only_one")]


class MailboxFrame(FrameRow):
    """The frame of the mails of one mailbox, in place of the desk's."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="+")


class Signature(models.Model):
    """What stands below the answers of one agent, or of a team."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.OneToOneField(Team, models.CASCADE, null=True, related_name="+")
    texts = models.JSONField(default=dict)  # {"tr": …, "en": …}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None),
                name="signature_of_one",
            )
        ]
