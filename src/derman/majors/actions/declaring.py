"""A major incident is declared: from a ticket, a problem, a surge, or from nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.announcements.errors import AnnouncementError
from derman.announcements.models import Audience
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.majors import clock as promised
from derman.majors import words
from derman.majors.access import may_declare
from derman.majors.actions.joining import join_within
from derman.majors.actions.locking import count_open, happened, of_the_desk, tell_screens, the_rules
from derman.majors.errors import NotAllowed, WrongInput
from derman.majors.facts import MajorDeclared
from derman.majors.models import LONGEST, SHORTEST, Joined, MajorIncident, Role, Seat
from derman.people.models import Person, Team
from derman.problems.access import incidents_visible_to
from derman.problems.access import visible_to as problems_visible_to
from derman.tickets.access import visible_to as tickets_visible_to

AUDIENCES = (Audience.EVERYONE.value, Audience.SIGNED_IN.value, Audience.AGENTS.value)
MOST_OF_PROBLEM = 200


class Words(TypedDict):
    """What people read: a title and the impact, by language, and who sees it on the portal."""

    titles: object
    impacts: object
    audience: str


def tidy(given: Words) -> Words:
    """Made tidy. Raises WrongInput."""
    if given["audience"] not in AUDIENCES:
        raise WrongInput(_("Say who is to see it."), field="audience")
    titles = words.in_each(given["titles"], "titles", longest=words.LONGEST_TITLE, lines=False)
    return Words(titles=titles, impacts=words.in_each(given["impacts"], "impacts"), audience=given["audience"])


def declare(
    *,
    actor: Person,
    said: Words,
    lead: int | None = None,
    roles: Mapping[str, int | None] | None = None,
    tickets: Collection[int] = (),
    way: str = Joined.Way.HAND,
    problem: int | None = None,
    update_every: int | None = None,
    began_at: datetime | None = None,
) -> MajorIncident:
    """From now on everybody works under one lead (else `actor`), and people are told at an interval.

    `tickets` belong to it, and what is linked to `problem`. Raises NotAllowed, WrongInput, tickets.TicketNotFound.
    """
    rules = the_rules()
    if not may_declare(actor, rules):
        raise NotAllowed(_("Leads declare a major incident; an administrator can let every agent do so."))
    told = tidy(said)
    moment = clock.now()
    row = MajorIncident(declared_by=actor, declared_at=moment, began_at=moment)
    row.update_every = interval(update_every if update_every is not None else rules.update_every)
    if problem is not None:
        row.problem = problems_visible_to(actor).filter(pk=problem).first()
        if row.problem is None:
            raise WrongInput(_("There is no such problem."), field="problem")
    numbers = dict.fromkeys(tickets, way)
    if row.problem is not None:
        linked = incidents_visible_to(actor).filter(problem=row.problem, ticket__merged_into=None).order_by("-pk")
        for number in linked.values_list("ticket", flat=True)[:MOST_OF_PROBLEM]:
            numbers.setdefault(number, Joined.Way.PROBLEM)
    row.team = _closed_team(actor, numbers) or _closed(row.problem.team if row.problem is not None else None)
    holder = of_the_desk(row, lead) if lead is not None else actor
    if holder is None:
        raise WrongInput(_("Choose somebody who works at the desk and may see it."), field="lead")
    row.lead = holder
    if began_at is not None:
        row.began_at = began(began_at, moment)
    elif numbers:
        first = tickets_visible_to(actor).filter(pk__in=list(numbers)).aggregate(first=Min("created_at"))["first"]
        row.began_at = max(first or moment, moment - timedelta(days=1))
    promised.begin(row, moment)
    with transaction.atomic():
        try:
            public = announcements.begin(
                actor=actor, kind="outage", titles=told["titles"], texts=told["impacts"], audience=told["audience"]
            )
            row.announcement = announcements.publish(actor=actor, announcement=public.pk)
        except AnnouncementError as error:
            raise WrongInput(str(error), field="impacts" if error.field == "texts" else error.field) from None
        row.save()
        happened(row, "declared", actor, lead=row.lead_id, problem=problem)
        seated = _seat(row, roles or {})
        for one_way in dict.fromkeys(numbers.values()):
            some = [number for number, found in numbers.items() if found == one_way]
            join_within(actor, row, some, one_way)
        told_of = {row.lead_id, *seated} - {actor.pk}
        announce(MajorDeclared(major=row.pk, actor=actor.pk, persons=tuple(sorted(told_of))))
        count_open()
        tell_screens(row.pk, row.team)
    return row


def _seat(row: MajorIncident, roles: Mapping[str, int | None]) -> list[int]:
    seated = []
    for role, pk in roles.items():
        if pk is None:
            continue
        if role not in Role:
            raise WrongInput(_("There is no such role."), field="role")
        person = of_the_desk(row, pk)
        if person is None:
            raise WrongInput(_("Choose somebody who works at the desk and may see it."), field=role)
        Seat.objects.create(major=row, role=role, person=person)
        seated.append(person.pk)
    return seated


def interval(minutes: int) -> int:
    """Minutes between two updates. Raises WrongInput."""
    if not SHORTEST <= minutes <= LONGEST:
        raise WrongInput(_("From 5 minutes to a day (1440)."), field="update_every")
    return minutes


def began(at: datetime, moment: datetime) -> datetime:
    """When the trouble began. Raises WrongInput."""
    if not moment - timedelta(days=30) < at <= moment + timedelta(minutes=1):
        raise WrongInput(_("It began in the last 30 days, and not in the future."), field="began_at")
    return at


def _closed(team: Team | None) -> Team | None:
    return team if team is not None and team.closed else None


def _closed_team(actor: Person, numbers: Collection[int]) -> Team | None:
    """The closed team whose tickets alone it comes from: then nobody else is to know of it."""
    teams = list(tickets_visible_to(actor).filter(pk__in=list(numbers)).order_by().values_list("team").distinct()[:2])
    if len(teams) != 1 or teams[0][0] is None:
        return None
    return _closed(Team.objects.get(pk=teams[0][0]))
