"""What can go wrong with services, as named errors with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping


class CatalogueError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ServiceNotFound(CatalogueError):
    """There is no such service, or the person may not see it; which of the two is not said."""


class NotAllowed(CatalogueError):
    """The person must not do this."""


class WrongInput(CatalogueError):
    """A value cannot be used."""


class WrongAnswers(CatalogueError):
    """A form was not filled in rightly: `fields` says for each field (by key) what is wrong."""

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message)
        self.fields = fields
