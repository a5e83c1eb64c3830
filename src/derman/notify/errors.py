"""What can go wrong with news, as named errors with a sentence that says what to do."""

from __future__ import annotations


class NotAllowed(Exception):
    """News are for people of the desk."""
