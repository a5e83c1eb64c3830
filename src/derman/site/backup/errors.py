"""What can go wrong with a copy of a desk."""

from __future__ import annotations


class BackupError(Exception):
    """A copy cannot be made or restored; the message is the sentence for the person."""
