"""What can go wrong."""

from __future__ import annotations


class InsightError(Exception):
    """Base of them; its text is a sentence for people."""


class NotAllowed(InsightError):
    """Only leads and administrators see what people look for."""
