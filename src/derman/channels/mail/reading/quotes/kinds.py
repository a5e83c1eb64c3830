"""What a line of a mail is."""

from enum import Enum


class Kind(Enum):
    """What a line is."""

    NEW = 0
    QUOTE = 1
    SIGNATURE = 2
    ANSWERED = 3
    """A quote that has its answer below it."""
