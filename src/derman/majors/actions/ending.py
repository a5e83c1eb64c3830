"""A major incident is resolved, and everybody hears so; it goes on; what was resolved with it is back in work."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.kernel import clock
from derman.majors import clock as promised
from derman.majors import words
from derman.majors.actions.leading import require_open
from derman.majors.actions.locking import happened, locked, save
from derman.majors.actions.telling import PUBLIC, UNDO, unwrite, write
from derman.majors.actions.withdrawing import stand_again
from derman.majors.errors import WrongInput
from derman.majors.models import OPEN, Joined, MajorIncident, State, Update
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to as tickets_visible_to


def resolve(
    *, actor: Person, major: int, texts: object, resolve_tickets: bool = True, revision: int | None = None
) -> Update:
    """It is over. Everybody affected is told a minute later, in their language; joined tickets are resolved with it.

    Raises MajorNotFound, NotAllowed, Overtaken, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True, revision=revision)
        require_open(row)
        made = write(actor, row, words.news(texts), State.RESOLVED, resolve=resolve_tickets)
        row.resolved_at = made.at
        promised.stop(row)
        save(row, "state", "resolved_at", "update_due_at", "stage", "step_at")
    return made


def reopen(*, actor: Person, major: int) -> MajorIncident:
    """It goes on after all. What nobody was told yet is told to nobody; else the next update says so, soon.

    Raises MajorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        if row.is_open:
            raise WrongInput(_("It is open."))
        latest = row.updates.first()
        if latest is not None and latest.told_at is None and latest.at + UNDO > clock.now():
            unwrite(row, latest)
            happened(row, "untold", actor, state=row.state)
        else:
            before = latest.before if latest is not None and latest.before in OPEN else State.INVESTIGATING.value
            if row.state == State.WITHDRAWN:
                before = stand_again(row)
            row.state, row.resolved_at, row.reviewed_at, row.reviewed_by = before, None, None, None
            promised.begin(row, clock.now())
            announcements.stand_again(announcement=row.announcement_id, state=PUBLIC[row.state])
            happened(row, "reopened", actor)
        save(row, "state", "resolved_at", "reviewed_at", "reviewed_by", "update_due_at", "stage", "step_at")
    return row


def unresolve_tickets(*, actor: Person, major: int) -> int:
    """Tickets that were resolved with it are back in work, where nobody has touched that since; how many were.

    Those that `actor` may see. Raises MajorNotFound, NotAllowed.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        ended = row.rows.filter(resolved_by__isnull=False, ticket__in=tickets_visible_to(actor))
        found = list(ended.filter(ticket__status="resolved", ticket__merged_into=None).values_list("pk", "ticket"))
        for _pk, number in found:
            tickets.reopen_after_major(actor=actor, ticket=number)
        Joined.objects.filter(pk__in=[pk for pk, _number in found]).update(resolved_by=None)
        if found:
            happened(row, "unresolved", actor, count=len(found))
            save(row)
    return len(found)
