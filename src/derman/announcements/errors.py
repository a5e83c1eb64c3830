"""What can go wrong with announcements, as named errors with a sentence that says what to do."""

from __future__ import annotations


class AnnouncementError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(AnnouncementError):
    """There is no such announcement, or the person may not see it; which is not said."""


class NotAllowed(AnnouncementError):
    """The person sees it but must not do this to it."""


class WrongInput(AnnouncementError):
    """A value cannot be used."""


class Overtaken(AnnouncementError):
    """Somebody else changed it first."""
