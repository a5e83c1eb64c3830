"""What can go wrong with obligations, each with a sentence that says what to do."""

from __future__ import annotations


class ObligationError(Exception):
    """Base of the room's errors. `field` names the input that is wrong."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ObligationNotFound(ObligationError):
    """There is no such obligation that the person may see."""


class NotAllowed(ObligationError):
    """This person may not do that."""


class Overtaken(ObligationError):
    """Somebody else has dealt with it in the meantime."""


class WrongInput(ObligationError):
    """What was given makes no sense."""
