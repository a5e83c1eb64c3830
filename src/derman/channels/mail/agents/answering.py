"""An agent answers from their own mailbox: the desk's signed address for them and the ticket, and a proven sender.

Whatever is not certain goes to nobody outside: it becomes an internal note, and the agent hears why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from derman.channels.mail.agents import commands, words
from derman.channels.mail.agents.changes import CannotDo, carry_out
from derman.channels.mail.agents.handlers import write_report
from derman.channels.mail.intake import plain
from derman.channels.mail.marks import agent_of_address
from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.outgoing import language_of, mailbox_of
from derman.channels.mail.reading import Mail
from derman.channels.mail.reading.quotes.forwarding import holds_forwarded
from derman.channels.mail.trust.verdict import SenderProof
from derman.kernel import html
from derman.kernel.folding import fold
from derman.people.models import Person
from derman.people.queries import person_by_address
from derman.tickets import actions
from derman.tickets.access import visible_to
from derman.tickets.errors import TicketError
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Channel, Message, Ticket


@dataclass(frozen=True, slots=True)
class Answered:
    """To what a mail was addressed: a ticket, by the agent for whom the desk signed the address."""

    ticket: Ticket
    agent: Person


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an agent's mail: the state and reason of the ledger, and the message that it became."""

    state: str
    reason: str
    message: Message | None = None


def find(mail: Mail, recipients: Iterable[str]) -> Answered | None:
    """The ticket and agent of a mail that the agent of its signed address sent; None for everybody else's mail.

    No statement for a mail without such an address.
    """
    signed = next(filter(None, map(agent_of_address, recipients)), None)
    if signed is None or mail.author is None:
        return None
    agent = person_by_address(plain(mail.author.email))
    ticket = Ticket.objects.filter(pk=signed[0]).first()
    if agent is None or agent.pk != signed[1] or ticket is None:
        return None
    return Answered(ticket, agent)


def strays(row: IncomingMail, recipients: Iterable[str]) -> bool:
    """Did somebody who takes no part in the ticket write to an agent's own address? What they quote may be the desk's.

    The agent is told: perhaps it is they, from an address that the desk does not know. `row` gets the ticket, so that
    only those see the mail who may see that.
    """
    signed = next(filter(None, map(agent_of_address, recipients)), None)
    ticket = Ticket.objects.filter(pk=signed[0]).first() if signed else None
    if signed is None or ticket is None:
        return False
    row.ticket = ticket
    agent = Person.objects.filter(pk=signed[1]).first()
    if agent is not None and agent.is_staff_member and visible_to(agent).filter(pk=ticket.pk).exists():
        write_report(agent, ticket, words.Report("stranger", sender=row.sender))
    return True


def take(
    row: IncomingMail,
    mail: Mail,
    answered: Answered,
    *,
    proof: SenderProof,
    released: bool,
    files: Sequence[IncomingFile],
) -> Outcome:
    """Do what the mail asks for. `released`: an administrator let it through though its sender's proof failed."""
    agent, ticket = answered.agent, answered.ticket
    if mail.wants_no_answer or row.null_sender:
        return Outcome(IncomingState.IGNORED, "agent_automatic")
    if not visible_to(agent).filter(pk=ticket.pk).exists() or not agent.is_staff_member:
        return Outcome(IncomingState.QUARANTINED, "agent_no_access")
    if proof is SenderProof.FAILED and not released:
        write_report(agent, ticket, words.Report("refused"))
        return Outcome(IncomingState.QUARANTINED, "agent_refused")
    with override(language_of(agent, None, mailbox_of(ticket))):
        return _take(mail, agent, ticket, proven=proof is SenderProof.PROVEN, files=files)


def _take(mail: Mail, agent: Person, ticket: Ticket, *, proven: bool, files: Sequence[IncomingFile]) -> Outcome:
    own = plain(mail.reply)
    answer = commands.read(own)
    files = _own_files(mail, files)
    if not proven:
        return _keep(agent, ticket, own, files, words.Report("unproven", answer))
    if not answer.text.strip() and not answer.commands and not answer.unknown and not files:
        write_report(agent, ticket, words.Report("empty"))
        return Outcome(IncomingState.FILED, "agent_kept")
    if answer.unknown or answer.of("help"):
        kind = "unknown" if answer.unknown else "help"
        return _keep(agent, ticket, own if answer.text else "", files, words.Report(kind, answer))
    if _holds_quotes(answer.text) or holds_forwarded(mail.subject, answer.text):
        return _keep(agent, ticket, own, files, words.Report("quotes", answer))
    try:
        message = carry_out(agent, ticket, answer, html_body=_html(mail, answer), files=files)
    except CannotDo as error:
        return _keep(agent, ticket, own if answer.text else "", files, words.Report("cannot", answer, error))
    return Outcome(IncomingState.FILED, "agent_answer", message)


def _keep(agent: Person, ticket: Ticket, text: str, files: Sequence[IncomingFile], report: words.Report) -> Outcome:
    """Nothing is done: the words stay on the ticket for the desk alone, and the agent hears why."""
    message = None
    if text.strip() or files:
        try:
            message = actions.note(actor=agent, ticket=ticket.pk, text=text, attached=files, channel=Channel.EMAIL)
        except TicketError as error:
            # the raw mail has them still
            report = words.Report("cannot", report.answer, CannotDo("", str(error)))
    write_report(agent, ticket, report, kept=message is not None)
    return Outcome(IncomingState.FILED, "agent_kept", message)


def _holds_quotes(text: str) -> bool:
    """Is something left of what the agent was told? It may hold notes, which are nobody's outside the desk."""
    return words.holds_a_notice(text) or any(line.lstrip().startswith(">") for line in text.splitlines())


def _html(mail: Mail, answer: commands.Answer) -> str:
    """The answer with its looks, where that is sure to say what its text says; else empty."""
    if answer.commands or not mail.reply_html:
        return ""
    made = plain(mail.reply_html)
    return made if _bare(html.to_text(made)) == _bare(answer.text) else ""


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _own_files(mail: Mail, files: Sequence[IncomingFile]) -> list[IncomingFile]:
    """The files that belong to the answer: not the pictures of signature and quote."""
    return [file for file in files if not file.inline or (file.content_id and file.content_id in mail.reply_html)]
