"""What steps come to on one ticket, and the words with which their places are filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from derman.automation.seeing import Seen
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.replies.models import ReplyFile
from derman.tickets.variables import fill, values_for

type Step = dict[str, Any]


class Gone(Exception):
    """What a step names is no longer there; the message says what."""


@dataclass(slots=True)
class Plan:
    """What a rule has to do with one ticket: what changes there, and what leaves the ticket alone."""

    changes: dict[str, Any] = field(default_factory=dict)  # of actions.Doing
    notify: list[str | int] = field(default_factory=list)
    mails: list[tuple[str, str]] = field(default_factory=list)  # address, text
    webhooks: list[str] = field(default_factory=list)
    actor: Person | None = None  # who has a macro do it; None for a rule
    missing: list[str] = field(default_factory=list)  # places of a macro's texts for which nothing is known
    files: list[ReplyFile] = field(default_factory=list)  # of a saved reply, in a macro

    def say(self, text: str, seen: Seen) -> str:
        """A text for the ticket: a rule's speaks for the desk, a macro's for whoever runs it."""
        if self.actor is None:
            return told(text, seen)
        said, missing = fill(text, values_for(seen.ticket, self.actor))
        self.missing += [name for name in missing if name not in self.missing]
        return said


def told(text: str, seen: Seen) -> str:
    """A text with its places filled for a ticket; one for which there is nothing stays empty."""
    ticket, desk = seen.ticket, the_desk()
    name = ticket.requester.name or ticket.requester.email
    values = {
        "requester.name": name,
        "requester.first_name": name.split()[0] if name.split() else name,
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "ticket.link": f"{settings.DERMAN_PORTAL_URL}/requests/{ticket.pk}/",
        "agent.name": desk.name,
        "desk.name": desk.name,
    }
    return fill(text, values)[0]
