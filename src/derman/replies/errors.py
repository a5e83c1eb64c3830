"""What can go wrong with saved replies, as named errors with a sentence that says what to do."""

from __future__ import annotations


class ReplyError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ReplyNotFound(ReplyError):
    """There is no such saved reply, or the person may not see it; which of the two is not said."""


class NotAllowed(ReplyError):
    """The person sees the saved reply but must not change it."""


class WrongInput(ReplyError):
    """A value cannot be used."""
