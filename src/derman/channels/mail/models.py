"""Tables of the mail channel: mailboxes, the ledger of what came, the outbox of what leaves, and Message-IDs."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from derman.kernel import clock
from derman.people.models import Team
from derman.tickets.models import Message, Ticket


class Encryption(models.TextChoices):
    """How the way to a mail server is protected."""

    STARTTLS = "starttls", _("STARTTLS")
    TLS = "tls", _("TLS from the start")
    NONE = "none", _("none")


class AutoReplyWhen(models.TextChoices):
    """When a new ticket is answered by the desk itself."""

    ALWAYS = "always", _("Always")
    CLOSED = "closed", _("Outside business hours")
    HOLIDAYS = "holidays", _("On holidays")
    NEVER = "never", _("Never")


class Mailbox(models.Model):
    """An address of the desk."""

    address = models.CharField(_("address"), max_length=254)  # as written
    folded = models.CharField(max_length=254, unique=True)  # see people.addresses.fold_address
    name = models.CharField(_("display name"), max_length=80, blank=True)  # empty: the desk's
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    language = models.CharField(_("language"), max_length=8, blank=True)  # empty: the desk's
    auto_reply_when = models.CharField(
        _("auto-reply"), max_length=8, choices=AutoReplyWhen, default=AutoReplyWhen.ALWAYS, db_default="always"
    )
    auto_reply_texts = models.JSONField(default=dict, blank=True)  # {"tr": …, "en": …}; a missing one: the default
    closed_texts = models.JSONField(default=dict, db_default={}, blank=True)  # the same, for when the desk is closed
    answer_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # of business; what auto-replies promise
    signature_texts = models.JSONField(default=dict, db_default={}, blank=True)  # {"tr": …, "en": …}
    host = models.CharField(_("outgoing server"), max_length=253, blank=True)  # empty: DERMAN_MAIL_URL
    port = models.PositiveIntegerField(_("port"), default=587)
    encryption = models.CharField(_("encryption"), max_length=8, choices=Encryption, default=Encryption.STARTTLS)
    user = models.CharField(_("user"), max_length=254, blank=True)
    by_provider = models.BooleanField(default=False, db_default=False)  # signs in with the provider's permission
    password_encrypted = models.TextField(blank=True)  # see kernel.secrets.encrypt
    is_default = models.BooleanField(_("default"), default=False)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-is_default", "address"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="mailbox_one_default")
        ]

    def __str__(self) -> str:
        return self.address


class IncomingState(models.TextChoices):
    STORED = "stored", _("Waiting to be filed")
    FILED = "filed", _("Filed")
    QUARANTINED = "quarantined", _("Quarantine")
    IGNORED = "ignored", _("Ignored")


class IncomingMail(models.Model):
    """The ledger: every mail that was ever accepted, and what became of it. The mail itself lies in a file."""

    digest = models.CharField(max_length=64)  # SHA-256 of the raw mail, hexadecimal; also says where its file lies
    message_id = models.CharField(max_length=998, blank=True)  # without brackets
    message_id_hash = models.CharField(max_length=64)  # SHA-256 of message_id
    size = models.BigIntegerField()  # bytes
    source = models.CharField(max_length=8, default="smtp")  # smtp or pipe
    envelope_from = models.CharField(max_length=512, blank=True)  # empty for the null sender, and where unknown
    envelope_to = ArrayField(models.CharField(max_length=512), default=list)
    null_sender = models.BooleanField(default=False)
    peer = models.CharField(max_length=45, blank=True)  # address of the machine that brought it over SMTP
    helo = models.CharField(max_length=255, blank=True)  # what that machine called itself
    lane = models.CharField(max_length=254, blank=True)  # its sender, as the beginning of the mail says: fair turns
    turn = models.PositiveSmallIntegerField(default=0)  # a sender of whom many wait comes later; see mail.intake
    sender_proof = models.CharField(max_length=8, blank=True)  # see mail.trust.verdict.SenderProof
    findings = models.JSONField(default=dict, blank=True)  # why: what SPF, DKIM and DMARC gave, spam, storm
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    sender = models.CharField(max_length=254, blank=True)  # address of From, once read
    subject = models.CharField(max_length=300, blank=True)
    content = models.CharField(max_length=64, blank=True)  # digest of what a reader sees: same when sent over two ways
    state = models.CharField(max_length=12, choices=IncomingState, default=IncomingState.STORED)
    reason = models.CharField(max_length=40, blank=True)  # code; see mail.reasons
    detail = models.CharField(max_length=500, blank=True)  # particulars of the reason, for administrators
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+")
    filed_as = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)  # a second try waits a little
    received_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # since when the original is gone, by the desk's own rule

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["message_id_hash", "digest"], name="incoming_mail_once")]
        indexes = [
            models.Index(fields=["turn", "id"], condition=Q(state="stored"), name="incoming_mail_turn"),
            models.Index(fields=["lane"], condition=Q(state="stored"), name="incoming_mail_lane"),
            models.Index(fields=["sender", "-id"], name="incoming_mail_sender"),
            models.Index(fields=["lane", "-id"], name="incoming_mail_from"),
            GinIndex(fields=["envelope_to"], name="incoming_mail_to"),
            models.Index(fields=["digest"], name="incoming_mail_digest"),
            models.Index(fields=["state", "-id"], name="incoming_mail_state"),
            models.Index(fields=["mailbox", "-id"], name="incoming_mail_mailbox"),
            GinIndex(
                OpClass(Func("subject", function="derman_fold"), name="gin_trgm_ops"),
                condition=~Q(subject=""),
                name="incoming_mail_words",
            ),
        ]


class EarlierReading(models.Model):
    """How a message read before its original was read anew, to put it back. The latest one counts."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)  # when it was read anew
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    names = models.JSONField(default=dict)  # see tickets.actions.Reading
    added = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["-id"]


class MailReference(models.Model):
    """A Message-ID that belongs to a ticket: issued by the desk, or seen on a mail that was filed there."""

    hash = models.CharField(max_length=64, unique=True)  # SHA-256 of header
    header = models.CharField(max_length=998)  # the Message-ID itself, without brackets
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)


class OutgoingState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    CANCELLED = "cancelled", _("Cancelled")


class OutgoingKind(models.TextChoices):
    REPLY = "reply", pgettext_lazy("mail", "Reply")
    FORWARD = "forward", _("Mail to somebody outside")
    AUTO_REPLY = "auto_reply", _("Auto-reply")
    SIGN_IN = "sign_in", _("Sign-in link")
    TEST = "test", _("Test")
    NOTICE = "notice", _("Notice to administrators")
    AGENT = "agent", _("Mail to an agent")
    APPROVAL = "approval", _("Approval")
    MERGED = "merged", _("Notice of a merged request")
    LEARNING = "learning", _("Learning path")
    OUTAGE = "outage", _("News of an outage")
    RATING = "rating", _("Question how the help was")
    RULE = "rule", _("Mail that a rule writes")
    IDENTITY = "identity", _("Identity check")
    VENDOR = "vendor", _("Mail to a vendor")


class OutgoingMail(models.Model):
    """The outbox: the only way in which mail leaves. Written with the change that caused it."""

    kind = models.CharField(max_length=12, choices=OutgoingKind)
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    # of what it tells somebody who takes no part in the conversation, and so is no part of it either
    about = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")  # of a reply: its body
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    from_address = models.CharField(max_length=254)
    to = ArrayField(models.CharField(max_length=254))
    cc = ArrayField(models.CharField(max_length=254), default=list, blank=True)
    bcc = ArrayField(models.CharField(max_length=254), default=list, db_default=[], blank=True)  # never in a header
    subject = models.CharField(max_length=400)
    header_id = models.CharField(max_length=254, unique=True)  # its Message-ID without brackets; the same on every try
    language = models.CharField(max_length=8)
    text = models.TextField(blank=True)  # of a mail that no message holds
    sealed = models.TextField(blank=True)  # what must not lie here readable (a sign-in link); empty once it left
    state = models.CharField(max_length=12, choices=OutgoingState, default=OutgoingState.WAITING)
    not_before = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    stalled = models.BooleanField(default=False, db_default=False)  # the last try did not get through to the server
    interrupted = models.PositiveSmallIntegerField(default=0)  # times that the desk was stopped while sending it
    words = models.CharField(max_length=1000, blank=True)  # what the server said last
    fates = models.JSONField(default=dict, db_default={}, blank=True)  # a recipient's address → see mail.recipients
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="outgoing_mail_due"),
            models.Index(fields=["id"], condition=Q(state="sending"), name="outgoing_mail_sending"),
            models.Index(fields=["id"], condition=Q(state="waiting", stalled=True), name="outgoing_mail_stalled"),
            models.Index(fields=["state", "-id"], name="outgoing_mail_state"),
            models.Index(fields=["person", "-created_at"], condition=Q(kind="auto_reply"), name="outgoing_mail_auto"),
            models.Index(fields=["about"], condition=Q(about__isnull=False), name="outgoing_mail_about"),
        ]
        constraints = [
            # whatever happens twice, a ticket gets one auto-reply
            models.UniqueConstraint(fields=["ticket"], condition=Q(kind="auto_reply"), name="auto_reply_once"),
            models.UniqueConstraint(fields=["message"], condition=Q(kind="reply"), name="reply_mail_once"),
        ]


class UnreachableAddress(models.Model):
    """An address that takes no mail, as a server said; gone when mail arrives there again or a person decides so."""

    folded = models.CharField(max_length=254, unique=True)  # see people.addresses.fold_address
    words = models.CharField(max_length=1000)  # of the server
    since = models.DateTimeField(default=clock.now)  # when it said so last
    taken_at = models.DateTimeField(null=True)  # a later mail was taken; it did arrive if no report comes back


class ServerPace(models.Model):
    """How fast one outgoing server is sent to, whichever mailboxes use it."""

    server = models.CharField(max_length=262, unique=True)  # host:port
    per_minute = models.PositiveSmallIntegerField(null=True)  # empty: as its provider says
    connections = models.PositiveSmallIntegerField(null=True)  # mails on their way at once; empty: see mail.pace
    recent = ArrayField(models.DateTimeField(), default=list)  # when mails went there within the last minute
