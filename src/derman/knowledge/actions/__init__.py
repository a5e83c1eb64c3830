"""What can be done with the knowledge base; each in one transaction."""

from derman.knowledge.actions.importing import ask_import
from derman.knowledge.actions.keeping import (
    Details,
    change_address,
    change_details,
    remove,
    restore,
    set_practice,
)
from derman.knowledge.actions.many import change_many, move_many
from derman.knowledge.actions.pictures import add_picture
from derman.knowledge.actions.publishing import ask_review, publish, publish_later, send_back, still_right, withdraw
from derman.knowledge.actions.reading import opened, reasons, say
from derman.knowledge.actions.shelves import remove_category, save_category
from derman.knowledge.actions.writing import restore_version, start, translate, write

__all__ = [
    "Details",
    "add_picture",
    "ask_import",
    "ask_review",
    "change_address",
    "change_details",
    "change_many",
    "move_many",
    "opened",
    "publish",
    "publish_later",
    "reasons",
    "remove",
    "remove_category",
    "restore",
    "restore_version",
    "save_category",
    "say",
    "send_back",
    "set_practice",
    "start",
    "still_right",
    "translate",
    "withdraw",
    "write",
]
