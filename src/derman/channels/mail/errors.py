"""What can go wrong with mail, as named errors with a sentence that says what to do."""

from __future__ import annotations


class MailError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(MailError):
    """The acting person has no right to do this."""


class MailNotFound(MailError):
    """There is no such mail or mailbox, or the person may not see it."""


class StoreUnavailable(MailError):
    """A mail could not be stored; its sender must keep it and try again. `smtp` is the answer to give."""

    def __init__(self, message: str, *, smtp: str) -> None:
        super().__init__(message)
        self.smtp = smtp


class Unfileable(MailError):
    """A mail cannot become part of a ticket: it goes to quarantine with this `code`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail


class NotYet(MailError):
    """A mail must wait for another one that is to be filed first."""

    def __init__(self) -> None:
        super().__init__("It answers a mail that is not filed yet.")
