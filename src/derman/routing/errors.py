"""What can go wrong with routing, as named errors with a sentence that says what to do."""

from __future__ import annotations


class RoutingError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(RoutingError):
    """The person may not do this."""


class WrongInput(RoutingError):
    """A value cannot be used."""


class Overtaken(RoutingError):
    """Somebody else changed the same since it was shown."""


class NotThere(RoutingError):
    """There is no such row, version, shift or rota, or the person may not see it; which of the two is not said."""
