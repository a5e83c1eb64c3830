"""What can go wrong with promises, each with a sentence that says what to do."""

from __future__ import annotations


class PromiseError(Exception):
    """Base of the room's errors. `field` names the input that is wrong."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(PromiseError):
    """This person may not do that."""


class PolicyNotFound(PromiseError):
    """There is no such policy."""


class WrongInput(PromiseError):
    """A policy as it was given makes no sense."""


class Overtaken(PromiseError):
    """Somebody else changed the policy in the meantime."""


class NothingDue(PromiseError):
    """No promise of the ticket is due soon or late, so there is nothing to acknowledge."""
