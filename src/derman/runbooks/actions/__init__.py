"""What can be done with runbooks; each in one transaction."""

from derman.runbooks.actions.pictures import add_picture, picture_address
from derman.runbooks.actions.publishing import bring_back, publish, remove, restore_version, withdraw
from derman.runbooks.actions.seeding import install_starting_set
from derman.runbooks.actions.walking import (
    Answered,
    answer,
    answer_beside,
    asked_for_help,
    begin,
    begin_beside,
    begin_by_desk,
    ended_in,
    take_back_answer,
    take_back_begun,
)
from derman.runbooks.actions.writing import ICONS, change_details, move_step, remove_step, save_step, start, write

__all__ = [
    "ICONS",
    "Answered",
    "add_picture",
    "answer",
    "answer_beside",
    "asked_for_help",
    "begin",
    "begin_beside",
    "begin_by_desk",
    "bring_back",
    "change_details",
    "ended_in",
    "install_starting_set",
    "move_step",
    "picture_address",
    "publish",
    "remove",
    "remove_step",
    "restore_version",
    "save_step",
    "start",
    "take_back_answer",
    "take_back_begun",
    "withdraw",
    "write",
]
