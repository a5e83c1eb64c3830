"""What agents read in mails of the desk, in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from derman.channels.mail.agents.changes import CannotDo
from derman.channels.mail.agents.commands import Answer
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
    "aside": gettext_noop(
        "%(who)s wrote to you in a side conversation on #%(number)s. Read it and answer on the ticket."
    ),
    "watched": gettext_noop("%(who)s did something on #%(number)s, which you watch."),
    "due": gettext_noop("A promise on #%(number)s will be due soon."),
    "late": gettext_noop("A promise on #%(number)s is late."),
    "paged": gettext_noop(
        "You are on call: a promise on #%(number)s needs you now. “I have seen it” on the ticket stops further calls."
    ),
    "identity": gettext_noop(
        "An identity check on #%(number)s failed: whoever calls may not be who they say. Credentials of this person "
        "are locked until a lead lifts it on the ticket."
    ),
    "maker": gettext_noop("The makers of the software wrote on an issue of #%(number)s, or moved it."),
    "surge": gettext_noop(
        "The radar sees more tickets about one thing than usual, #%(number)s among them. “Problems” shows all of them."
    ),
    "rule": gettext_noop("A rule of the desk tells you of #%(number)s."),
    "rule_off": gettext_noop("A rule of yours was switched off, since it ran too often, the last time on #%(number)s."),
}
_BY_THE_DESK = {
    **_KINDS,
    "assigned": gettext_noop("#%(number)s is yours: the desk gave it to you."),
    "watched": gettext_noop("There is news on #%(number)s, which you watch."),
}

# why an answer was not sent, and whether its lines are told one by one
_REPORTS = {
    "unproven": gettext_noop(
        "Your mail to #%(number)s was not sent on: nothing proves that it came from your mailbox. Ask your "
        "administrator to have your domain's mail signed (DKIM), or answer in the workspace."
    ),
    "refused": gettext_noop(
        "A mail in your name to #%(number)s was refused: your domain says that it did not come from there. It waits "
        "in quarantine, where an administrator can look at it. If you did not write it, tell them."
    ),
    "stranger": gettext_noop(
        "A mail from %(sender)s came to your own reply address for #%(number)s. It waits in quarantine. If it is you, "
        "add this address to your profile and send the mail again."
    ),
    "empty": gettext_noop("Your mail to #%(number)s holds no text of your own above what it quotes. Nothing was sent."),
    "unknown": gettext_noop("Your mail to #%(number)s was not sent, since not every line at its beginning is known."),
    "cannot": gettext_noop("Your mail to #%(number)s was not sent, since not all that it asks for can be done."),
    "quotes": gettext_noop(
        "Your mail to #%(number)s was not sent: what it answers could not be told from your own words, and may hold "
        "what is for the desk alone. Delete the quoted text and send it again, or answer in the workspace."
    ),
    "help": gettext_noop("This is what you can write at the beginning of an answer to #%(number)s."),
}
_COMMANDS = (
    ("#note, #not", gettext_noop("your text becomes an internal note, which the requester never sees")),
    ("#resolve, #çöz", gettext_noop("the ticket is resolved")),
    ("#wait, #bekle", gettext_noop("it waits for the requester; or: #wait vendor, #wait change, #wait 2026-12-01")),
    ("#reopen, #aç", gettext_noop("it is in progress again")),
    ("#close, #kapat", gettext_noop("it is closed")),
    ("#take, #üstlen", gettext_noop("it is yours")),
    ("#assign elif@example.com, #ata Elif", gettext_noop("it goes to this agent; or: #assign nobody")),
    ("#team Network, #ekip Network", gettext_noop("it goes to this team")),
    ("#priority high, #öncelik yüksek", gettext_noop("critical, high, normal or low")),
    ("#tag vpn, #etiket vpn", gettext_noop("the tag is added")),
    ("#help, #yardım", gettext_noop("you get this list")),
)


@dataclass(frozen=True, slots=True)
class Report:
    """Why an agent's answer was not sent: a key of `_REPORTS`, what was read of it, and what could not be done."""

    why: str
    answer: Answer | None = None
    error: CannotDo | None = None
    sender: str = ""


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
            _(
                "Answer this mail, and your words go to the requester. Lines at the beginning such as #note, #resolve, "
                "#wait, #assign, #team or #priority high are carried out; #help lists them all."
            ),
            _("The ticket: %(link)s") % {"link": page_of(ticket)},
            _("You choose of what you get mails: %(link)s") % {"link": choices_page()},
        )
    )


def report(language: str, ticket: Ticket, told: Report, *, kept: bool) -> str:
    """The text of a mail that says what became of an agent's answer."""
    with override(language):
        parts = [_(MARK), _(_REPORTS[told.why]) % {"number": ticket.pk, "sender": told.sender}]
        if told.error is not None:
            parts.append(": ".join(filter(None, (told.error.line, told.error.why))))
        answer = told.answer
        if answer is not None and answer.unknown:
            parts.append(_("Not understood:") + "\n" + _list(answer.unknown))
        if answer is not None and answer.commands and told.why != "help":
            done = _("Understood, but nothing was changed:")
            parts.append(done + "\n" + _list([one.line for one in answer.commands]))
        if kept:
            parts.append(_("Nothing is lost: your text stands on the ticket as an internal note."))
        if told.why not in ("refused", "unproven", "stranger"):
            parts.append(
                _("What you can write at the beginning, each on a line of its own:")
                + "\n"
                + "\n".join(f"  {names}: {_(meaning)}" for names, meaning in _COMMANDS)
            )
        parts.append(_("The ticket: %(link)s") % {"link": page_of(ticket)})
    return "\n\n".join(parts) + "\n"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)
