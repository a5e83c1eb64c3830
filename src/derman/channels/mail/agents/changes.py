"""What an agent's commands come to on the ticket: people, teams and days looked up, and all of it done or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail.agents import commands
from derman.channels.mail.agents.commands import Answer, Command
from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people import queries as people
from derman.people.models import Person, Team
from derman.tickets import actions
from derman.tickets.actions import FieldChanges
from derman.tickets.errors import TicketError
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Channel, Message, Status, Ticket, WaitingFor

MORNING = time(9, 0)


class CannotDo(Exception):
    """A command that is understood and cannot be done: its line, and why, in the agent's language."""

    def __init__(self, line: str, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def carry_out(
    agent: Person, ticket: Ticket, answer: Answer, *, html_body: str = "", files: Sequence[IncomingFile] = ()
) -> Message | None:
    """Write the answer and do what its commands ask for: all of it or nothing. Raises CannotDo.

    Gives the message; None where there were commands alone.
    """
    wanted = _changes(agent, ticket, answer)
    note = answer.of("note")
    message: Message | None = None
    try:
        with transaction.atomic():
            if note is not None and not answer.text.strip() and not files:
                raise CannotDo(note.line, _("There is no text for the note."))
            if note is not None:
                message = actions.note(
                    actor=agent, ticket=ticket.pk, text=answer.text, attached=files, channel=Channel.EMAIL
                )
            elif answer.text.strip() or files:
                then, wanted = _then(wanted)
                message = actions.reply(
                    actor=agent, ticket=ticket.pk, text=answer.text, html_body=html_body, attached=files, then=then,
                    channel=Channel.EMAIL,
                )  # fmt: skip
            actions.change_fields(actor=agent, ticket=ticket.pk, changes=wanted)
    except TicketError as error:
        raise CannotDo(answer.commands[0].line if len(answer.commands) == 1 else "", str(error)) from None
    return message


def _then(wanted: FieldChanges) -> tuple[str, FieldChanges]:
    """What a reply does to the status by itself, and the changes that are left."""
    plain_wait = wanted.status == Status.WAITING and wanted.waiting_for == WaitingFor.REQUESTER
    if wanted.status == Status.RESOLVED or plain_wait:
        return wanted.status, replace(wanted, status=FieldChanges().status)
    return "", wanted


def _changes(agent: Person, ticket: Ticket, answer: Answer) -> FieldChanges:
    wanted = FieldChanges()
    for command in answer.commands:
        if command.name in ("resolve", "close", "reopen"):
            status = {"resolve": Status.RESOLVED, "close": Status.CLOSED, "reopen": Status.OPEN}[command.name]
            wanted = replace(wanted, status=status, waiting_for="", waiting_until=None)
        elif command.name == "wait":
            wanted = _wait(agent, command, wanted)
        elif command.name == "priority":
            code = commands.PRIORITIES.get(fold(command.argument))
            if code is None:
                raise CannotDo(command.line, _("A priority is critical, high, normal or low."))
            wanted = replace(wanted, priority=code)
        elif command.name == "take":
            wanted = replace(wanted, assignee=agent)
        elif command.name == "assign":
            wanted = replace(wanted, assignee=_person(agent, command))
        elif command.name == "team":
            wanted = replace(wanted, team=_team(agent, command))
        elif command.name == "tag":
            given = [part.strip() for part in command.argument.split(",") if part.strip()]
            if not given:
                raise CannotDo(command.line, _("Name the tag."))
            kept = wanted.tags if wanted.tags is not FieldChanges().tags else ticket.tags
            wanted = replace(wanted, tags=[*kept, *given])
    takes = wanted.assignee is agent and ticket.status == Status.NEW
    if takes and wanted.status is FieldChanges().status:
        wanted = replace(wanted, status=Status.OPEN)
    return wanted


def _wait(agent: Person, command: Command, wanted: FieldChanges) -> FieldChanges:
    whom = commands.WAITS.get(fold(command.argument))
    if whom is not None:
        return replace(wanted, status=Status.WAITING, waiting_for=whom, waiting_until=None)
    zone = ZoneInfo(agent.zone or the_desk().zone)
    day = commands.day_of(command.argument, clock.now().astimezone(zone).date())
    if day is None:
        raise CannotDo(
            command.line, _("Say whom the ticket waits for (requester, vendor, change), or a date like 2026-12-01.")
        )
    until = datetime.combine(day, MORNING, tzinfo=zone)
    return replace(wanted, status=Status.WAITING, waiting_for=WaitingFor.DATE, waiting_until=until)


def _person(agent: Person, command: Command) -> Person | None:
    words = fold(command.argument).strip("@<> ")
    if words in commands.MYSELF:
        return agent
    if words in commands.NOBODY:
        return None
    if "@" in words:
        by_address = people.person_by_address(words)
        if by_address is None or not by_address.is_staff_member:
            raise CannotDo(command.line, _("Nobody at the desk has this address."))
        return by_address
    everybody = list(people.agents(agent))
    exact = [one for one in everybody if fold(one.name) == words]
    found = exact or [one for one in everybody if words and set(words.split()) <= set(fold(one.name).split())]
    return _only(found, command, _("Nobody at the desk has this name."))


def _team(agent: Person, command: Command) -> Team:
    words = fold(command.argument)
    everybody = list(people.teams(agent))
    exact = [one for one in everybody if fold(one.name) == words]
    found = exact or [one for one in everybody if words and set(words.split()) <= set(fold(one.name).split())]
    return _only(found, command, _("There is no team of this name."))


def _only[T: (Person, Team)](found: Sequence[T], command: Command, nobody: str) -> T:
    if not found:
        raise CannotDo(command.line, nobody)
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:5])
        raise CannotDo(command.line, _("Several are meant: %(names)s. Write the whole name.") % {"names": names})
    return found[0]
