"""What can go wrong with tickets, as named errors with a sentence that says what to do."""

from __future__ import annotations


class TicketError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TicketNotFound(TicketError):
    """There is no such ticket, or the person may not see it; which of the two is not said."""


class NotAllowed(TicketError):
    """The person sees the ticket but must not do this to it."""


class WrongInput(TicketError):
    """A value cannot be used."""


class Overtaken(TicketError):
    """Somebody else changed the ticket first."""


class DraftElsewhere(Overtaken):
    """The same agent typed on in another window or on another device."""


class AnsweredAlready(Overtaken):
    """What was to be answered does not wait any more, or not here."""


class WaitsAlready(Overtaken):
    """What was to begin has begun, and waits for an answer."""


class TooLateToUndo(TicketError):
    """The time for taking it back is over, or something later builds on it."""


class AlreadyUndone(TooLateToUndo):
    """Somebody has taken it back before."""
