"""The verbs of problems."""

from derman.problems.actions.ending import UNDO, close, reopen
from derman.problems.actions.linking import link, link_all, unlink
from derman.problems.actions.offering import offer, send_workaround, withdraw_offer, write_article
from derman.problems.actions.tracking import note_of_issue
from derman.problems.actions.writing import Details, begin, describe, note

__all__ = [
    "UNDO",
    "Details",
    "begin",
    "close",
    "describe",
    "link",
    "link_all",
    "note",
    "note_of_issue",
    "offer",
    "reopen",
    "send_workaround",
    "unlink",
    "withdraw_offer",
    "write_article",
]
