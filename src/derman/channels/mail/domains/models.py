"""Tables of the domains that the desk writes from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from derman.kernel import clock


class DkimKey(models.Model):
    """A key for the mails of one domain (DKIM, RFC 6376). One at most signs; a newer one waits to be published."""

    domain = models.CharField(max_length=253)  # folded, as DNS knows it
    selector = models.CharField(max_length=63)
    private_key_encrypted = models.TextField()  # PEM; see kernel.secrets.encrypt
    public_key = models.TextField()  # base64, as it stands in the record
    signs = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)  # when DNS gave this key last

    class Meta:
        ordering = ["domain", "-signs", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "selector"], name="dkim_key_once"),
            models.UniqueConstraint(fields=["domain"], condition=Q(signs=True), name="dkim_one_signs"),
            models.UniqueConstraint(fields=["domain"], condition=Q(signs=False), name="dkim_one_waits"),
        ]

    def __str__(self) -> str:
        return self.record_name

    @property
    def record_name(self) -> str:
        """Where the record stands in DNS."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What stands there."""
        return f"v=DKIM1; k=rsa; p={self.public_key}"
