"""Tickets that move up a tier: the form of a hand-over, its card in the conversation, and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from derman.people import queries as people
from derman.tickets import actions, queries
from derman.tickets.actions.handing import BOUNCES_TO_LEAD
from derman.tickets.handed import LONGEST_PART
from derman.tickets.queries import Conversation
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.workspace.forwards import choosable
from derman.web.workspace.told import Sentence
from derman.web.workspace.words import chip

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"handover.made": "send", "handover.accepted": "check", "handover.returned": "undo"}
UNDONE: Mapping[str, Any] = {
    "handover.made": gettext_lazy("hand-over"),
    "handover.accepted": gettext_lazy("acceptance of the hand-over"),
    "handover.returned": gettext_lazy("sending back"),
}
_TRIED = ("runbook.", "requester.tried")
_TONES = {"waiting": "warn", "accepted": "good", "returned": "urgent", "withdrawn": ""}


def _made(teller: Teller, event: Any) -> Sentence:
    return _("Moved up with a hand-over by %(who)s"), {"who": teller.who(event)}


def _accepted(teller: Teller, event: Any) -> Sentence:
    return _("Hand-over accepted by %(who)s"), {"who": teller.who(event)}


def _returned(teller: Teller, event: Any) -> Sentence:
    bounces = event.details["bounces"]
    told = ngettext(
        "Sent back by %(who)s: the first time on this ticket",
        "Sent back by %(who)s: %(bounces)s times on this ticket by now",
        bounces,
    )
    if bounces >= BOUNCES_TO_LEAD:
        told = _("Sent back by %(who)s: %(bounces)s times on this ticket by now. A lead should decide")
    return told, {"who": teller.who(event), "bounces": str(bounces)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "handover.made": _made,
    "handover.accepted": _accepted,
    "handover.returned": _returned,
}


def form_of(
    reader: Agent, found: Conversation, timeline: Sequence[Mapping[str, Any]], *, chosen: str = ""
) -> dict[str, Any]:
    """What the form of a hand-over offers: higher teams, what is known to have been tried, and messages.

    `chosen` is the id of the team whose questions stand there; without one they are those of the first.
    """
    ticket = found.ticket
    teams = [team for team in people.teams(reader) if team.tier > ticket.tier]
    to = next((team for team in teams if str(team.pk) == chosen), teams[0] if teams else None)
    first = next((message.text for message in found.messages if not message.staff), ticket.subject)
    return {
        "teams": teams,
        "chosen": to.pk if to is not None else 0,
        "questions": to.questions if to is not None else [],
        "keeps_contact": bool(ticket.team and ticket.team.keeps_contact),
        "requester": ticket.requester.name or ticket.requester.email,
        "tell": _words_for(ticket),
        "tell_in": _language_of(ticket),
        "wrong": Truncator(first.strip()).chars(600),
        "tried": tried_so_far(found, timeline),
        "choices": choosable(found),
        "most": LONGEST_PART,
    }


def _language_of(ticket: Any) -> str:
    return str(ticket.requester.language or get_language() or "en")


def _words_for(ticket: Any) -> str:
    """What the requester reads of it, in their language, as a draft."""
    with override(_language_of(ticket)):
        said = _(
            "Hello %(name)s,\n\nour specialists look at this now. They know what was tried so far, so you need not tell"
            " it again. You hear from us here."
        )
        return said % {"name": ticket.requester.name or ticket.requester.email}


def tried_so_far(found: Conversation, timeline: Sequence[Mapping[str, Any]]) -> str:
    """A line for each step of a guided fix, each search of the requester, and each internal note."""
    kinds = {str(event.pk): event.kind for event in found.events}
    facts = (entry for entry in timeline if not entry["is_message"])
    lines = [strip_tags(str(entry["words"])) for entry in facts if kinds.get(entry["id"], "").startswith(_TRIED)]
    notes = (message for message in found.messages if message.staff and not message.public)
    lines += [Truncator(" ".join(note.text.split())).chars(200) for note in notes]
    return Truncator("\n".join(f"– {line}" for line in lines)).chars(LONGEST_PART)


def cards_of(reader: Agent, ticket: Any) -> dict[int, dict[str, Any]]:
    """The hand-overs of a ticket as cards, by id. 1 statement, 1 more where one waits."""
    return {row.pk: _card(reader, ticket, row) for row in queries.hand_overs(reader, ticket)}


def _card(reader: Agent, ticket: Any, row: Any) -> dict[str, Any]:
    waiting = queries.waits(row, ticket)
    return {
        "url": f"/desk/tickets/{ticket.pk}/handover/",
        "way": _("%(from)s → %(to)s")
        % {
            "from": str(row.from_team or _("no team")),
            "to": str(row.to_team or _("a team that was removed")),
        },
        "chip": chip(row.get_state_display(), _TONES[row.state]),
        "parts": (
            (_("What is wrong"), row.wrong),
            (_("What was tried"), row.tried),
            (_("What is asked"), row.asked),
            *row.answers,
        ),
        "contact": str(row.by) if row.keeps_contact and row.state in ("waiting", "accepted") else "",
        "evidence": row.evidence,
        "reason": row.reason,
        "answered_by": str(row.answered_by) if row.answered_by else "",
        "answered_at": markup.time_short(row.answered_at, "") if row.answered_at else "",
        "can_answer": waiting and ticket.merged_into_id is None and actions.may_answer(reader, row),
    }
