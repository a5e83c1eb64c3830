"""Tables of what agents wrote and have not sent: drafts, and answers that leave later."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.tickets.addressed import Addressed

PERSON = settings.AUTH_USER_MODEL


class Draft(models.Model):
    """What an agent has typed on a ticket and not yet sent."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    public = models.BooleanField(default=True)
    html = models.TextField(blank=True)
    cc = models.CharField(max_length=1000, blank=True)
    to = models.CharField(max_length=1000, blank=True, db_default="")  # beside the requester; as typed, like the others
    bcc = models.CharField(max_length=1000, blank=True, db_default="")
    left_out = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)  # see Addressees
    files = ArrayField(models.CharField(max_length=43), default=list, blank=True)  # keys of uploads that wait with it
    writer = models.CharField(max_length=36, blank=True, db_default="")  # the open page that saved it last
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent", "public"], name="draft_once")]


class LaterState(models.TextChoices):
    WAITING = "waiting", _("Waiting for its time")
    HELD = "held", _("Held back")  # something came between; an agent decides
    SENT = "sent", _("Sent")
    TAKEN_BACK = "taken_back", _("Taken back")


class LaterReply(Addressed):
    """An answer that leaves at a time of its own. It is no message until then: nobody has said it yet."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="later_replies")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)  # sanitised
    cc = ArrayField(models.CharField(max_length=254), null=True)  # null: who is in copy stays as it is
    keep = models.BooleanField(default=False, db_default=False)  # see Addressees
    files = ArrayField(models.CharField(max_length=43), default=list, blank=True)  # keys of uploads of its author
    then = models.CharField(max_length=12, blank=True)  # see actions.reply
    remind_days = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=12)
    send_at = models.DateTimeField()
    zone = models.CharField(max_length=64)  # of the requester, in which the time was meant
    state = models.CharField(max_length=12, choices=LaterState, default=LaterState.WAITING)
    why = models.CharField(max_length=20, blank=True)  # code of what came between, of one that is held
    message = models.ForeignKey("tickets.Message", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state__in=["waiting", "held"]), name="later_reply_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["send_at"], condition=Q(state="waiting"), name="later_reply_due")]
