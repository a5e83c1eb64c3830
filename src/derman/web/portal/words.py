"""How a request stands, in the words of the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.kernel import clock
from derman.web import moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derman.tickets.models import Ticket

STEPS = 4
RECEIVED, SEEN, IN_WORK, DONE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class State:
    """Where a request stands: a few words, their tone, what happens next, and how many of the STEPS are behind."""

    words: str
    tone: str
    next: str
    step: int
    by_approval: bool = False  # what it waits for now

    @property
    def steps(self) -> list[bool]:
        return [number <= self.step for number in range(1, STEPS + 1)]

    @property
    def aloud(self) -> str:
        return _("Step %(step)d of %(all)d") % {"step": self.step, "all": STEPS}


def _first_name(ticket: Ticket, contact: str) -> str:
    person = ticket.assignee
    return next(iter((contact or (person.name if person is not None else "")).split()), "")


def _moved_up(ticket: Ticket, contact: str) -> str:
    """What becomes of a request that the front line could not solve; empty for all others."""
    if ticket.tier <= 1:
        return ""
    if contact:
        name = contact.split()[0]
        return _("%(name)s has our specialists look at it, and stays the one you talk to.") % {"name": name}
    return _(
        "It is with our specialists, who can read all that stands here: you need not tell it again."
        " The answer comes here and by e-mail."
    )


def _in_work(ticket: Ticket, contact: str) -> State:
    helper, moved = _first_name(ticket, contact), _moved_up(ticket, contact)
    if helper:
        text = moved or _("The answer comes here and by e-mail. You can add something at any time.")
        return State(_("%(name)s is working on it") % {"name": helper}, "warn", text, IN_WORK)
    text = moved or _("It is with the team. The answer comes here and by e-mail.")
    return State(pgettext("request", "In progress"), "warn", text, SEEN)


def _approval(approvers: Sequence[str]) -> State:
    """`approvers` are the names of those who were asked."""
    text = _("Once it is approved, the work begins. You hear from us here and by e-mail.")
    if not approvers:
        words = pgettext("request", "Waiting for approval")
    elif len(approvers) == 1:
        words = _("Waiting for approval: %(name)s") % {"name": approvers[0]}
    else:
        words = _("Waiting for approval: %(name)s or another") % {"name": approvers[0]}
    return State(words, "info", text, SEEN, by_approval=True)


def _waiting(ticket: Ticket) -> State:
    carry_on = _("You need not do anything. We carry on by ourselves.")
    if ticket.waiting_for == "vendor":
        text = _("A supplier is helping us with it, and we press them. You need not do anything; you hear from us.")
        return State(_("It is with a supplier"), "info", text, IN_WORK)
    if ticket.waiting_for == "change":
        return State(pgettext("request", "Waiting for a planned change"), "info", carry_on, IN_WORK)
    if ticket.waiting_for == "requester":
        text = _("We need something from you. Write your answer below and we carry on.")
        return State(_("Waiting for your answer"), "urgent", text, IN_WORK)
    if ticket.waiting_until is not None:
        day = moments.short(ticket.waiting_until)
        return State(_("Waiting until %(day)s") % {"day": day}, "info", carry_on, IN_WORK)
    return State(pgettext("request", "Waiting"), "info", carry_on, IN_WORK)


def state_of(ticket: Ticket, approvers: Sequence[str] = (), contact: str = "") -> State:
    """The state of a request for the person who asked.

    `approvers` are the names of those who were asked to agree, `contact` that of whoever stays the one whom they know
    after the request was moved up.
    """
    if ticket.status == "waiting" and ticket.waiting_for == "approval":
        return _approval(approvers)
    match ticket.status:
        case "new":
            text = _moved_up(ticket, contact) or _("An agent will read it and answer here and by e-mail.")
            helper = _first_name(ticket, contact)
            if helper:
                return State(_("%(name)s has it") % {"name": helper}, "info", text, SEEN)
            return State(_("We have it"), "info", text, RECEIVED)
        case "open":
            return _in_work(ticket, contact)
        case "waiting":
            return _waiting(ticket)
        case "resolved":
            text = _("Not solved after all? Tell us, and we carry on.")
            return State(pgettext("request", "Solved"), "good", text, DONE)
        case _:
            text = _("It is finished. If you write again, we look at it again.")
            return State(pgettext("request", "Closed"), "", text, DONE)


def promised(ticket: Ticket) -> str:
    """What we promised next, truthfully also where we are late; empty where nothing is due."""
    due = ticket.due_at
    if due is None or not ticket.is_unresolved:
        return ""
    moment, late = {"moment": moments.short(due)}, due <= clock.now()
    if ticket.promise == "resolution":
        text = (
            _("Solution promised by %(moment)s")
            if not late
            else _("We promised a solution by %(moment)s and are late.")
        )
    elif ticket.promise == "update":
        text = _("News by %(moment)s") if not late else _("We promised news by %(moment)s and are late.")
    else:
        text = _("Answer by %(moment)s") if not late else _("We promised an answer by %(moment)s and are late.")
    return text % moment


def step_names(state: State) -> list[str]:
    """The names of the steps, in order: no agent has what somebody else must agree to first."""
    return [
        pgettext("request", "Received"),
        pgettext("request", "Waiting for approval") if state.by_approval else _("With an agent"),
        pgettext("request", "In progress"),
        pgettext("request", "Solved"),
    ]
