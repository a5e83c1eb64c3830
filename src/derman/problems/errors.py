"""What can go wrong with problems, as named errors with a sentence that says what to do."""

from __future__ import annotations


class ProblemError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ProblemNotFound(ProblemError):
    """There is no such problem, or the person may not see it; which is not said."""


class NotAllowed(ProblemError):
    """The person sees it but must not do this to it."""


class WrongInput(ProblemError):
    """A value cannot be used."""


class Overtaken(ProblemError):
    """Somebody else changed it first."""
