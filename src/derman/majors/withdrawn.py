"""What was declared by mistake lets its tickets go, and calls those off who had a part in it. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from derman.kernel.facts import announce
from derman.majors.actions.locking import happened, tell_screens
from derman.majors.facts import MajorCalledOff
from derman.majors.models import MajorIncident, State
from derman.tickets import actions as tickets

AT_ONCE = 20  # tickets in one transaction
WITHIN = timedelta(days=2)  # what could not be let go by then, a person looks at


def waiting(moment: datetime) -> list[int]:
    """Those withdrawn before `moment` that still hold tickets or people. 1 statement."""
    rows = MajorIncident.objects.filter(state=State.WITHDRAWN, resolved_at__range=(moment - WITHIN, moment))
    return [row.pk for row in rows.order_by("pk") if not _is_called_off(row)]


def let_go_some(pk: int, moment: datetime) -> bool:
    """Some of its tickets go on by themselves, whoever was to hear of it has heard; is there more to do?"""
    with transaction.atomic():
        rows = MajorIncident.objects.select_for_update(of=("self",), no_key=True).select_related("team")
        row = rows.get(pk=pk)
        untold = row.updates.filter(told_at=None).exists()
        if row.state != State.WITHDRAWN or row.resolved_at is None or row.resolved_at > moment or untold:
            return False
        some = list(row.rows.order_by("pk")[:AT_ONCE])
        for one in some:
            tickets.note_major_left(actor=None, ticket=one.ticket_id, major=pk, why="withdrawn")
        if some:
            row.rows.filter(pk__in=[one.pk for one in some]).delete()
            row.joined = max(0, row.joined - len(some))
            row.save(update_fields=["joined"])
            happened(row, "left", None, tickets=[one.ticket_id for one in some])
            return True
        if not _is_called_off(row):
            happened(row, "called_off", None)
            people = {row.lead_id, *row.seats.values_list("person", flat=True)}
            announce(MajorCalledOff(major=pk, persons=tuple(sorted(people))))
            tell_screens(pk, row.team)
    return False


def _is_called_off(row: MajorIncident) -> bool:
    return row.happenings.filter(kind="called_off", at__gte=row.resolved_at).exists()
