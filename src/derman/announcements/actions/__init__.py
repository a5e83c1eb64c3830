"""The verbs of announcements."""

from derman.announcements.actions.affecting import affects, affects_no_longer
from derman.announcements.actions.going_on import UNDO, go_on, take_back
from derman.announcements.actions.writing import Details, begin, bring_back, describe, publish, remove, withdraw

__all__ = [
    "UNDO",
    "Details",
    "affects",
    "affects_no_longer",
    "begin",
    "bring_back",
    "describe",
    "go_on",
    "publish",
    "remove",
    "take_back",
    "withdraw",
]
