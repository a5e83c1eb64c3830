"""The review afterwards: what went well and what did not, the cause, and what is done so that it stays away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.majors import words
from derman.majors.actions.locking import LARGEST, happened, locked, of_the_desk, save
from derman.majors.actions.withdrawing import require_real
from derman.majors.errors import MajorNotFound, WrongInput
from derman.majors.models import Action, MajorIncident, State
from derman.people.models import Person
from derman.problems import actions as problems
from derman.problems.models import Happening as ProblemHappening
from derman.problems.models import Incident, Problem

MOST_ACTIONS = 50
MOST_LINES = 200
UNCHANGED = -1


class Review(TypedDict, total=False):
    """What is said afterwards; what is not given stays."""

    went_well: str
    went_badly: str
    cause: str


def write_review(*, actor: Person, major: int, revision: int | None = None, **said: Unpack[Review]) -> MajorIncident:
    """What went well, what did not, and why it happened. Raises MajorNotFound, NotAllowed, Overtaken, WrongInput."""
    with transaction.atomic():
        row = locked(actor, major, leads=True, revision=revision)
        require_real(row)
        if row.is_open:
            raise WrongInput(_("The review comes when it is resolved."))
        for name in ("went_well", "went_badly", "cause"):
            if name in said:
                setattr(row, name, words.text(str(said[name]), name))
        save(row, "went_well", "went_badly", "cause")
    return row


def finish_review(*, actor: Person, major: int) -> MajorIncident:
    """The review is done: its actions have owners and dates. Raises MajorNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        require_real(row)
        if row.state != State.RESOLVED:
            raise WrongInput(
                _("The review comes when it is resolved.") if row.is_open else _("It is reviewed already.")
            )
        if not row.went_badly and not row.went_well:
            raise WrongInput(_("Write what went well, or what did not."), field="went_well")
        if not row.cause:
            raise WrongInput(_("Write why it happened, as far as it is known."), field="cause")
        row.state, row.reviewed_at, row.reviewed_by = State.REVIEWED, clock.now(), actor
        happened(row, "reviewed", actor, actions=row.actions.filter(dropped_at=None).count())
        save(row, "state", "reviewed_at", "reviewed_by")
    return row


def add_action(*, actor: Person, major: int, title: str, owner: int | None, due_on: date | None) -> Action:
    """What is to be done, by whom, until when. Raises MajorNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        require_real(row)
        if row.is_open:
            raise WrongInput(_("The review comes when it is resolved."))
        said = words.line(title, "title", 300)
        if not said:
            raise WrongInput(_("Say what is to be done."), field="title")
        holder = of_the_desk(row, owner or 0)
        if holder is None:
            raise WrongInput(_("Choose somebody who works at the desk and may see it."), field="owner")
        if row.actions.count() >= MOST_ACTIONS:
            raise WrongInput(_("A review has 50 actions at most."), field="title")
        made = Action.objects.create(major=row, title=said, owner=holder, due_on=_day(due_on))
        happened(row, "action", actor, title=said, owner=holder.pk, due_on=made.due_on.isoformat())
        save(row)
    return made


def _day(given: date | None) -> date:
    today = clock.now().date()
    if given is None:
        raise WrongInput(_("Say until when."), field="due_on")
    if not today - timedelta(days=1) <= given <= today + timedelta(days=731):
        raise WrongInput(_("The date lies in the future, at most two years from now."), field="due_on")
    return given


def change_action(
    *,
    actor: Person,
    major: int,
    action: int,
    done: bool | None = None,
    dropped: bool | None = None,
    owner: int = UNCHANGED,
    due_on: date | None = None,
) -> Action:
    """Done (or not), dropped (or not), with somebody else, by another day. Its owner may do so too.

    Raises MajorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major)
        one = row.actions.select_for_update().filter(pk=action).first() if 0 < action < LARGEST else None
        if one is None:
            raise MajorNotFound(_("There is no such action."))
        if one.owner_id != actor.pk:
            locked(actor, major, leads=True)
        if done is not None and done != (one.done_at is not None):
            one.done_at, one.done_by = (clock.now(), actor) if done else (None, None)
            happened(row, "action_done" if done else "action_open", actor, title=one.title)
        if dropped is not None and dropped != (one.dropped_at is not None):
            one.dropped_at = clock.now() if dropped else None
            happened(row, "action_dropped" if dropped else "action_open", actor, title=one.title)
        if owner != UNCHANGED and owner != one.owner_id:
            holder = of_the_desk(row, owner)
            if holder is None:
                raise WrongInput(_("Choose somebody who works at the desk and may see it."), field="owner")
            one.owner = holder
            happened(row, "action_owner", actor, title=one.title, owner=holder.pk)
        if due_on is not None and due_on != one.due_on:
            one.due_on = _day(due_on)
            happened(row, "action_due", actor, title=one.title, due_on=one.due_on.isoformat())
        one.save()
        save(row)
    return one


def link_problem(*, actor: Person, major: int, problem: int | None) -> MajorIncident:
    """The cause behind it: a problem (its number), or a new one from it; its timeline is copied to the problem's.

    Joined tickets that `actor` may see become its incidents.
    Raises MajorNotFound, NotAllowed, WrongInput, problems.ProblemError, tickets.TicketNotFound.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        numbers = _joined_seen(actor, row)
        if problem is None:
            made = problems.begin(
                actor=actor,
                title=row.title[:200],
                description=row.cause,
                priority="critical",
                owner=actor.pk,
                team=row.team_id,
                tickets=numbers,
                way=Incident.Way.HAND,
            )
        else:
            made = problems.link_all(actor=actor, problem=problem, tickets_=numbers, way=Incident.Way.HAND)
        if row.problem_id != made.pk:
            row.problem = made
            happened(row, "problem", actor, problem=made.pk)
            save(row, "problem")
            _copy_timeline(row, made)
    return row


def _joined_seen(actor: Person, row: MajorIncident) -> list[int]:
    from derman.majors.access import joined_visible_to

    seen = joined_visible_to(actor).filter(major=row, ticket__merged_into=None).order_by("pk")
    return list(seen.values_list("ticket", flat=True)[:MOST_LINES])


def _copy_timeline(row: MajorIncident, problem: Problem) -> None:
    """What was noted, told and found out, with its times; what is about tickets is not the problem's."""
    from derman.majors.sentences import copied

    lines = row.happenings.order_by("at", "pk")[:MOST_LINES]
    told = {one.pk: one for one in row.updates.all()}
    ProblemHappening.objects.bulk_create(
        ProblemHappening(problem=problem, kind="noted", actor_id=one.actor_id, at=one.at, details={"text": words_})
        for one in lines
        if (words_ := copied(row, one, told))
    )
