"""What can go wrong with the gateway for pages, by name."""

from __future__ import annotations


class PagerError(Exception):
    """Something cannot be done; the message says what to do, `field` which part of a form it concerns."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(PagerError):
    """Only administrators may do this."""


class Unfit(PagerError):
    """What was set cannot be sent."""
