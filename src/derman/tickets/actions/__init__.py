"""The verbs of the ticket: the only way in which a ticket changes."""

from derman.tickets.actions.approving import decide, remind_now
from derman.tickets.actions.aside import begin_aside, bring_aside, leave_aside, say_aside
from derman.tickets.actions.asking import ask_for
from derman.tickets.actions.at_hand import (
    Beside,
    know_followers,
    message_at_hand,
    moment_at_hand,
    opening_at_hand,
    set_at_hand,
    ticket_at_hand,
)
from derman.tickets.actions.by_macro import run_macro
from derman.tickets.actions.by_rule import Doing, NewTask, carry_out, last_holder, note_rule
from derman.tickets.actions.causing import note_problem_linked, note_problem_unlinked, tell_of_problem
from derman.tickets.actions.change_many import FieldChanges, change_fields
from derman.tickets.actions.copying import copy
from derman.tickets.actions.deleting import delete, restore
from derman.tickets.actions.drafts import save_draft
from derman.tickets.actions.expecting import expect_unchanged
from derman.tickets.actions.fields import (
    assign,
    hand_over,
    set_category,
    set_followers,
    set_kind,
    set_priority,
    set_subject,
    set_tags,
    take,
)
from derman.tickets.actions.forwarding import Received, forward, had_blind_copy
from derman.tickets.actions.from_template import open_from_template
from derman.tickets.actions.guiding import answer_runbook, ask_after_walk, begin_runbook, note_tried
from derman.tickets.actions.handing import accept, escalate, may_answer, send_back
from derman.tickets.actions.identifying import (
    note_account_action,
    note_account_action_ended,
    note_check_begun,
    note_check_ended,
    note_lock_lifted,
    note_secret_ended,
    note_secret_handed,
)
from derman.tickets.actions.later import reply_later, send_now, take_back
from derman.tickets.actions.linking import link, unlink
from derman.tickets.actions.majors import note_major_joined, note_major_left, reopen_after_major, tell_of_major
from derman.tickets.actions.many import Foreseen, Wanted, change_many, foresee, take_back_run
from derman.tickets.actions.merging import merge, unmerge
from derman.tickets.actions.messages import file_address, note, reply
from derman.tickets.actions.next_ticket import take_next
from derman.tickets.actions.noticing import note_lost_mail, note_mail, note_outage, note_rating
from derman.tickets.actions.own_fields import move_field, save_field, set_own_fields
from derman.tickets.actions.parts import resolve_with_parts
from derman.tickets.actions.pinning import pin
from derman.tickets.actions.promising import (
    move_up_late,
    note_acknowledged,
    note_page,
    note_promise_moved,
    note_promise_step,
)
from derman.tickets.actions.reading import mark_read, mark_unread
from derman.tickets.actions.receive import open_ticket, receive, reply_own, takes_part
from derman.tickets.actions.rereading import Reading, put_back, reread
from derman.tickets.actions.sorting import move_category, remove_category, remove_team, save_category, save_matrix
from derman.tickets.actions.splitting import split
from derman.tickets.actions.status import (
    close,
    mark_as_spam,
    remind,
    reopen,
    reopen_own,
    resolve,
    resolve_own,
    wait,
    withdraw_links,
)
from derman.tickets.actions.tasks import add_task, change_task
from derman.tickets.actions.tracking import note_of_issue
from derman.tickets.actions.undo import undo
from derman.tickets.actions.undoable import can_be_taken_back, last_act
from derman.tickets.actions.uploads import reuse, upload
from derman.tickets.actions.vending import note_of_vendor, send_to_vendor
from derman.tickets.actions.watching import unwatch, watch
from derman.tickets.actions.working import add_time, remove_time
from derman.tickets.settling import UNDO_TIME

__all__ = [
    "UNDO_TIME",
    "Beside",
    "Doing",
    "FieldChanges",
    "Foreseen",
    "NewTask",
    "Reading",
    "Received",
    "Wanted",
    "accept",
    "add_task",
    "add_time",
    "answer_runbook",
    "ask_after_walk",
    "ask_for",
    "assign",
    "begin_aside",
    "begin_runbook",
    "bring_aside",
    "can_be_taken_back",
    "carry_out",
    "change_fields",
    "change_many",
    "change_task",
    "close",
    "copy",
    "decide",
    "delete",
    "escalate",
    "expect_unchanged",
    "file_address",
    "foresee",
    "forward",
    "had_blind_copy",
    "hand_over",
    "know_followers",
    "last_act",
    "last_holder",
    "leave_aside",
    "link",
    "mark_as_spam",
    "mark_read",
    "mark_unread",
    "may_answer",
    "merge",
    "message_at_hand",
    "moment_at_hand",
    "move_category",
    "move_field",
    "move_up_late",
    "note",
    "note_account_action",
    "note_account_action_ended",
    "note_acknowledged",
    "note_check_begun",
    "note_check_ended",
    "note_lock_lifted",
    "note_lost_mail",
    "note_mail",
    "note_major_joined",
    "note_major_left",
    "note_of_issue",
    "note_of_vendor",
    "note_outage",
    "note_page",
    "note_problem_linked",
    "note_problem_unlinked",
    "note_promise_moved",
    "note_promise_step",
    "note_rating",
    "note_rule",
    "note_secret_ended",
    "note_secret_handed",
    "note_tried",
    "open_from_template",
    "open_ticket",
    "opening_at_hand",
    "pin",
    "put_back",
    "receive",
    "remind",
    "remind_now",
    "remove_category",
    "remove_team",
    "remove_time",
    "reopen",
    "reopen_after_major",
    "reopen_own",
    "reply",
    "reply_later",
    "reply_own",
    "reread",
    "resolve",
    "resolve_own",
    "resolve_with_parts",
    "restore",
    "reuse",
    "run_macro",
    "save_category",
    "save_draft",
    "save_field",
    "save_matrix",
    "say_aside",
    "send_back",
    "send_now",
    "send_to_vendor",
    "set_at_hand",
    "set_category",
    "set_followers",
    "set_kind",
    "set_own_fields",
    "set_priority",
    "set_subject",
    "set_tags",
    "split",
    "take",
    "take_back",
    "take_back_run",
    "take_next",
    "takes_part",
    "tell_of_major",
    "tell_of_problem",
    "ticket_at_hand",
    "undo",
    "unlink",
    "unmerge",
    "unwatch",
    "upload",
    "wait",
    "watch",
    "withdraw_links",
]
