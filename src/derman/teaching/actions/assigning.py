"""Who is to learn a path: one person, a team, or newcomers; and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.people.access import organisations_visible_to, people_visible_to, teams_visible_to
from derman.people.models import Person
from derman.teaching.actions.enrolling import enrol
from derman.teaching.actions.locking import LARGEST, locked_path, require_lead
from derman.teaching.errors import NotFound, WrongInput
from derman.teaching.models import AssignedTo, Assignment
from derman.teaching.words import today

MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """One of: a person, a team (ids), or newcomers since a day; the last of the desk, or of an organisation (id)."""

    person: int | None = None
    team: int | None = None
    came_since: date | None = None
    organisation: int | None = None


def assign(
    *, actor: Person, path: int, whom: Whom, due_on: date | None = None, due_days: int | None = None
) -> Assignment:
    """The path is theirs at once, or once it is published. The same again changes the date of what is.

    Raises NotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        held = locked_path(actor, path)
        require_lead(actor)
        _check(actor, whom)
        _check_due(due_on, due_days)
        same = held.assignments.filter(
            withdrawn_at=None,
            person=whom.person,
            team=whom.team,
            came_since=whom.came_since,
            organisation=whom.organisation,
        )
        made = same.first() or Assignment(
            path=held,
            to=_kind(whom),
            person_id=whom.person,
            team_id=whom.team,
            came_since=whom.came_since,
            organisation_id=whom.organisation,
        )
        made.due_on, made.due_days = due_on, due_days
        made.assigned_by, made.assigned_at = actor, clock.now()
        made.save()
        enrol(held.pk)
    return made


def withdraw_assignment(*, actor: Person, assignment: int) -> Assignment:
    """They need not learn it; who has finished keeps that. Can be taken back by `bring_assignment_back`.

    Raises NotFound, NotAllowed.
    """
    return _turn(actor, assignment, withdrawn=True)


def bring_assignment_back(*, actor: Person, assignment: int) -> Assignment:
    """As it was before it was withdrawn. Raises NotFound, NotAllowed."""
    return _turn(actor, assignment, withdrawn=False)


def _turn(actor: Person, pk: int, *, withdrawn: bool) -> Assignment:
    require_lead(actor)
    with transaction.atomic():
        path = Assignment.objects.filter(pk=pk).values_list("path", flat=True).first() if 0 < pk < LARGEST else None
        if path is None:
            raise NotFound(_("There is no such assignment."))
        held = locked_path(actor, path)
        found = held.assignments.filter(pk=pk).first()
        if found is None or not _knows_team(actor, found):
            raise NotFound(_("There is no such assignment."))
        if (found.withdrawn_at is not None) != withdrawn:
            found.withdrawn_at = clock.now() if withdrawn else None
            found.save(update_fields=["withdrawn_at"])
            enrol(held.pk)
    return found


def _knows_team(actor: Person, found: Assignment) -> bool:
    return found.team_id is None or teams_visible_to(actor).filter(pk=found.team_id).exists()


def _kind(whom: Whom) -> str:
    if whom.person is not None:
        return AssignedTo.PERSON
    return AssignedTo.TEAM if whom.team is not None else AssignedTo.NEWCOMERS


def _check(actor: Person, whom: Whom) -> None:
    given = [value for value in (whom.person, whom.team, whom.came_since) if value is not None]
    if len(given) != 1:
        raise WrongInput(_("Choose one person, one team, or newcomers."), field="person")
    if whom.organisation is not None and whom.came_since is None:
        raise WrongInput(_("Only newcomers are of an organisation."), field="organisation")
    if whom.person is not None and not _there(people_visible_to(actor).filter(is_active=True), whom.person):
        raise WrongInput(_("There is no such person."), field="person")
    if whom.team is not None and not _there(teams_visible_to(actor), whom.team):
        raise WrongInput(_("There is no such team."), field="team")
    if whom.organisation is not None and not _there(organisations_visible_to(actor), whom.organisation):
        raise WrongInput(_("There is no such organisation."), field="organisation")


def _there(rows: QuerySet[Any], pk: int) -> bool:
    return 0 < pk < LARGEST and rows.filter(pk=pk).exists()


def _check_due(due_on: date | None, due_days: int | None) -> None:
    if due_on is not None and due_days is not None:
        raise WrongInput(_("Give a date or a number of days, not both."), field="due_on")
    if due_on is not None and not today() <= due_on <= today() + timedelta(days=3 * MOST_DAYS):
        raise WrongInput(_("Choose a day from today on, within three years."), field="due_on")
    if due_days is not None and not 1 <= due_days <= MOST_DAYS:
        raise WrongInput(_("Give 1 to %(most)s days.") % {"most": MOST_DAYS}, field="due_days")
