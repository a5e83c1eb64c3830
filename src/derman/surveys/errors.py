"""What can go wrong with ratings, as named errors with a sentence that says what to do."""

from __future__ import annotations


class SurveyError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(SurveyError):
    """There is no such request of theirs; which is not said."""


class NotAllowed(SurveyError):
    """The person must not do this."""


class WrongInput(SurveyError):
    """A value cannot be used, or it is not the time for it."""
