"""The verbs of major incidents."""

from derman.majors.actions.declaring import Words, declare
from derman.majors.actions.ending import reopen, resolve, unresolve_tickets
from derman.majors.actions.joining import MOST_AT_ONCE, join, join_many, leave, offer, refuse
from derman.majors.actions.leading import describe, give_role, move, note, set_interval
from derman.majors.actions.reviewing import Review, add_action, change_action, finish_review, link_problem, write_review
from derman.majors.actions.ruling import rule
from derman.majors.actions.telling import UNDO, take_back, tell
from derman.majors.actions.withdrawing import was_heard_of, withdraw

__all__ = [
    "MOST_AT_ONCE",
    "UNDO",
    "Review",
    "Words",
    "add_action",
    "change_action",
    "declare",
    "describe",
    "finish_review",
    "give_role",
    "join",
    "join_many",
    "leave",
    "link_problem",
    "move",
    "note",
    "offer",
    "refuse",
    "reopen",
    "resolve",
    "rule",
    "set_interval",
    "take_back",
    "tell",
    "unresolve_tickets",
    "was_heard_of",
    "withdraw",
    "write_review",
]
