"""What can be done with promises: policies are made, changed and ordered; one that is late is acknowledged."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.actions import audit
from derman.desk.facts import CalendarChanged, DeskSetUp
from derman.kernel import clock, jobs
from derman.people.models import Person
from derman.sla.errors import NotAllowed, NothingDue, Overtaken, PolicyNotFound, WrongInput
from derman.sla.given import Given, checked
from derman.sla.jobs import follow_policies
from derman.sla.models import LIVE, Clock, Policy
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to
from derman.tickets.errors import TicketNotFound

MOST = 50  # policies
HOUR = 3600

# what a new desk promises, in hours of its own: first response, next reply, solution; the first one day and night
_BEGINNING = {
    "critical": (0.5, 1, 4),
    "high": (1, 2, 8),
    "normal": (4, 8, 24),
    "low": (8, 16, 48),
}


def _lead(actor: Person | None) -> None:
    if actor is not None and not actor.is_lead:
        raise NotAllowed(_("Only a lead or an administrator can do this."))


def given_of(policy: Policy) -> Given:
    """What a policy says now, to change a part of it."""
    return Given(
        name=policy.name,
        active=policy.active,
        targets=policy.targets,
        kinds=policy.kinds,
        organisations=policy.organisations,
        services=policy.services,
        teams=policy.teams,
        categories=policy.categories,
        calendar=policy.calendar_id,
        pauses=policy.pauses,
        warnings=policy.warnings,
        ladder=policy.ladder,
        stays={int(team): seconds for team, seconds in policy.stays.items()},
    )


def save_policy(*, actor: Person | None, given: Given, policy: int | None = None, version: int | None = None) -> Policy:
    """Make a policy, or change one; clocks that run follow in the background.

    `version`: the one that the actor has seen. Raises NotAllowed, WrongInput, PolicyNotFound, Overtaken.
    """
    _lead(actor)
    columns = checked(given)
    with transaction.atomic():
        if policy is None:
            known = Policy.objects.count()
            if known >= MOST:
                raise WrongInput(_("At most %(most)s policies.") % {"most": MOST}, field="name")
            row = Policy(position=known, since=clock.now(), **columns)
        else:
            row = _locked(policy)
            if version is not None and row.version != version:
                raise Overtaken(_("Somebody changed this policy in the meantime. Look at it again."))
            for name, value in columns.items():
                setattr(row, name, value)
            row.version += 1
        row.save()
        told = {name: value for name, value in columns.items() if name != "calendar"}
        audit(actor=actor, kind="policy.saved", policy=row.pk, calendar=row.calendar_id, **told)
        jobs.enqueue(follow_policies)
    return row


def move_policy(*, actor: Person, policy: int, step: int) -> None:
    """Move a policy up (-1) or down (+1). Raises NotAllowed, PolicyNotFound."""
    _lead(actor)
    with transaction.atomic():
        rows = list(Policy.objects.select_for_update())
        at = next((place for place, row in enumerate(rows) if row.pk == policy), None)
        if at is None:
            raise PolicyNotFound(_("There is no such policy."))
        if not 0 <= at + step < len(rows):
            return
        rows.insert(at + step, rows.pop(at))
        for position, row in enumerate(rows):
            row.position = position
        Policy.objects.bulk_update(rows, ["position"])
        audit(actor=actor, kind="policy.moved", policy=policy, name=rows[at + step].name, position=at + step)
        jobs.enqueue(follow_policies)


def remove_policy(*, actor: Person, policy: int) -> bool:
    """Delete a policy that no clock ever had (True); one that had is switched off instead (False).

    Raises NotAllowed, PolicyNotFound.
    """
    _lead(actor)
    with transaction.atomic():
        row = _locked(policy)
        used = Clock.objects.filter(policy=row).exists()
        audit(actor=actor, kind="policy.removed", policy=row.pk, name=row.name)
        if used:
            Policy.objects.filter(pk=row.pk).update(active=False, version=row.version + 1)
        else:
            row.delete()
        jobs.enqueue(follow_policies)
    return not used


def acknowledge(*, actor: Person, ticket: int) -> None:
    """Take note of every promise of a ticket that is due soon or late: nobody further is told of it.

    Raises the errors of a change of a ticket; NothingDue where nothing is.
    """
    with transaction.atomic():
        # the ticket first, as in every change
        found = visible_to(actor).select_for_update(of=("self",)).filter(pk=ticket).first()
        if found is None or not actor.is_staff_member:
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
        rows = Clock.objects.filter(ticket=found, state__in=LIVE, stage__gt=0, acknowledged_at=None)
        targets = list(rows.values_list("target", flat=True))
        for target in targets:
            tickets.note_acknowledged(actor=actor, ticket=ticket, target=target)
        if not targets:
            raise NothingDue(_("No promise of this ticket is due soon or late."))
        rows.update(acknowledged_at=clock.now(), acknowledged_by=actor)


def begin(fact: DeskSetUp) -> None:
    """A new desk has promises that it can keep, to begin with."""
    make_beginning(active=True)


def follow_calendar(fact: CalendarChanged) -> None:
    """Other hours count: clocks that run follow in the background."""
    jobs.enqueue(follow_policies)


def make_beginning(*, active: bool) -> Policy | None:
    """The policy that a desk begins with, where it has none. 2 statements, and those of making it."""
    if Policy.objects.exists():
        return None
    targets: dict[str, dict[str, Any]] = {
        priority: {
            "first_response": int(first * HOUR),
            "next_reply": int(reply * HOUR),
            "resolution": int(solved * HOUR),
        }
        for priority, (first, reply, solved) in _BEGINNING.items()
    }
    ladder = [
        {"at": "soon", "after": 0, "tell": ["assignee"]},
        {"at": "sooner", "after": 0, "tell": ["assignee", "team"]},
        {"at": "late", "after": 0, "tell": ["assignee", "lead"]},
        {"at": "late", "after": HOUR, "tell": ["lead", "manager"]},
    ]
    name = _("Standard promises")
    return save_policy(actor=None, given=Given(name=name, targets=targets, active=active, ladder=ladder))


def _locked(policy: int) -> Policy:
    row = Policy.objects.select_for_update().filter(pk=policy).first()
    if row is None:
        raise PolicyNotFound(_("There is no such policy."))
    return row
