"""What can go wrong with views, as named errors with a sentence that says what to do."""

from __future__ import annotations


class ViewError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ViewNotFound(ViewError):
    """There is no such view, or the person may not see it; which of the two is not said."""


class NotAllowed(ViewError):
    """The person sees the view but must not change it."""


class WrongInput(ViewError):
    """A value cannot be used."""
