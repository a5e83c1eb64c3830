"""All who are affected are told how a major incident goes on; for a minute that can be taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.announcements.models import State as PublicState
from derman.kernel import clock, jobs
from derman.majors import clock as promised
from derman.majors import words
from derman.majors.actions.declaring import interval
from derman.majors.actions.leading import require_open
from derman.majors.actions.locking import happened, locked, save
from derman.majors.errors import MajorNotFound, WrongInput
from derman.majors.models import OPEN, MajorIncident, State, Update
from derman.people.models import Person

UNDO = announcements.UNDO  # the mails leave once an update can no longer be taken back
PUBLIC = {
    State.DECLARED.value: PublicState.INVESTIGATING.value,
    State.INVESTIGATING.value: PublicState.INVESTIGATING.value,
    State.IDENTIFIED.value: PublicState.CAUSE_KNOWN.value,
    State.MONITORING.value: PublicState.WATCHED.value,
    State.RESOLVED.value: PublicState.OVER.value,
    State.WITHDRAWN.value: PublicState.OVER.value,
}


def tell(
    *,
    actor: Person,
    major: int,
    texts: object,
    state: str = "",
    next_in: int | None = None,
    revision: int | None = None,
) -> Update:
    """An update to everybody affected, each in their language, and to the portal: in each language of the desk.

    The clock of the next one begins anew; `next_in` minutes change the interval with it.
    Raises MajorNotFound, NotAllowed, Overtaken, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True, revision=revision)
        require_open(row)
        if state and state not in OPEN:
            raise WrongInput(_("Say how far it is."), field="state")
        said = words.news(texts)
        moment = clock.now()
        made = write(actor, row, said, state or row.state)
        if next_in is not None:
            row.update_every = interval(next_in)
        promised.begin(row, moment)
        save(row, "state", "update_every", "update_due_at", "stage", "step_at")
    return made


def write(actor: Person, row: MajorIncident, said: dict[str, str], state: str, *, resolve: bool = False) -> Update:
    """Within a transaction, for a locked one: the update on the portal, on the timeline and to be told."""
    from derman.majors.jobs import tell as work  # which counts on this file

    moment = clock.now()
    by_ticket = row.rows.order_by().values_list("ticket__requester", flat=True).distinct()
    public = announcements.go_on_commanded(
        actor=actor,
        announcement=row.announcement_id,
        state=PUBLIC[state],
        texts=said,
        told_already=list(by_ticket),
    )
    made = Update.objects.create(
        major=row,
        public=public,
        state=state,
        before=row.state,
        texts=said,
        resolve=resolve,
        due_at=row.update_due_at or moment,
        stage=row.stage,
        by=actor,
        at=moment,
    )
    late = max(0, int((moment - made.due_at).total_seconds()))
    happened(row, "told", actor, update=made.pk, state=state, before=row.state, late=late)
    row.state = state
    jobs.enqueue(work, at=moment + UNDO)
    return made


def take_back(*, actor: Person, major: int, update: int) -> MajorIncident:
    """As if the latest update had not been written: within a minute, before anybody reads it.

    Raises MajorNotFound, NotAllowed, and WrongInput where it is too late.
    """
    with transaction.atomic():
        row = locked(actor, major, leads=True)
        latest = row.updates.first()
        if latest is None or latest.pk != update:
            raise MajorNotFound(_("There is no such update, or another came after it."))
        if latest.told_at is not None or latest.at + UNDO <= clock.now():
            raise WrongInput(_("It has been sent. Write another update instead."))
        unwrite(row, latest)
        happened(row, "untold", actor, state=latest.before)
        save(row, "state", "resolved_at", "update_due_at", "stage", "step_at")
    return row


def unwrite(row: MajorIncident, latest: Update) -> None:
    """Within a transaction, for a locked one: nobody was told, and the clock runs as it did before."""
    if latest.public_id is not None:
        announcements.take_back_commanded(update=latest.public_id)
    row.happenings.filter(kind="told", details__update=latest.pk).delete()
    latest.delete()
    row.state, row.resolved_at = latest.before, None
    row.update_due_at, row.stage = latest.due_at, latest.stage
    row.step_at = promised.step_of(row)
