"""Tables of trust: what administrators decided about senders, what was learned of them, and the storms they made."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.tickets.models import Ticket


class TrustSettings(models.Model):
    """The desk's one row of decisions; without it, the defaults hold."""

    servers = ArrayField(models.CharField(max_length=253), default=list, blank=True)  # trusted authserv-ids
    networks = ArrayField(models.CharField(max_length=50), default=list, blank=True)  # from which our servers bring
    sealers = ArrayField(models.CharField(max_length=253), default=list, blank=True)  # domains whose ARC seals count
    asks_dns = models.BooleanField(default=True)  # does the desk look itself (SPF, DKIM, DMARC)?
    honours_verdicts = models.BooleanField(default=True)  # do the marks of the spam filter before the desk count?
    spam_score = models.FloatField(default=5.0)  # X-Spam-Score and its like, from which a mail is spam
    spam_scl = models.PositiveSmallIntegerField(default=5)  # Microsoft's spam confidence level, likewise
    learns = models.BooleanField(default=True)  # from “mark as spam”
    spam_days = models.PositiveSmallIntegerField(default=30)  # originals of spam are kept so long
    storm_mails = models.PositiveSmallIntegerField(default=10)  # more of one sender and subject join one ticket
    groups_storms = models.BooleanField(default=True)  # thrown by a rule; see automation.standing
    spares_automatic = models.BooleanField(default=True)  # likewise: what programs answer puts nothing into work
    storm_minutes = models.PositiveSmallIntegerField(default=10)  # within this time
    keep_days = models.PositiveIntegerField(default=0)  # originals of filed mails; 0: for good
    keep_ignored_days = models.PositiveIntegerField(default=90)  # originals of ignored mails; 0: for good


class RuleKind(models.TextChoices):
    """What is done with mails of a sender."""

    BLOCK = "block", _("Always spam")
    ALLOW = "allow", _("Never spam")
    OFF = "off", _("Switched off")


class SenderRule(models.Model):
    """What somebody decided about an address (`ali@ege.example`), a domain (`ege.example`) or a pattern with `*`."""

    kind = models.CharField(max_length=8, choices=RuleKind)
    pattern = models.CharField(max_length=254)  # folded
    wild = models.CharField(max_length=600, blank=True)  # the pattern for LIKE, where it has a `*`
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["kind", "pattern"]
        constraints = [models.UniqueConstraint(fields=["pattern", "kind"], name="sender_rule_once")]


class Judgement(models.Model):
    """A person said of a ticket's sender that it is spam, or that it is none. Taking it back takes this back."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    address = models.CharField(max_length=254, db_index=True)  # folded
    domain = models.CharField(max_length=254, db_index=True)
    spam = models.BooleanField()
    at = models.DateTimeField(default=clock.now)


class Storm(models.Model):
    """Mails of one sender under one subject within a short time; above the threshold they share a ticket."""

    sender = models.CharField(max_length=254)
    subject_key = models.CharField(max_length=64)  # SHA-256 of the folded subject
    subject = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    mails = models.PositiveIntegerField(default=1)
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")  # once it is a storm

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "subject_key"], name="storm_once")]
