"""Many tickets at once: which ones a view has, and how far the runs of an agent are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from derman.kernel import sql
from derman.people.access import Lens, lens_of
from derman.people.models import Person
from derman.tickets.errors import TicketNotFound
from derman.tickets.queries.lines import VIEWS, order_of, parameters_of, select_view
from derman.tickets.together import Run, RunTicket


def numbers_in(person: Person, view: str, *, most: int, lens: Lens | None = None) -> list[int]:
    """The tickets of a view in its order, `most` of them. 2 statements, 1 where `lens` is given."""
    if not person.is_active or not person.is_staff_member or view not in VIEWS:
        return []
    lens = lens or lens_of(person)
    order = f"{order_of(view)} LIMIT {most:d}"
    inner = select_view(view, lens, columns="number, updated_at, due_at", tail=order)
    found = sql.rows(f"SELECT number FROM ({inner}) AS t {order}", parameters_of(person, lens))  # noqa: S608
    return [number for (number,) in found]


@dataclass(frozen=True, slots=True)
class Progress:
    """A run and how many of its tickets are where."""

    run: Run
    states: Mapping[str, int]  # RunTicket.State → how many
    why: Mapping[str, int]  # of what was refused or kept: Refusal → how many

    def count(self, *states: str) -> int:
        """How many tickets are in one of these states."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def ended(self) -> bool:
        return self.run.state in (Run.State.DONE, Run.State.UNDONE)


def run_of(person: Person, number: int) -> Progress:
    """A run of one's own. Raises TicketNotFound. 2 statements."""
    found = Run.objects.filter(pk=number, actor=person).first() if number < 2**63 and person.is_staff_member else None
    if found is None:
        raise TicketNotFound(_("There is no such change of yours."))
    return _progress([found])[0]


def runs_of(person: Person, *, most: int = 30) -> list[Progress]:
    """One's own latest runs. 2 statements."""
    if not person.is_staff_member:
        return []
    return _progress(list(Run.objects.filter(actor=person).order_by("-created_at", "-id")[:most]))


def _progress(runs: list[Run]) -> list[Progress]:
    states: dict[int, dict[str, int]] = {run.pk: {} for run in runs}
    why: dict[int, dict[str, int]] = {run.pk: {} for run in runs}
    counted = RunTicket.objects.filter(run__in=runs).values_list("run_id", "state", "why").annotate(n=Count("id"))
    for run, state, reason, count in counted:
        states[run][state] = states[run].get(state, 0) + count
        if reason:
            why[run][reason] = why[run].get(reason, 0) + count
    return [Progress(run, states[run.pk], why[run.pk]) for run in runs]


def left_alone(run: Run, *, most: int = 200) -> list[tuple[int, str, str]]:
    """Tickets of a run that were refused or kept: number, state and why. 1 statement."""
    rows = run.tickets.filter(Q(state=RunTicket.State.REFUSED) | Q(state=RunTicket.State.KEPT)).order_by("ticket_id")
    return list(rows.values_list("ticket_id", "state", "why")[:most])
