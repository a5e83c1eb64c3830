"""The verbs of teaching."""

from derman.teaching.actions.assigning import Whom, assign, bring_assignment_back, withdraw_assignment
from derman.teaching.actions.enrolling import enrol
from derman.teaching.actions.learning import Taken, answer, read, unread
from derman.teaching.actions.locking import held, held_news, held_tip
from derman.teaching.actions.paths import bring_back, describe, publish, remove, start, withdraw
from derman.teaching.actions.steps import (
    add_article,
    add_check,
    bring_step_back,
    change_check,
    move_step,
    remove_step,
)
from derman.teaching.actions.telling import (
    NewsGiven,
    TipGiven,
    bring_news_back,
    bring_tip_back,
    remove_news,
    remove_tip,
    save_news,
    save_tip,
    set_practice,
)

__all__ = [
    "NewsGiven",
    "Taken",
    "TipGiven",
    "Whom",
    "add_article",
    "add_check",
    "answer",
    "assign",
    "bring_assignment_back",
    "bring_back",
    "bring_news_back",
    "bring_step_back",
    "bring_tip_back",
    "change_check",
    "describe",
    "enrol",
    "held",
    "held_news",
    "held_tip",
    "move_step",
    "publish",
    "read",
    "remove",
    "remove_news",
    "remove_step",
    "remove_tip",
    "save_news",
    "save_tip",
    "set_practice",
    "start",
    "unread",
    "withdraw",
    "withdraw_assignment",
]
