"""Tables of the ticket: the ticket itself, its messages, files and events; what hangs on them has files of its own."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from derman.kernel import clock
from derman.kernel.models import StoredFile
from derman.people.models import Team, Tier
from derman.tickets.addressed import Addressed
from derman.tickets.aside import Aside, AsideWord
from derman.tickets.asked import Approval, ServiceRequest, Task
from derman.tickets.binned import IN_BIN, Binned
from derman.tickets.categories import Category, PriorityCell
from derman.tickets.codes import (
    HIDDEN,
    IN_WORK,
    PRIORITY_CODES,
    PRIORITY_OF,
    UNRESOLVED,
    Channel,
    Degree,
    Kind,
    Priority,
    Status,
    WaitingFor,
)
from derman.tickets.handed import HandOver
from derman.tickets.joined import Link
from derman.tickets.own_fields import OwnField, OwnValues, Required
from derman.tickets.taking_part import Follower, Pin, ReadMark
from derman.tickets.together import Run, RunTicket
from derman.tickets.unsent import Draft, LaterReply, LaterState
from derman.tickets.worked import TimeSpent

__all__ = [
    "HIDDEN",
    "IN_BIN",
    "IN_WORK",
    "PRIORITY_CODES",
    "PRIORITY_OF",
    "UNRESOLVED",
    "Approval",
    "Aside",
    "AsideWord",
    "Binned",
    "Category",
    "Channel",
    "Degree",
    "Draft",
    "Follower",
    "HandOver",
    "Kind",
    "LaterReply",
    "LaterState",
    "Link",
    "OwnField",
    "OwnValues",
    "Pin",
    "Priority",
    "PriorityCell",
    "ReadMark",
    "Required",
    "Run",
    "RunTicket",
    "ServiceRequest",
    "Status",
    "Task",
    "TimeSpent",
    "WaitingFor",
]  # in files of their own

PERSON = settings.AUTH_USER_MODEL


class Ticket(models.Model):
    """One request for help. `number` is what people say on the phone."""

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INCIDENT)
    status = models.CharField(max_length=12, choices=Status, default=Status.NEW)
    waiting_for = models.CharField(max_length=12, choices=WaitingFor, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    impact = models.PositiveSmallIntegerField(choices=Degree, null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Degree, null=True, blank=True)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="+")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.L1)
    assignee = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    requester = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    watchers = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)  # agents who want to hear
    tasks = models.PositiveSmallIntegerField(default=0, db_default=0)  # without those that are not needed
    tasks_done = models.PositiveSmallIntegerField(default=0, db_default=0)
    minutes = models.PositiveIntegerField(default=0, db_default=0)  # of its TimeSpent
    asides = models.PositiveSmallIntegerField(default=0, db_default=0)  # that were ever begun
    is_service = models.BooleanField(default=False, db_default=False)  # it has a ServiceRequest
    channel = models.CharField(max_length=12, choices=Channel)
    origin = models.JSONField(default=dict)  # what the channel wants to know again, like {"mailbox": 3}
    language = models.CharField(max_length=8, blank=True)  # in which the requester wrote, if known
    subject = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=200, blank=True)  # the beginning of the latest message, for lists
    # what its requester was promised and is due first: the target, since when, until when (null: the clock stands
    # still); `done` where nothing is due any more, empty where nothing was ever promised
    promise = models.CharField(max_length=16, blank=True, default="", db_default="")
    promised_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    later = models.CharField(max_length=8, blank=True, default="", db_default="")  # of its LaterReply: waiting or held
    seq = models.PositiveIntegerField(default=0)  # of the latest event
    message_seq = models.PositiveIntegerField(default=0)  # of the latest event to be read: a message, a lost mail
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    first_response_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    links_since = models.DateTimeField(null=True, blank=True)  # guests' links made before open nothing any more
    # where its conversation goes on; it has no messages of its own then, and nothing about it is changed
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            # every list of the workspace is read from the end of one of these, 40 rows at a time
            models.Index(
                fields=["assignee", "-updated_at", "-number"],
                condition=Q(status__in=UNRESOLVED),
                include=["team"],  # counting asks for nothing else
                name="ticket_mine",
            ),
            models.Index(
                fields=["team", "-updated_at", "-number"],
                condition=Q(status__in=UNRESOLVED),
                name="ticket_team",
            ),
            models.Index(
                fields=["-updated_at", "-number"],
                condition=Q(status__in=IN_WORK, assignee=None),
                name="ticket_free",
            ),
            models.Index(
                fields=["team", "priority", "created_at"],
                condition=Q(status__in=IN_WORK, assignee=None),
                name="ticket_next",
            ),
            models.Index(
                fields=["-updated_at", "-number"],
                condition=Q(status__in=UNRESOLVED),
                name="ticket_unresolved",
            ),
            models.Index(fields=["status", "-updated_at", "-number"], name="ticket_status"),
            models.Index(fields=["requester", "-updated_at", "-number"], name="ticket_requester"),
            models.Index(fields=["-updated_at", "-number"], name="ticket_latest"),
            models.Index(fields=["team", "status", "-updated_at"], name="ticket_team_status"),
            # of tickets without a tag it has nothing, so that opening one costs no more
            GinIndex(fields=["tags"], condition=~Q(tags=[]), name="ticket_tags"),
            GinIndex(fields=["watchers"], condition=~Q(watchers=[]), name="ticket_watched"),
            models.Index(fields=["waiting_until"], condition=Q(waiting_until__isnull=False), name="ticket_wakes"),
            models.Index(fields=["due_at", "number"], condition=Q(due_at__isnull=False), name="ticket_due"),
            models.Index(
                fields=["team", "due_at", "number"], condition=Q(due_at__isnull=False), name="ticket_team_due"
            ),
            models.Index(fields=["resolved_at"], condition=Q(status="resolved"), name="ticket_closes"),
            # how much somebody has in work: reckoned for all of a team at each ticket that is given out
            models.Index(
                fields=["assignee"],
                include=["priority", "category"],
                condition=Q(status__in=IN_WORK, assignee__isnull=False),
                name="ticket_load",
            ),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="ticket_merged"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[*(choice.value for choice in Status), IN_BIN]), name="ticket_status_known"
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="ticket_priority_known"),
            models.CheckConstraint(condition=Q(status="waiting") | Q(waiting_for=""), name="ticket_waits_only_waiting"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED


class Forward(models.Model):
    """Somebody outside to whom a part of a ticket was forwarded. They take part in nothing but that."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="forwards")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)
    answers = models.BooleanField()  # False: a copy, for information
    created_at = models.DateTimeField(default=clock.now)


class Message(Addressed):
    """One thing somebody said on a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")  # null: the desk itself
    seq = models.PositiveIntegerField()  # of its event
    public = models.BooleanField()  # False: an internal note
    staff = models.BooleanField()  # written for the desk, not by a requester
    channel = models.CharField(max_length=12, choices=Channel)
    forward = models.ForeignKey(Forward, models.PROTECT, null=True, related_name="messages")  # with somebody outside
    automatic = models.BooleanField(default=False)  # no person wrote it; it is never answered automatically
    proof = models.CharField(max_length=12, blank=True)  # how far the sender is proven; see tickets.incoming.Proof
    text = models.TextField(blank=True)  # the new text alone
    html = models.TextField(blank=True)  # the same, sanitised; empty for plain text
    quoted = models.TextField(blank=True)  # sanitised HTML of quote and signature, shown on demand
    cc = ArrayField(models.CharField(max_length=254), default=list, blank=True)
    mentions = ArrayField(models.BigIntegerField(), default=list, blank=True)  # persons named by @ in a note
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # undone before it left
    # the ticket that it answered, where that had been merged into this one: there it belongs when they are taken apart
    meant_for = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="message_seq_once")]
        # for what waits since a moment, like a requester for an answer
        indexes = [models.Index(fields=["created_at"], condition=Q(public=True), name="message_by_time")]


class Attachment(models.Model):
    """A file of a message, or one that is uploaded and waits to be sent with a message."""

    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    uploader = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    inline = models.BooleanField(default=False)  # shown in the text
    content_id = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=43, unique=True)  # unguessable, for its address /files/KEY/
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]


class Event(models.Model):
    """One fact that happened to a ticket. Never changed, never deleted: the database refuses both."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)  # see tickets.events
    actor = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)  # null: the desk
    at = models.DateTimeField(default=clock.now)
    act = models.UUIDField()  # the same for all that one action did: what is undone together
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["actor", "-at"], name="event_actor_latest")]
