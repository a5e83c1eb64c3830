"""Who has what, and who takes it over: when somebody is away, and when a shift ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from derman.desk.hours import the_zone
from derman.kernel import clock
from derman.people.access import people_visible_to
from derman.people.models import Person, Role
from derman.routing.duty import Worker, the_plan
from derman.routing.errors import NotAllowed, WrongInput
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to
from derman.tickets.errors import TicketError
from derman.tickets.models import IN_WORK, UNRESOLVED, Ticket

MOST = 200  # tickets handed on at once


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody of the desk: do they work now, are they away, and how much they have."""

    person: Person
    away: bool
    works: bool
    until: datetime | None  # when their shift ends
    in_work: int
    waiting: int


def is_away(person: Person, moment: datetime, zone: ZoneInfo) -> bool:
    """Is this one of their days away, on the clock of their own zone?"""
    if person.away_until is None:
        return False
    today = moment.astimezone(ZoneInfo(person.zone) if person.zone else zone).date()
    return today <= person.away_until and (person.away_from is None or person.away_from <= today)


def everybody(asker: Person) -> list[Agent]:
    """All agents with what they have, of what `asker` sees; whoever is away and has something first. 7 statements."""
    if not asker.is_staff_member:
        return []
    moment, zone = clock.now(), the_zone()
    plan = the_plan()
    staff = people_visible_to(asker).filter(is_active=True).exclude(role=Role.REQUESTER)
    people = list(staff.select_related("stand_in").prefetch_related("teams"))
    held = {
        row["assignee"]: (row["work"], row["all"] - row["work"])
        for row in visible_to(asker)
        .filter(status__in=UNRESOLVED, assignee__isnull=False)
        .order_by()
        .values("assignee")
        .annotate(all=Count("pk"), work=Count("pk", filter=Q(status__in=IN_WORK)))
    }
    found = []
    for person in people:
        worker = Worker(person.pk, person.zone or str(zone), tuple(team.pk for team in person.teams.all()))
        work, waiting = held.get(person.pk, (0, 0))
        away = is_away(person, moment, zone)
        works = not away and plan.works(worker, moment)
        found.append(Agent(person, away, works, plan.works_until(worker, moment) if works else None, work, waiting))
    return sorted(found, key=lambda one: (not (one.away and one.in_work + one.waiting), one.person.name, one.person.pk))


def hot(asker: Person, person: int) -> Sequence[Ticket]:
    """What somebody has, of what `asker` sees, the hottest first: due soonest, then most urgent. 1 statement."""
    found = visible_to(asker).filter(assignee=person, status__in=UNRESOLVED).select_related("requester", "team")
    return list(found.order_by(F("due_at").asc(nulls_last=True), "priority", "created_at")[:MOST])


def hand_on(*, actor: Person, numbers: Collection[int], holder: int, to: int | None) -> tuple[int, int]:
    """Give tickets of a holder to somebody else, or (None) back to the queue of their team; each can be taken back.

    One's own; those of whoever is away; a lead's those of anybody. What is the holder's no more is left as it is. Gives
    how many went, and how many could not. Raises NotAllowed, WrongInput.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    person = Person.objects.filter(pk=holder).first()
    if person is None:
        raise WrongInput(_("Choose from what is offered."), field="holder")
    away = is_away(person, clock.now(), the_zone())
    if holder != actor.pk and not away and not actor.is_lead:
        raise NotAllowed(_("You can hand on your own tickets, and those of whoever is away."))
    if not numbers or len(numbers) > MOST:
        raise WrongInput(_("Choose tickets, at most %(most)s at once.") % {"most": MOST}, field="numbers")
    receiver = None
    if to is not None:
        receiver = people_visible_to(actor).filter(pk=to, is_active=True).exclude(role=Role.REQUESTER).first()
        if receiver is None or receiver.pk == holder:
            raise WrongInput(_("Choose who takes them."), field="to")
    went = 0
    mine = visible_to(actor).filter(pk__in=numbers, assignee=holder, status__in=UNRESOLVED)
    for ticket in mine.order_by("pk"):
        try:
            tickets.assign(
                actor=actor,
                ticket=ticket.pk,
                assignee=receiver,
                why="holder_away" if away else "handed_on",
                because={"holder": holder},
                expected_seq=ticket.seq,
            )
            went += 1
        except TicketError:
            continue
    return went, len(set(numbers)) - went
