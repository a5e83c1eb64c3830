"""What the desk owes somebody and cannot be read off a ticket's row: noted when it arises, settled when it is over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.tickets.models import Message, Ticket

PERSON = settings.AUTH_USER_MODEL


class Owed(models.TextChoices):
    """Why something is noted."""

    UNANSWERED = "unanswered", _("Waits for an answer")
    WORD = "word", _("A promise in a reply")
    RETURNED = "returned", _("Came back from waiting")
    BOUNCED = "bounced", _("An answer did not arrive")
    MOOD = "mood", _("Angry or urgent")
    REOPENED = "reopened", _("Reopened twice")


class State(models.TextChoices):
    OFFERED = "offered", _("Offered")  # a promise that was read out of a reply, and nobody has confirmed
    OPEN = "open", _("Owed")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No promise")


UNSETTLED = (State.OFFERED.value, State.OPEN.value)


class Obligation(models.Model):
    """One thing that is owed on a ticket, until it is settled."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Owed)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+", db_index=False)  # that says so
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)  # who gave a word
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, blank=True)  # as they were written, or a code
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    noted_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", db_index=False)  # null: itself

    class Meta:
        ordering = ["id"]
        indexes = [
            # what is settled is in none of these, so that they stay as small as what is owed
            models.Index(fields=["kind", "since", "ticket"], condition=Q(state="open"), name="obligation_open"),
            models.Index(fields=["due_at", "ticket"], condition=Q(kind="word", state="open"), name="obligation_due"),
            models.Index(fields=["since", "ticket"], condition=Q(state="offered"), name="obligation_offered"),
            models.Index(fields=["ticket", "kind"], condition=Q(state__in=UNSETTLED), name="obligation_of_ticket"),
            models.Index(fields=["message"], condition=Q(kind="word"), name="obligation_of_message"),
            models.Index(fields=["settled_at"], condition=Q(settled_at__isnull=False), name="obligation_settled"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"], condition=Q(state="open") & ~Q(kind="word"), name="obligation_once"
            ),
            models.UniqueConstraint(
                fields=["message", "due_at"], condition=Q(kind="word"), name="obligation_word_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="word") | Q(due_at__isnull=False), name="obligation_word_is_dated"
            ),
        ]


class Morning(models.Model):
    """Whether an agent wants a mail in the morning with what could slip, and when the last one left; no row: yes."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+", primary_key=True)
    wanted = models.BooleanField(default=True)
    sent_on = models.DateField(null=True)  # the day in the agent's own zone
