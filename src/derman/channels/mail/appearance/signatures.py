"""What stands below an answer: who wrote it, and for whom. Each in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from derman.channels.mail.appearance.models import Signature
from derman.channels.mail.models import Mailbox
from derman.channels.mail.texts import SIGNATURE_PLACEHOLDERS, fill, in_language
from derman.people.models import Person, Team


def below(
    *, author: Person | None, team: Team | None, mailbox: Mailbox | None, language: str, desk: str, ticket: int | None
) -> str:
    """The agent's signature, or their name where they have none; then the team's, else the mailbox's. 1 statement."""
    own, shared = "", in_language(mailbox.signature_texts if mailbox else {}, language)
    if author is not None or team is not None:
        for row in Signature.objects.filter(Q(person=author, person__isnull=False) | Q(team=team, team__isnull=False)):
            text = in_language(row.texts, language)
            if row.person_id is not None:
                own = text
            elif text:
                shared = text
    name = author.name if author else ""
    if not own and "{agent}" not in shared:
        # a signature that says who wrote decides where
        own = name
    values = {
        "agent": name,
        "team": team.name if team else "",
        "desk": desk,
        "ticket": f"#{ticket}" if ticket is not None else "",
    }
    return "\n".join(filter(None, (filled(own, values) if own != name else name, filled(shared, values))))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A signature with its variables; a line of which only blanks are left goes."""
    return "\n".join(
        line
        for written in text.strip().splitlines()
        if (line := fill(written, SIGNATURE_PLACEHOLDERS, values).rstrip()) or not written.strip()
    )
