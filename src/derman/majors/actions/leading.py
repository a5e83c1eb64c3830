"""A major incident is led: how far it is, who has which role, what was noted, how often people hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.announcements.errors import AnnouncementError
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.majors import clock as promised
from derman.majors import words
from derman.majors.actions.declaring import Words, began, interval, tidy
from derman.majors.actions.locking import happened, locked, of_the_desk, save
from derman.majors.errors import WrongInput
from derman.majors.facts import MajorRoleGiven
from derman.majors.models import OPEN, Happening, MajorIncident, Role, Seat
from derman.people.models import Person

LEAD = "lead"


def move(*, actor: Person, major: int, state: str) -> MajorIncident:
    """How far it is, for the desk; what people read of it changes with the next update.

    Raises MajorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        require_open(row)
        if state not in OPEN:
            raise WrongInput(_("Say how far it is."), field="state")
        if state != row.state:
            happened(row, "state", actor, before=row.state, after=state)
            row.state = state
            save(row, "state")
    return row


def require_open(row: MajorIncident) -> None:
    """Raises WrongInput."""
    if not row.is_open:
        raise WrongInput(_("It is resolved. Reopen it first."))


def give_role(*, actor: Person, major: int, role: str, person: int | None) -> MajorIncident:
    """The part of `role` is with `person` from now on; None: with nobody, which a lead cannot be.

    Raises MajorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        if role != LEAD and role not in Role:
            raise WrongInput(_("There is no such role."), field="role")
        holder = of_the_desk(row, person) if person is not None else None
        if holder is None and (person is not None or role == LEAD):
            raise WrongInput(_("Choose somebody who works at the desk and may see it."), field=role)
        if role == LEAD and holder is not None:
            before: int | None = row.lead_id
            row.lead = holder
        else:
            seat = row.seats.filter(role=role).first()
            before = seat.person_id if seat is not None else None
            row.seats.filter(role=role).delete()
            if holder is not None:
                Seat.objects.create(major=row, role=role, person=holder)
        after = holder.pk if holder is not None else None
        if before != after:
            happened(row, "role", actor, role=role, before=before, after=after)
            save(row, "lead")
            if after is not None and after != actor.pk:
                announce(MajorRoleGiven(major=row.pk, actor=actor.pk, person=after))
    return row


def set_interval(*, actor: Person, major: int, minutes: int) -> MajorIncident:
    """How often people hear of it; the clock is counted anew from the last update.

    Raises MajorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        require_open(row)
        wanted = interval(minutes)
        if wanted != row.update_every:
            latest = row.updates.first()
            happened(row, "interval", actor, before=row.update_every, after=wanted)
            row.update_every = wanted
            promised.begin(row, latest.at if latest is not None else row.declared_at)
            save(row, "update_every", "update_due_at", "stage", "step_at")
    return row


def describe(
    *, actor: Person, major: int, said: Words, began_at: datetime | None = None, revision: int | None = None
) -> MajorIncident:
    """What people read of it, to whom it is shown, and when it began.

    Raises MajorNotFound, NotAllowed, Overtaken, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True, revision=revision)
        told = tidy(said)
        try:
            row.announcement = announcements.describe_commanded(
                announcement=row.announcement_id,
                titles=told["titles"],
                texts=told["impacts"],
                audience=told["audience"],
            )
        except AnnouncementError as error:
            raise WrongInput(str(error), field=error.field) from None
        if began_at is not None:
            row.began_at = began(began_at, clock.now())
        happened(row, "described", actor)
        save(row, "began_at")
    return row


def note(*, actor: Person, major: int, text: str, at: datetime | None = None) -> Happening:
    """What was found out or decided; `at`: when it happened. Everybody who sees it may note something.

    Raises MajorNotFound, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major)
        said = words.text(text, "note", 2000)
        if not said:
            raise WrongInput(_("Write something first."), field="note")
        moment = clock.now()
        if at is not None and not moment - timedelta(days=30) < at <= moment + timedelta(minutes=1):
            raise WrongInput(_("It happened in the last 30 days, and not in the future."), field="at")
        made = happened(row, "noted", actor, text=said)
        if at is not None:
            made.at = at
            made.save(update_fields=["at"])
        save(row)
    return made
