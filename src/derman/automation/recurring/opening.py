"""Opening the ticket of a template: what it says for this requester, its tasks, and why it was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.automation.models import FromTemplate, Template
from derman.desk.queries import the_desk
from derman.people.models import Person, Team
from derman.tickets import actions, events
from derman.tickets.errors import WrongInput
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Channel, Ticket
from derman.tickets.variables import fill


def open_one(found: Template, *, actor: Person | None, days: Sequence[date], requester: Person | None = None) -> Ticket:
    """Within a transaction: one ticket, for the last of `days` (by hand: for none). Raises TicketError.

    `requester`: for whom, where that is not the one whom the template names.
    """
    requester = requester or found.requester
    if not requester.is_active:
        raise WrongInput(_("%(name)s is no longer active. Name somebody else for it.") % {"name": requester.email})
    day, missed = (days[-1], days[:-1]) if days else (None, ())
    with override(the_desk().language):
        ticket = actions.open_from_template(
            actor=actor,
            incoming=Incoming(
                channel=Channel.TEMPLATE,
                sender=requester,
                subject=_filled(found.subject, requester),
                text=_filled(found.text, requester),
                automatic=True,
                proof=Proof.SIGNED_IN,
                team_hint=found.team_id,
                kind=found.kind,
                category=found.category_id if found.category is not None and found.category.active else None,
                priority=found.priority,
            ),
            doing=_doing(found, requester),
            planned=events.FromTemplate(
                template=found.pk,
                name=found.name,
                day=day.isoformat() if day else "",
                missed=[one.isoformat() for one in missed[-30:]],
            ),
        )
    FromTemplate.objects.create(template=found, ticket=ticket, day=day)
    return ticket


def open_written(found: Template, *, actor: Person, incoming: Incoming, own: Mapping[str, Any]) -> Ticket:
    """Within a transaction: a ticket that somebody wrote down after the template, with what it brings along.

    `incoming` is what they made of it; its places are filled here. Raises TicketError.
    """
    requester = incoming.sender
    written = replace(
        incoming,
        subject=_filled(incoming.subject, requester),
        text=_filled(incoming.text, requester),
        team_hint=found.team_id,
    )
    ticket = actions.open_from_template(
        actor=actor,
        incoming=written,
        doing=_doing(found, requester),
        planned=events.FromTemplate(template=found.pk, name=found.name),
        own=own,
    )
    FromTemplate.objects.create(template=found, ticket=ticket, day=None)
    return ticket


def _doing(found: Template, requester: Person) -> actions.Doing:
    teams = Team.objects.in_bulk([task["team"] for task in found.tasks if task["team"]])
    tasks = [
        actions.NewTask(
            title=_filled(task["title"], requester),
            team=teams.get(task["team"]),
            days=task["days"],
            blocking=task["blocking"],
        )
        for task in found.tasks
    ]
    if found.team is None:
        return actions.Doing(add_tags=found.tags, tasks=tasks)
    return actions.Doing(team=found.team, add_tags=found.tags, tasks=tasks)


def _filled(text: str, requester: Person) -> str:
    name = requester.name or requester.email
    values = {
        "requester.name": name,
        "requester.first_name": name.split()[0],
        "desk.name": the_desk().name,
    }
    return fill(text, values)[0]
