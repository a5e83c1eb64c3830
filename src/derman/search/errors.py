"""What can go wrong with the search, as named errors with a sentence that says what to do."""

from __future__ import annotations


class SearchError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(SearchError):
    """The acting person has no right to do this."""


class QueryError(SearchError):
    """A typed query cannot be understood; `start` and `end` say where in it."""

    def __init__(self, message: str, *, start: int, end: int) -> None:
        super().__init__(message, field="query")
        self.start, self.end = start, end


class TooSlow(SearchError):
    """A query was given up, since it took too long."""
