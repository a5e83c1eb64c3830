"""What can go wrong with teaching, as named errors with a sentence that says what to do."""

from __future__ import annotations


class TeachingError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(TeachingError):
    """There is no such path, step, assignment, news or tip, or the person may not see it; which is not said."""


class NotAllowed(TeachingError):
    """The person sees it but must not do this to it."""


class WrongInput(TeachingError):
    """A value cannot be used."""


class Overtaken(TeachingError):
    """Somebody else changed it first."""
