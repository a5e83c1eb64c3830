"""What can go wrong with people, as named errors with a sentence that says what to do."""

from __future__ import annotations


class PeopleError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AddressTaken(PeopleError):
    """The address belongs to another person."""


class NotAllowed(PeopleError):
    """The acting person has no right to do this."""


class LinkUnusable(PeopleError):
    """A sign-in link is unknown, used or too old."""


class TooManyAddresses(PeopleError):
    """The person has as many addresses, or waiting links to addresses, as anybody may have."""


class AddressNeeded(PeopleError):
    """The address cannot go: it is the only one, or the one to which mail is sent."""


class LastAdministrator(PeopleError):
    """The desk would be left without an administrator."""


class NoteNotFound(PeopleError):
    """There is no such note about the person."""
