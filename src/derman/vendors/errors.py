"""What can go wrong with vendors, as named errors with a sentence that says what to do."""

from __future__ import annotations


class VendorError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class VendorNotFound(VendorError):
    """There is no such vendor, contract or case, or the person may not see it; which is not said."""


class NotAllowed(VendorError):
    """The person sees it but must not do this to it."""


class WrongInput(VendorError):
    """A value cannot be used."""


class RoomClosed(VendorError):
    """A guest page that opens nothing: forged, withdrawn, past its time; a stranger is not told which."""

    def __init__(self, message: str, *, was_there: bool) -> None:
        super().__init__(message)
        self.was_there = was_there  # there was such a page once
