"""The verbs of vendors."""

from derman.vendors.actions.answering import MOST_A_DAY, answer
from derman.vendors.actions.handing import (
    ask_again,
    end,
    hand_to_vendor,
    note_details,
    renew_link,
    withdraw,
    write_to_vendor,
)
from derman.vendors.actions.keeping import (
    ContractGiven,
    Details,
    archive,
    bring_back,
    remove,
    remove_contract,
    save,
    save_contract,
)

__all__ = [
    "MOST_A_DAY",
    "ContractGiven",
    "Details",
    "answer",
    "archive",
    "ask_again",
    "bring_back",
    "end",
    "hand_to_vendor",
    "note_details",
    "remove",
    "remove_contract",
    "renew_link",
    "save",
    "save_contract",
    "withdraw",
    "write_to_vendor",
]
