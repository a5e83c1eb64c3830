"""What is said of a ticket in one word: its kind, where it stands, for whom it waits, how urgent it is, how it came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.tickets.binned import IN_BIN


class Kind(models.TextChoices):
    INCIDENT = "incident", _("Incident")
    REQUEST = "request", _("Service request")


class Status(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")


class WaitingFor(models.TextChoices):
    REQUESTER = "requester", _("Waiting for the requester")
    VENDOR = "vendor", _("Waiting for a vendor")
    CHANGE = "change", _("Waiting for a change")
    DATE = "date", _("Waiting until a date")
    APPROVAL = "approval", _("Waiting for approval")


class Priority(models.IntegerChoices):
    CRITICAL = 1, _("Critical")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")

    @property
    def code(self) -> str:
        return PRIORITY_CODES[self.value]


PRIORITY_CODES = {1: "critical", 2: "high", 3: "normal", 4: "low"}
PRIORITY_OF = {code: value for value, code in PRIORITY_CODES.items()}


class Degree(models.IntegerChoices):
    """Of impact and of urgency."""

    HIGH = 1, _("High")
    MEDIUM = 2, _("Medium")
    LOW = 3, _("Low")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("Portal")
    CHAT = "chat", _("Chat")
    PHONE = "phone", _("Phone")
    API = "api", _("API")
    ALERT = "alert", _("Monitoring")
    TEMPLATE = "template", _("Template")  # opened by the desk after a template, by the calendar or by hand


IN_WORK = (Status.NEW.value, Status.OPEN.value)  # somebody at the desk has to act
UNRESOLVED = (*IN_WORK, Status.WAITING.value)
HIDDEN = (Status.SPAM.value, IN_BIN)  # from requesters
