"""What can go wrong with rules, as named errors with a sentence that says what to do."""

from __future__ import annotations


class RuleError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RuleNotFound(RuleError):
    """There is no such rule, or the person may not see it; which of the two is not said."""


class MacroNotFound(RuleError):
    """There is no such macro, or the person may not see it; which of the two is not said."""


class TemplateNotFound(RuleError):
    """There is no such template, or the person may not see it; which of the two is not said."""


class NotAllowed(RuleError):
    """The person may not write rules."""


class WrongInput(RuleError):
    """A value cannot be used."""


class Overtaken(RuleError):
    """Somebody else changed the rule since it was shown."""
