"""Tables of fetching: where a mailbox's mail lies, which of it is here already, and who let the desk in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.channels.mail.models import Encryption, Mailbox
from derman.kernel import clock


class Arrival(models.TextChoices):
    """How mail for a mailbox comes to the desk."""

    HANDED = "handed", _("A mail server hands it over")
    IMAP = "imap", _("The desk fetches it: IMAP")
    POP3 = "pop3", _("The desk fetches it: POP3")


class SignIn(models.TextChoices):
    """How the desk shows the server who it is."""

    PASSWORD = "password", _("User name and password")
    GOOGLE = "google", _("Sign in with Google")
    MICROSOFT = "microsoft", _("Sign in with Microsoft")
    OTHER = "other", _("Sign in with another provider (OAuth 2)")


class Afterwards(models.TextChoices):
    """What becomes of a mail on its server once the desk has it."""

    LEAVE = "leave", pgettext_lazy("mail afterwards", "Leave it there")
    MOVE = "move", pgettext_lazy("mail afterwards", "Move it to another folder")
    DELETE = "delete", pgettext_lazy("mail afterwards", "Delete it")
    DELETE_LATER = "later", pgettext_lazy("mail afterwards", "Delete it after some days")


class MailboxSource(models.Model):
    """Where the mail of a mailbox is fetched from, and how it goes. Without one, mail is handed over."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="source")
    arrival = models.CharField(max_length=8, choices=Arrival, default=Arrival.HANDED)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=993)
    encryption = models.CharField(max_length=8, choices=Encryption, default=Encryption.TLS)
    sign_in = models.CharField(max_length=12, choices=SignIn, default=SignIn.PASSWORD)
    user = models.CharField(max_length=254, blank=True)
    password_encrypted = models.TextField(blank=True)  # see kernel.secrets.encrypt
    folder = models.CharField(max_length=200, default="INBOX")
    afterwards = models.CharField(max_length=8, choices=Afterwards, default=Afterwards.LEAVE)
    move_to = models.CharField(max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(default=30)  # of “delete after some days”
    skip_existing = models.BooleanField(default=False)  # what lay there before the first look is nobody's business
    began_at = models.DateTimeField(null=True)  # the first look; set anew when another account is named
    revision = models.PositiveIntegerField(default=1)  # counts changes: a fetcher with an older one starts again
    # how it goes
    looked_at = models.DateTimeField(null=True)  # the last time that everything was well
    fetched_at = models.DateTimeField(null=True)  # the last time that a mail came
    next_try_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=24, blank=True)  # code; see words
    particulars = models.JSONField(default=dict, blank=True)  # what the sentence of the problem names
    told_at = models.DateTimeField(null=True)  # when administrators were last written to about a failure
    told = models.BooleanField(default=False)  # do they know of the present one?

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(arrival="handed") | ~Q(host=""), name="mailbox_source_has_server")
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.host}:{self.port}"


class FetchedMail(models.Model):
    """A mail that lies, or lay, in the mailbox on its server, and that the desk has.

    A mail there is the same one only if its number, its size and its date are: a mailbox that was restored from a
    backup gives numbers anew.
    """

    source = models.ForeignKey(MailboxSource, models.CASCADE, related_name="+")
    validity = models.BigIntegerField(default=0)  # IMAP's UIDVALIDITY; 0 for POP3
    number = models.BigIntegerField(default=0)  # IMAP's UID; 0 for POP3
    name = models.CharField(max_length=255, blank=True)  # POP3's UIDL; empty for IMAP
    size = models.BigIntegerField()  # as the server counts
    dated = models.DateTimeField(null=True)  # IMAP's INTERNALDATE
    digest = models.CharField(max_length=64, blank=True)  # of the raw mail; empty for one that was not wanted
    kept = models.BooleanField(default=False)  # stays on the server whatever happens: it is too big for the desk
    fetched_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True)  # since when the server no longer has it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "validity", "number", "name"], name="fetched_mail_once")
        ]
        indexes = [models.Index(fields=["source", "digest"], name="fetched_mail_digest")]


class MailboxGrant(models.Model):
    """The permission of a provider to use a mailbox (OAuth 2, RFC 6749): fetching and sending may share it."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="grant")
    provider = models.CharField(max_length=12)  # one of SignIn but the password
    tenant = models.CharField(max_length=100, blank=True)  # Microsoft's; empty: any organisation
    client_id = models.CharField(max_length=300)
    client_secret_encrypted = models.TextField(blank=True)
    authorize_url = models.CharField(max_length=500)
    token_url = models.CharField(max_length=500)
    scope = models.CharField(max_length=500, blank=True)
    refresh_token_encrypted = models.TextField(blank=True)
    access_token_encrypted = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)  # of the access token
    signed_in_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.provider}: {self.client_id}"
