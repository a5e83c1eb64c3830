"""What can go wrong with identity checks, as named errors with a sentence that says what to do.

They are errors of a ticket's verbs as well, so that every door knows what to answer.
"""

from __future__ import annotations

from derman.tickets import errors


class CannotCheck(errors.WrongInput):
    """This way of proving somebody is not open: no registered address, no number, no manager."""


class CheckWaits(errors.WaitsAlready):
    """A check is under way on this ticket already."""


class CheckOver(errors.AnsweredAlready):
    """The check that was to be answered does not wait any more, or never did."""


class Locked(errors.NotAllowed):
    """A check of this person failed: nobody touches their credentials until a lead lifts that."""


class NotProven(errors.NotAllowed):
    """The category asks for an identity check, and none holds."""


class SecretGone(errors.TicketNotFound):
    """There is nothing behind this link any more: opened, withdrawn, out of time, or never there."""


class CallWaits(errors.WaitsAlready):
    """The same is being done for this person right now."""
