"""What can go wrong with runbooks, as named errors with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derman.runbooks.checking import Fault


class RunbookError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RunbookNotFound(RunbookError):
    """There is no such runbook, step or walk, or the person may not see it; which of them is not said."""


class NotAllowed(RunbookError):
    """The person sees the runbook but must not do this to it."""


class WrongInput(RunbookError):
    """A value cannot be used."""


class Overtaken(RunbookError):
    """Somebody else changed the runbook first."""


class NotReady(RunbookError):
    """It cannot be published as it is; `faults` says what is to be mended, step by step."""

    def __init__(self, message: str, faults: Sequence[Fault]) -> None:
        super().__init__(message)
        self.faults = faults
