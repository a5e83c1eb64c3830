"""What can go wrong with major incidents, as named errors with a sentence that says what to do."""

from __future__ import annotations


class MajorError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class MajorNotFound(MajorError):
    """There is no such major incident, or the person may not see it; which is not said."""


class NotAllowed(MajorError):
    """The person sees it but must not do this to it."""


class WrongInput(MajorError):
    """A value cannot be used."""


class Overtaken(MajorError):
    """Somebody else changed it first."""
