"""Mails to agents. *Now*, in the transaction in which it was decided that somebody is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from derman.channels.mail.agents import words
from derman.channels.mail.models import Mailbox, OutgoingKind, OutgoingMail
from derman.channels.mail.outgoing import language_of, mailbox_of, subject_of, write_mail
from derman.kernel import clock, sql
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from derman.notify.facts import AgentToTell

MOST_REPORTS, WHILE = 20, timedelta(hours=1)  # mails to one agent about one ticket: two programs must not talk forever


def tell(fact: AgentToTell) -> None:
    """One mail to an agent about one ticket, with what was said there. Whether they may see it was asked just now."""
    agent = Person.objects.get(pk=fact.person)
    ticket = actions.ticket_at_hand(fact.ticket)
    wanted = [message for _kind, _actor, message in fact.news if message is not None]
    messages = {message.pk: message for message in Message.objects.filter(pk__in=wanted).select_related("author")}
    # what is said aside is no part of what anybody may answer by mail, and nothing else is told in its stead
    if not wanted and any(kind != "aside" for kind, _actor, _message in fact.news):
        latest = ticket.messages.filter(public=True, withdrawn_at=None).select_related("author").last()
        messages = {latest.pk: latest} if latest else {}
    actors = {actor for _kind, actor, _message in fact.news if actor is not None}
    names = dict(Person.objects.filter(pk__in=actors).values_list("pk", "name"))
    write_to_agent(
        agent,
        ticket,
        text=lambda language: words.notice(
            language,
            agent,
            ticket,
            sentences=[(kind, names.get(actor or 0, ""), message) for kind, actor, message in fact.news],
            messages=messages,
        ),
    )


def write_to_agent(agent: Person, ticket: Ticket, *, text: words.Text) -> None:
    """Put a mail to an agent into the outbox; its reply address is the agent's alone. Nothing to one of the desk's."""
    ours = {address for (address,) in sql.rows("SELECT folded FROM mail_mailbox")}
    if not agent.is_staff_member or not agent.email or agent.email.casefold() in ours:
        return
    mailbox: Mailbox | None = mailbox_of(ticket)
    language = language_of(agent, None, mailbox)
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox,
        to=[agent.email],
        subject=subject_of(ticket, answers=False),
        language=language,
        ticket=ticket,
        person=agent,
        text=text(language),
    )


def write_report(agent: Person, ticket: Ticket, report: words.Report, *, kept: bool = False) -> None:
    """Tell an agent what became of their answer; `kept`: its words stand on the ticket as an internal note."""
    recent = OutgoingMail.objects.filter(
        kind=OutgoingKind.AGENT, person=agent, ticket=ticket, created_at__gt=clock.now() - WHILE
    )
    if recent[:MOST_REPORTS].count() >= MOST_REPORTS:
        return
    write_to_agent(agent, ticket, text=lambda language: words.report(language, ticket, report, kept=kept))
