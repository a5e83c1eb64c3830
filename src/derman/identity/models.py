"""Tables of identity checks: who was to be proven, by what way, how it ended, and whose credentials are locked; and of
what may be done to an account then: a secret handed over, a web service called."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock
from derman.tickets.models import Ticket

PERSON = settings.AUTH_USER_MODEL


class Method(models.TextChoices):
    CODE = "code", _("Code by mail")
    CALL_BACK = "call_back", _("Call back")
    MANAGER = "manager", _("Manager's confirmation")


class State(models.TextChoices):
    WAITING = "waiting", _("Under way")
    PROVEN = "proven", _("Proven")
    FAILED = "failed", _("Not proven")
    EXPIRED = "expired", _("Out of time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class IdentityCheck(models.Model):
    """Proof, out of band, of who is calling: one try on one ticket. Of a code only a keyed digest, while it waits."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)  # who is to be proven
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    method = models.CharField(max_length=12, choices=Method)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    why = models.CharField(max_length=12, blank=True)  # of an end: wrong_code, late, denied, not_reached, changed
    to = models.CharField(max_length=254, blank=True)  # the registered address or number
    manager = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField(null=True)  # since when `to` is registered, where that was lately
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=52, blank=True)  # of the code; empty once it is over
    tries = models.PositiveSmallIntegerField(default=0)  # wrong ones, with those of checks that were broken off
    begun_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-begun_at"], name="identity_of_person"),
            models.Index(fields=["expires_at"], condition=Q(state="waiting"), name="identity_due"),
            models.Index(fields=["manager", "-id"], condition=Q(manager__isnull=False), name="identity_of_manager"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="waiting"), name="identity_one_waits"),
        ]


class CredentialLock(models.Model):
    """After a failed check nobody touches this person's credentials, nor checks them again, until a lead lifts it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    check_failed = models.ForeignKey(IdentityCheck, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="credential_lock_once"),
        ]


class SecretState(models.TextChoices):
    WAITING = "waiting", _("Not opened yet")
    OPENED = "opened", _("Opened once")
    EXPIRED = "expired", _("Out of time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandedSecret(models.Model):
    """Something that the requester may read once, by a link. Encrypted while it waits, and gone afterwards."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)  # for whom
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=SecretState, default=SecretState.WAITING)
    label = models.CharField(max_length=120, blank=True)  # what it is, which is no secret
    to = models.CharField(max_length=254)  # the address that got the link
    digest = models.CharField(max_length=64, unique=True)  # of the token in the link
    sealed = models.TextField(blank=True)  # empty once it was opened, withdrawn or is out of time
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="waiting"), name="secret_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state="waiting") | Q(sealed=""), name="secret_gone_once_over"),
        ]


class AccountAction(models.Model):
    """What agents may have a web service do to a requester's account: unlock it, reset its password.

    Address and body have places like {{requester.email}}; see `accounts.PLACES`. What is secret stands encrypted.
    """

    names = models.JSONField()  # {"en": "…", "tr": "…"}, one at least
    method = models.CharField(max_length=6, default="POST")
    address = models.CharField(max_length=500)
    content_type = models.CharField(max_length=40, default="application/json")
    body = models.TextField(blank=True)
    headers_sealed = models.TextField(blank=True)  # lines “Name: value”, encrypted
    inside = models.BooleanField(default=False)  # the service stands in the desk's own network
    password_at = models.CharField(max_length=120, blank=True)  # where in the JSON answer a new password is
    leads_only = models.BooleanField(default=False)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="+")  # whose members may; all
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return str(self.names.get(get_language() or "en") or next(iter(self.names.values()), ""))

    @property
    def host(self) -> str:
        """Whose service it is, for whoever is about to call it."""
        return urlsplit(self.address).hostname or ""


class RunState(models.TextChoices):
    WAITING = "waiting", _("On its way")
    CALLING = "calling", _("Called")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNCLEAR = "unclear", _("Not known")


class AccountActionRun(models.Model):
    """One call of such a service for one requester. Called once at most: what was begun is never begun again."""

    action = models.ForeignKey(AccountAction, models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "action"],
                condition=Q(state__in=("waiting", "calling")),
                name="account_action_once",
            ),
        ]
