"""What can go wrong with trackers and their issues, as named errors with a sentence that says what to do."""

from __future__ import annotations


class TrackerError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class IssueNotFound(TrackerError):
    """There is no such tracker or issue, or the person may not see it; which is not said."""


class NotAllowed(TrackerError):
    """The person sees it but must not do this to it."""


class WrongInput(TrackerError):
    """A value cannot be used."""


class Forged(TrackerError):
    """News that nobody signed with the secret of the tracker."""
