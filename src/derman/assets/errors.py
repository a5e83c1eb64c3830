"""What can go wrong with devices and programs, as named errors with a sentence that says what to do."""

from __future__ import annotations


class AssetError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(AssetError):
    """The person must not do this."""


class WrongInput(AssetError):
    """A value cannot be used."""
