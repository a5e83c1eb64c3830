"""Tables of vendors: firms outside that help at L4, what was agreed with them, and what of a ticket is with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.catalogue.models import Service
from derman.desk.models import Calendar
from derman.kernel import clock
from derman.tickets.models import Category, Forward, Message, Ticket

PERSON = settings.AUTH_USER_MODEL


class Vendor(models.Model):
    """An outside firm that takes over at L4."""

    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)  # see kernel.folding.fold
    language = models.CharField(max_length=8, blank=True)  # in which it is written to; empty: the desk's
    notes = models.TextField(blank=True)  # plain, for agents
    categories = models.ManyToManyField(Category, related_name="+", blank=True)  # what it looks after
    services = models.ManyToManyField(Service, related_name="+", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["folded", "id"]
        constraints = [
            models.UniqueConstraint(fields=["folded"], condition=Q(archived_at=None), name="vendor_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody at a vendor; the first one is written to where nobody is chosen."""

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name or self.email


class Contract(models.Model):
    """What a vendor promised the desk: the underpinning contract, with its targets, its end and its price."""

    class Hours(models.TextChoices):
        DESK = "desk", _("The desk's business hours")
        ALWAYS = "always", _("Around the clock")
        CALENDAR = "calendar", _("A calendar")

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="contracts")
    number = models.CharField(max_length=80)
    hours = models.CharField(max_length=8, choices=Hours, default=Hours.DESK)
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, blank=True, related_name="+")  # for `calendar`
    response_minutes = models.PositiveIntegerField(null=True, blank=True)  # of those hours; null: none promised
    solution_minutes = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    warn_days = models.PositiveSmallIntegerField(default=60)  # before its end leads are reminded
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)  # a year
    currency = models.CharField(max_length=3, default="TRY")
    notes = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-ends_on", "-id"]
        indexes = [models.Index(fields=["ends_on"], condition=Q(ends_on__isnull=False), name="vendor_contract_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours="calendar", calendar__isnull=False) | (~Q(hours="calendar") & Q(calendar=None)),
                name="vendor_contract_calendar",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def holds_on(self, day: date) -> bool:
        """Is it in force on that day?"""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def is_ending(self, day: date) -> bool:
        """Does it end within its days of warning, or has it?"""
        return self.ends_on is not None and self.ends_on <= day + timedelta(days=self.warn_days)


class Case(models.Model):
    """A ticket, or a part of it, that is with a vendor: a conversation of its own that no requester sees.

    What the vendor sees are the messages of `forward`, and nothing else.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("By e-mail")
        GUEST = "guest", _("By a guest page")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("vendor", "With the vendor")
        SAID = "said", pgettext_lazy("vendor", "Solved, says the vendor")
        DONE = "done", pgettext_lazy("vendor", "Done")
        WITHDRAWN = "withdrawn", pgettext_lazy("vendor", "Withdrawn")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="cases", db_index=False)
    contract = models.ForeignKey(Contract, models.SET_NULL, null=True, related_name="+")
    forward = models.OneToOneField(Forward, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")  # the first one
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    sent_at = models.DateTimeField(default=clock.now)
    response_due = models.DateTimeField(null=True)
    solution_due = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # when they first wrote
    solved_at = models.DateTimeField(null=True)  # when it was solved, as it stands
    heard_at = models.DateTimeField(null=True)  # when they wrote last
    ended_at = models.DateTimeField(null=True)  # when the desk had done with them
    ended_why = models.CharField(max_length=12, blank=True)  # done, resolved (the ticket is) or withdrawn
    their_number = models.CharField(max_length=80, blank=True)
    their_date = models.DateField(null=True)  # by when they say that it is solved
    reopened = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="TRY")
    link_serial = models.PositiveSmallIntegerField(default=1)  # of the guest page's link; earlier ones open nothing
    link_until = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)  # when they are reminded next
    reminded = models.PositiveSmallIntegerField(default=0)  # since they were last heard of
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["vendor", "-sent_at"], name="vendor_case_latest"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="vendor_case_remind"),
            # whoever is past their time, for the promise keeper
            models.Index(
                fields=["response_due"], condition=Q(state="open", answered_at=None), name="vendor_case_unanswered"
            ),
            models.Index(fields=["solution_due"], condition=Q(state="open"), name="vendor_case_unsolved"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} · {self.vendor}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def due_at(self) -> datetime | None:
        """What is due next: their answer, else their solution."""
        if self.state != self.State.OPEN:
            return None
        return self.response_due if self.answered_at is None and self.response_due else self.solution_due


OPEN = (Case.State.OPEN.value, Case.State.SAID.value)
