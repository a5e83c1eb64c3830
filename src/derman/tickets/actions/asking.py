"""Asking for a service of the catalogue: one ticket with the answers, the approvals it needs and its tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.catalogue.answering import Answer, line_of
from derman.catalogue.fields import Type, fields_of
from derman.catalogue.models import Service
from derman.catalogue.queries import service_by_id
from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions.approving import ask_next
from derman.tickets.actions.changing import changing
from derman.tickets.actions.forwarding import Received
from derman.tickets.actions.receive import open_ticket
from derman.tickets.devices import answered
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.models import Channel, Kind, ServiceRequest, Task

LONGEST_NOTE = 20_000


def ask_for(
    *,
    actor: Person,
    requester: Person,
    service: int,
    given: Mapping[str, Any],
    note: str = "",
    channel: str = Channel.PORTAL,
) -> Received:
    """Ask for a service, for oneself or, as an agent, for `requester`, who must be of its audience.

    `given` are the answers by key (texts; a list for a choice of many; for a file the key of one's upload).
    Raises ServiceNotFound, WrongAnswers (by field), NotAllowed, WrongInput (field `note`).
    """
    if len(note) > LONGEST_NOTE:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_NOTE}, field="note")
    with transaction.atomic():
        wanted = service_by_id(requester, service)
        answers = answered(fields_of(wanted.form), given, actor)
        incoming = Incoming(
            channel=channel,
            sender=requester,
            subject=wanted.name,
            text=_words(answers, note) or wanted.name,
            files=[IncomingFile(upload=answer.value) for answer in answers if answer.field.type == Type.FILE],
            proof=Proof.SIGNED_IN,
            kind=Kind.REQUEST,
            team_hint=wanted.team_id,
            language=get_language() or "",
            origin={"service": wanted.pk},
        )
        received = open_ticket(actor=actor, requester=requester, subject=wanted.name, incoming=incoming)
        asked = _keep(received.ticket.pk, wanted, answers)
        with changing(received.ticket.pk, None) as change:
            change.set(is_service=True, tasks=_plan(asked, wanted))
            change.record(events.ServiceAsked(service=wanted.pk))
            ask_next(change, asked, owner=wanted.owner_id)
    return Received(ticket=change.ticket, message=received.message, opened=True)


def _words(answers: Sequence[Answer], note: str) -> str:
    """The first message: what was answered, a line each, and what was added."""
    lines = (line_of(answer.as_json()) for answer in answers)
    return "\n\n".join(part for part in ("\n".join(filter(None, lines)), note.strip()) if part)


def _keep(ticket: int, service: Service, answers: Sequence[Answer]) -> ServiceRequest:
    return ServiceRequest.objects.create(
        ticket_id=ticket,
        service=service,
        names=service.names,
        answers=[answer.as_json() for answer in answers],
        approvals=service.approvals,
    )


def _plan(asked: ServiceRequest, service: Service) -> int:
    """Write down all tasks, for later; returns how many."""
    planned = [
        Task(
            ticket_id=asked.ticket_id,
            titles=task["labels"],
            stage=stage,
            position=place,
            state=Task.State.PLANNED,
            team_id=task.get("team"),
            days=task.get("days"),
        )
        for stage, tasks in enumerate(service.stages, start=1)
        for place, task in enumerate(tasks)
    ]
    return len(Task.objects.bulk_create(planned))
