"""Work for the worker: tickets that wait for somebody with room are given out. Safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from derman.kernel import jobs
from derman.kernel.recalling import recalling
from derman.routing.book import the_latest
from derman.routing.models import Waiting
from derman.routing.placing import give, gives_out
from derman.routing.rows import Row, row_of
from derman.tickets.models import IN_WORK, Ticket

AT_ONCE = 500  # tickets that one run looks at; the next minute has the rest


@jobs.job("routing.give_out", priority=jobs.NORMAL)
def give_out() -> None:
    """Give out what waits, the oldest first; who waits for the same as one that found nobody is not tried."""
    tried: set[tuple[object, ...]] = set()
    rows = Waiting.objects.order_by("id").values_list("pk", "team", "row", "ticket__category__skill")
    for key, team, row, skill in list(rows[:AT_ONCE]):
        same = (team, str(row), skill)
        if same not in tried and not _give(key):
            tried.add(same)


@jobs.job("routing.give_out_each_minute", every="* * * * *")
def give_out_each_minute() -> None:
    """Somebody may have room again, or begin to work."""
    give_out()


def _give(key: int) -> bool:
    """One of them; False where nobody can have it now."""
    with transaction.atomic(), recalling():
        waiting = Waiting.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if waiting is None:
            return True
        ticket = (
            Ticket.objects.select_related("team", "category").select_for_update(of=("self",)).get(pk=waiting.ticket_id)
        )
        row = row_of(waiting.row) if waiting.row else None
        team = ticket.team
        wanted = team is not None and ticket.team_id == waiting.team_id and gives_out(team, row)
        if not wanted or ticket.assignee_id is not None or ticket.status not in IN_WORK:
            waiting.delete()
            return True
        skill = ticket.category.skill_id if ticket.category is not None else None
        if not give(ticket, waiting.team_id, row, skill, the_latest().weights):
            return False
        waiting.delete()
    return True


def wait(ticket: Ticket, team: int, row: Row | None, *, soon: timedelta) -> None:
    """Have it given out as soon as somebody has room. 3 statements."""
    Waiting.objects.create(ticket=ticket, team_id=team, row=row.kept() if row is not None else {})
    jobs.enqueue_once(give_out, soon=soon)
