"""The verbs of announcements."""

from derman.announcements.actions.affecting import affects, affects_no_longer
from derman.announcements.actions.commanding import (
    count_people_in,
    count_people_out,
    describe_commanded,
    go_on_commanded,
    hide_commanded,
    show_commanded,
    stand_again,
    take_back_commanded,
)
from derman.announcements.actions.going_on import UNDO, go_on, take_back
from derman.announcements.actions.writing import Details, begin, bring_back, describe, publish, remove, withdraw

__all__ = [
    "UNDO",
    "Details",
    "affects",
    "affects_no_longer",
    "begin",
    "bring_back",
    "count_people_in",
    "count_people_out",
    "describe",
    "describe_commanded",
    "go_on",
    "go_on_commanded",
    "hide_commanded",
    "publish",
    "remove",
    "show_commanded",
    "stand_again",
    "take_back",
    "take_back_commanded",
    "withdraw",
]
