"""What agents read in mails of the desk, in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from derman.kernel.folding import fold
from derman.people.models import Person
from derman.tickets.models import Message, Ticket

type Text = Callable[[str], str]  # of a language

LONGEST = 4_000  # characters of one message; the ticket's page has the rest
# stands above everything: what is below it in an answer is not the agent's
MARK = gettext_noop("— Write your answer above this line —")
_KINDS = {
    "assigned": gettext_noop("%(who)s assigned #%(number)s to you."),
    "wrote": gettext_noop("%(who)s wrote on #%(number)s."),
    "mentioned": gettext_noop("%(who)s mentioned you in a note on #%(number)s."),
    "team": gettext_noop("#%(number)s came to your team %(team)s."),
}
_BY_THE_DESK = {
    **_KINDS,
    "assigned": gettext_noop("#%(number)s is yours: the desk gave it to you."),
}


def page_of(ticket: Ticket) -> str:
    """The ticket's page in the workspace."""
    return f"{settings.DERMAN_URL}/desk/tickets/{ticket.pk}/"


def choices_page() -> str:
    """Where an agent chooses of what to get mails."""
    return f"{settings.DERMAN_URL}/accounts/notifications/"


def holds_a_notice(text: str) -> bool:
    """Is a piece of a mail to an agent in this text?"""
    folded = fold(text)
    for language, _name in settings.LANGUAGES:
        with override(language):
            if fold(_(MARK)) in folded:
                return True
    return f"{settings.DERMAN_URL}/desk/tickets/" in text or choices_page() in text


def notice(
    language: str,
    agent: Person,
    ticket: Ticket,
    *,
    sentences: Sequence[tuple[str, str, int | None]],
    messages: Mapping[int, Message],
) -> str:
    """The text of a mail about one ticket. `sentences`: (kind, name of who did it, id of a message or null)."""
    with override(language):
        parts = [_(MARK)]
        shown: set[int] = set()
        said: set[str] = set()
        for kind, who, message in sentences:
            sentence = _(_KINDS[kind] if who else _BY_THE_DESK[kind]) % {
                "who": who or _("Somebody"),
                "number": ticket.pk,
                "team": ticket.team.name if ticket.team else "",
            }
            if sentence not in said:
                parts.append(sentence)
                said.add(sentence)
            if message is not None and message in messages and message not in shown:
                parts.append(_message(messages[message]))
                shown.add(message)
        parts += [
            _("%(name)s wrote:") % {"name": _name(message)} + "\n\n" + _message(message)
            for pk, message in messages.items()
            if pk not in shown
        ]
        parts.append(f"{_('Subject')}: {ticket.subject}\n{_('Requester')}: {ticket.requester.name}")
        parts.append(_below(ticket))
    return "\n\n".join(parts) + "\n"


def _name(message: Message) -> str:
    return message.author.name if message.author else _("The desk")


def _message(message: Message) -> str:
    text = message.text.strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip() + " …"
    files = ", ".join(file.name for file in message.attachments.all() if not file.inline)
    return "\n\n".join(filter(None, (text, f"{_('Attachments')}: {files}" if files else "")))


def _below(ticket: Ticket) -> str:
    return "\n\n".join(
        (
            _("The ticket: %(link)s") % {"link": page_of(ticket)},
            _("You choose of what you get mails: %(link)s") % {"link": choices_page()},
        )
    )
