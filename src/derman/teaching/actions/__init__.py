"""The verbs of teaching."""

from derman.teaching.actions.assigning import Whom, assign, bring_assignment_back, withdraw_assignment
from derman.teaching.actions.enrolling import enrol
from derman.teaching.actions.learning import Taken, answer, read, unread
from derman.teaching.actions.paths import bring_back, describe, publish, remove, start, withdraw
from derman.teaching.actions.steps import (
    add_article,
    add_check,
    bring_step_back,
    change_check,
    move_step,
    remove_step,
)

__all__ = [
    "Taken",
    "Whom",
    "add_article",
    "add_check",
    "answer",
    "assign",
    "bring_assignment_back",
    "bring_back",
    "bring_step_back",
    "change_check",
    "describe",
    "enrol",
    "move_step",
    "publish",
    "read",
    "remove",
    "remove_step",
    "start",
    "unread",
    "withdraw",
    "withdraw_assignment",
]
