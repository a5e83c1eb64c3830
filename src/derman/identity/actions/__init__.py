"""The verbs of identity checks: begin one, say the code, note the call, confirm as a manager, withdraw, lift."""

from derman.identity.actions.answering import Said, decide, note_call, say_code
from derman.identity.actions.beginning import begin
from derman.identity.actions.ending import end_due, lift, withdraw

__all__ = ["Said", "begin", "decide", "end_due", "lift", "note_call", "say_code", "withdraw"]
