"""Tables of pages: through which gateway they leave, and what became of each."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from derman.identity.accounts import JSON
from derman.kernel import clock
from derman.majors.models import MajorIncident
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class Gateway(models.Model):
    """What carries pages to people's phones: an address that takes a web call; one row."""

    active = models.BooleanField(default=False)
    majors = models.BooleanField(default=True)  # also for major incidents
    address = models.CharField(max_length=500)
    content_type = models.CharField(max_length=40, default=JSON)
    body = models.TextField(blank=True)  # with places; empty: the desk's own JSON
    headers_sealed = models.TextField(blank=True)  # encrypted lines “Name: value”
    secret_sealed = models.TextField(blank=True)  # encrypted; bodies are signed with it
    inside = models.BooleanField(default=False)  # it stands in the desk's own network

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="pager_only_one")]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """Where it is, without what may be secret in its address."""
        return urlsplit(self.address).hostname or ""


class Why(models.TextChoices):
    """For what somebody is paged."""

    PROMISE = "promise"  # on call, and a promise needs them
    MAJOR = "major"  # a part in a major incident
    MAJOR_LATE = "major_late"  # people should have heard of it
    MAJOR_OFF = "major_off"  # it was declared by mistake
    TEST = "test"


class State(models.TextChoices):
    """What became of it."""

    WAITING = "waiting"
    REACHED = "reached"  # the gateway took it
    FAILED = "failed"
    DROPPED = "dropped"  # it is needed no longer


class Page(models.Model):
    """One page for one person."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    major = models.ForeignKey(MajorIncident, models.CASCADE, null=True, related_name="+")
    why = models.CharField(max_length=12, choices=Why)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(null=True)  # when it is tried next; null: it is over
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=12, blank=True)  # what went wrong last, as in words.WORDS
    status = models.PositiveSmallIntegerField(default=0)  # of HTTP; 0: no answer
    said = models.CharField(max_length=300, blank=True)  # the beginning of the gateway's answer

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="page_waits"),
            models.Index(fields=["person", "ended_at"], condition=Q(state="reached"), name="page_reached"),
            models.Index(fields=["at"], name="page_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, ended_at=None)
                | ~Q(state="waiting") & Q(next_at=None, ended_at__isnull=False),
                name="page_over_or_waits",
            ),
            models.CheckConstraint(condition=Q(ticket=None) | Q(major=None), name="page_of_one_thing"),
        ]
