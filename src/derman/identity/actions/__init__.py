"""The verbs of the room: begin a check, say the code, note the call, confirm as a manager, withdraw, lift; and hand a
secret over once; have a web service do something to an account."""

from derman.identity.actions.answering import Said, decide, note_call, say_code
from derman.identity.actions.beginning import begin
from derman.identity.actions.calling import (
    ask_account_action,
    end_runs_due,
    run_account_action,
    save_account_action,
)
from derman.identity.actions.ending import end_due, lift, withdraw
from derman.identity.actions.handing_secrets import (
    check_secret,
    end_secrets_due,
    hand_over_secret,
    make_secret,
    open_secret,
    withdraw_secret,
)

__all__ = [
    "Said",
    "ask_account_action",
    "begin",
    "check_secret",
    "decide",
    "end_due",
    "end_runs_due",
    "end_secrets_due",
    "hand_over_secret",
    "lift",
    "make_secret",
    "note_call",
    "open_secret",
    "run_account_action",
    "save_account_action",
    "say_code",
    "withdraw",
    "withdraw_secret",
]
