"""What can go wrong with surges, as named errors with a sentence that says what to do."""

from __future__ import annotations


class RadarError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class SurgeNotFound(RadarError):
    """There is no such surge, or the person may not see any of its tickets; which is not said."""


class SurgeOver(RadarError):
    """Somebody has decided about it already."""
