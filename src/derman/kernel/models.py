"""Tables of the ground floor."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """A file in the data folder, found by what it holds. Many attachments may share one."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256, hexadecimal
    size = models.BigIntegerField()  # bytes
    media_type = models.CharField(max_length=127)  # as sniffed, not as claimed
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]
